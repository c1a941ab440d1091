"""A real browser and a real server on a free port."""

from __future__ import annotations

import asyncio
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, sync_playwright

from tests.channels.webchat.site import site

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    """The browser of the machine; none is downloaded."""
    if Path("/usr/bin/chromium").exists():
        return "/usr/bin/chromium"
    return next((found for found in map(shutil.which, NAMES) if found), None)


@pytest.fixture(scope="module")
def chrome() -> Iterator[Browser]:
    """For a module at most: while Playwright's loop runs in this thread, no asynchronous test can."""
    path = chromium()
    if path is None:
        pytest.skip(f"no Chromium ({', '.join(NAMES)} not found): apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page's address, served by a thread of this process."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server: list[uvicorn.Server] = []
    started = threading.Event()

    async def serve() -> None:
        async with site(tmp_path_factory.mktemp("web")) as app:
            server.append(uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False)))
            asyncio.get_running_loop().call_soon(started.set)
            await server[0].serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(300), "the server did not start"
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server[0].should_exit = True
    thread.join(10)
    listener.close()
