"""What is looked for on every page of the console."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS: tuple[tuple[int, int, dict[str, Any]], ...] = (
    (1280, 800, {}),
    (1280, 800, {"color_scheme": "dark"}),
    (360, 740, {}),
    (360, 740, {"forced_colors": "active"}),
)
"""Width, height and options of the browser's profile in which every page is looked at."""


def violations(page: Page) -> str:
    """What axe has to say; empty for nothing."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return "" if results.violations_count == 0 else str(results.generate_report())


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than the window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def focused(page: Page) -> str:
    """The id of the element that has the focus."""
    return str(page.evaluate("document.activeElement.id"))
