"""The console in a real browser.

def test_something(place: Place, visit: Visit) -> None:
    page = visit(EDITOR, "/staff/fairs")                    # signed in, 1280 × 800
    page = visit(EDITOR, "/staff/fairs", 360, 740, color_scheme="dark")
    place.does(something())                                 # run a coroutine within the server
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page

from bot.console.guard import COOKIE
from bot.core.records.staff import Staff
from tests.builders import ZONE
from tests.console.staff import PASSWORD, Place, console
from tests.serving import Served, serving

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def served_console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served[Place]]:
    """The console, served by a thread of this process; its clock stands at the moment it was started."""
    opened = console(tmp_path_factory.mktemp("console"), dt.datetime.now(ZoneInfo(ZONE)))
    with serving(opened, lambda place: place.app) as served:
        yield served


@pytest.fixture
def visit(chrome: Browser, served_console: Served[Place]) -> Iterator[Visit]:
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
        page.set_default_timeout(30_000)
        page.goto(f"{served_console.address}{address}")
        return page

    yield open_page
    for context in contexts:
        context.close()
