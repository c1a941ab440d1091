"""A browser gets the copy of what is kept of its own person, and of nobody else's."""

from __future__ import annotations

from pathlib import Path

import httpx

from tests.channels.webchat.site import site


async def test_what_is_kept_is_said_in_both_wordings(tmp_path: Path) -> None:
    async with site(tmp_path) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tongxing.test") as browser:
            assert 'href="/privacy"' in (await browser.get("/")).text
            standard, easy = await browser.get("/privacy"), await browser.get("/privacy?easy=1")
            assert "每看一次都有记录" in standard.text and "境外" in standard.text
            assert "看过都有记录" in easy.text


async def test_the_copy_is_linked_and_only_for_this_browser(tmp_path: Path) -> None:
    async with site(tmp_path) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tongxing.test") as browser:
            await browser.post("/chat", json={"text": "砚山县"})
            answer = (await browser.post("/chat", json={"choice": "own:copy"})).json()
            links = [link["address"] for link in answer["messages"][-1]["links"]]
            assert links == ["/my-data.txt", "/my-data.json"]
            page = (await browser.post("/", data={"choice": "own:copy"})).text
            assert all(f'href="{address}" download' in page for address in links)

            plain = await browser.get("/my-data.json")
            assert plain.json()["conversation"]["region"] == "532622"
            assert plain.headers["content-disposition"] == 'attachment; filename="my-data.json"'
            assert plain.headers["cache-control"] == "no-store"
            assert "砚山县" in (await browser.get("/my-data.txt")).text
            foreign = await browser.get("/my-data.json", headers={"Sec-Fetch-Site": "cross-site"})
            assert foreign.status_code == 404
            assert (await browser.get("/my-data.exe")).status_code == 404

            browser.cookies.clear()
            assert (await browser.get("/my-data.json")).status_code == 404
