"""A broadcast waits for the browser, is shown when the person comes, and counts as sent once they have gone on."""

from __future__ import annotations

from pathlib import Path

import httpx

from bot.core.messaging.delivery import State
from bot.services.delivery.delivery_ports import PAUSED
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.channels.webchat.site import site
from tests.integration.broadcasting import NOW, add_broadcast, enqueue_all, set_state, states


async def subscribed(browser: httpx.AsyncClient, units: SqlUnitsOfWork) -> str:
    """Whoever uses this browser agrees to alerts; returns their id."""
    await browser.post("/", data={"text": "你好"})
    async with units() as work:
        person = await work.people.add("web", browser.cookies["tongxing"], NOW, region="532622", role=None, easy=False)
        await work.consents.give(person.id, "alerts", "1", "web", NOW)
        await work.commit()
    return person.id


async def test_a_broadcast_is_shown_until_the_person_goes_on(tmp_path: Path) -> None:
    async with site(tmp_path) as app:
        units, engine = app.state.parts.units_of_work, app.state.parts.engine
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tongxing.test") as browser:
            await subscribed(browser, units)
            broadcast = await add_broadcast(engine)
            assert await enqueue_all(units, broadcast) == 1
            await set_state(engine, broadcast, PAUSED)
            assert "砚山县有招聘会" not in (await browser.get("/")).text
            await set_state(engine, broadcast, "sending")
            answer = (await browser.post("/chat", json={"text": "菜单"})).json()
            shown = answer["messages"][0]
            assert "砚山县有招聘会" in shown["text"]
            assert await states(units, broadcast) == {State.QUEUED: 1}, "an answer may get lost on its way"
            await browser.post("/chat", json={"text": "菜单", "noticed": [shown["notice"]]})
            assert await states(units, broadcast) == {State.SENT: 1}
            assert "砚山县有招聘会" not in (await browser.get("/")).text


async def test_who_takes_back_the_consent_before_coming_is_shown_nothing(tmp_path: Path) -> None:
    async with site(tmp_path) as app:
        units, engine = app.state.parts.units_of_work, app.state.parts.engine
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://tongxing.test") as browser:
            person = await subscribed(browser, units)
            await enqueue_all(units, await add_broadcast(engine))
            async with units() as work:
                await work.consents.withdraw(person, "alerts", "asked", NOW)
                await work.commit()
            assert "砚山县有招聘会" not in (await browser.get("/")).text
