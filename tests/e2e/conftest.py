"""A real browser and a real server on a free port."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from tests.channels.webchat.site import site
from tests.e2e.using import Open
from tests.serving import Served, serving

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


@pytest.fixture
def visit(chrome: Browser, address: str) -> Iterator[Open]:
    """Opens the page in a fresh browser profile; `before` is a script that runs in it first."""
    contexts = []

    def open_page(width: int = 1280, height: int = 800, before: str = "", path: str = "/", **options: Any) -> Page:
        context = chrome.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options)
        contexts.append(context)
        if before:
            context.add_init_script(before)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def address(served: Served[FastAPI]) -> str:
    """The page's address."""
    return served.address


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served[FastAPI]]:
    """The page, served by a thread of this process."""
    with serving(site(tmp_path_factory.mktemp("web")), lambda app: app) as served:
        yield served
