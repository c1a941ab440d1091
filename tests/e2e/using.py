"""What people do with a page, and what is measured on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

Open = Callable[..., Page]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def say(page: Page, text: str) -> None:
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def violations(page: Page) -> str:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return "" if results.violations_count == 0 else str(results.generate_report())


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def tab_to(page: Page, name: str, most: int = 40) -> None:
    """Go on by the Tab key alone until something of this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement === document.body ? '' : document.activeElement.textContent")
        if name in str(reached):
            return
    raise AssertionError(f"the Tab key never reaches “{name}”")


def tree(page: Page) -> list[dict[str, Any]]:
    """The accessibility tree of the page as a screen reader gets it, in its order, without what is ignored."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()
    ordered: list[dict[str, Any]] = []

    def add(node: dict[str, Any]) -> None:
        if not node["ignored"]:
            properties = {each["name"]: each["value"].get("value") for each in node.get("properties", ())}
            name = node.get("name", {}).get("value", "")
            ordered.append({"role": node["role"]["value"], "name": name, **properties})
        for child in node.get("childIds", ()):
            if child in nodes:
                add(nodes[child])

    add(next(node for node in nodes.values() if "parentId" not in node))
    return ordered
