"""The console in a real browser.

def test_something(place: Place, visit: Visit) -> None:
    page = visit(EDITOR, "/staff/fairs")                    # signed in, 1280 × 800
    page = visit(EDITOR, "/staff/fairs", 360, 740, color_scheme="dark")
    place.does(something())                                 # run a coroutine within the server
"""

from __future__ import annotations

import asyncio
import datetime as dt
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from bot.console.guard import COOKIE
from bot.core.records.staff import Staff
from tests.builders import ZONE
from tests.console.staff import PASSWORD, Place, console

Visit = Callable[..., Page]


@dataclass(frozen=True)
class Served:
    """The console on a port, and the loop it runs in."""

    address: str
    place: Place
    loop: asyncio.AbstractEventLoop

    def does[T](self, action: Coroutine[Any, Any, T]) -> T:
        """What comes of something done within the server."""
        return asyncio.run_coroutine_threadsafe(action, self.loop).result(30)


@pytest.fixture(scope="module")
def served_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The console, served by a thread of this process; its clock stands at the moment it was started."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    server: list[uvicorn.Server] = []
    served: list[Served] = []
    started = threading.Event()

    async def serve() -> None:
        async with console(tmp_path_factory.mktemp("console"), dt.datetime.now(ZoneInfo(ZONE))) as place:
            server.append(uvicorn.Server(uvicorn.Config(place.app, log_level="warning", access_log=False)))
            loop = asyncio.get_running_loop()
            served.append(Served(f"http://127.0.0.1:{listener.getsockname()[1]}", place, loop))
            loop.call_soon(started.set)
            await server[0].serve(sockets=[listener])

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert started.wait(300), "the server did not start"
    yield served[0]
    server[0].should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def visit(chrome: Browser, served_console: Served) -> Iterator[Visit]:
    """Opens an address in a fresh browser profile, as a member of staff or as nobody."""
    contexts = []

    def open_page(
        staff: Staff | None, address: str = "/staff", width: int = 1280, height: int = 800, **options: Any
    ) -> Page:
        context = chrome.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        contexts.append(context)
        if staff is not None:
            place = served_console.place
            token, _ = served_console.does(
                place.desk.sessions.sign_in(staff.id, PASSWORD, "10.0.0.7", place.clock.now())
            )
            path = {"domain": "127.0.0.1", "path": "/staff", "httpOnly": True, "sameSite": "Strict"}
            context.add_cookies([{"name": COOKIE, "value": token, **path}])  # type: ignore[typeddict-item]
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(f"{served_console.address}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()
