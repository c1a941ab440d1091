"""The page is light, and its scripts are read by old browsers."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import httpx
import pytest

from bot.channels.webchat.assets import STATIC

BUDGET = 60 * 1024
SCRIPTS = sorted(STATIC.glob("*.js"))
_LITERALS = re.compile(
    r"""//[^\n]*|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""  # comments and strings
    r"""|(?<=[(,=:\[!&|?{};\n ])/(?![/*])(?:\\.|\[[^\]]*\]|[^/\\\n])+/[gimuy]*"""  # regular expressions
)
MODERN = {
    "an arrow": r"=>",
    "let or const": r"\b(?:let|const)\b",
    "a class": r"\bclass\b",
    "async or await": r"\b(?:async|await)\b",
    "a template": r"`",
    "spreading": r"\.\.\.",
    "optional chaining": r"\?\.|\?\?",
    "for of": r"\bfor\s*\([^;)]*\bof\b",
    "catch without a name": r"\bcatch\s*\{",
    "a power": r"\*\*",
    "a generator": r"\bfunction\s*\*|\byield\b",
    "a module": r"^\s*(?:import|export)\b",
    "a short method": r"^\s*(?!if|for|while|switch|catch|function|return)\w+\s*\([^()]*\)\s*\{",
    "a default value": r"\bfunction\s*\w*\([^)]*=[^)]*\)",
    "taking apart": r"\b(?:var)\s*[\[{]",
}


async def test_the_first_page_weighs_less_than_60_kb_in_all(browser: httpx.AsyncClient) -> None:
    page = await browser.get("/")
    addresses = set(re.findall(r'(?:src|href)="(/web/[^"]+)"', page.text))
    assert len(addresses) == 4
    assert "<style>" in page.text, "no second wait before anything is seen"
    weights = {address: len((await browser.get(address)).content) for address in addresses}
    assert sum(weights.values()) + len(page.content) < BUDGET


@pytest.mark.parametrize("path", ["/", "/web/chat.css", "/web/chat.js"])
async def test_answers_travel_compressed_where_the_browser_can_open_them(browser: httpx.AsyncClient, path: str) -> None:
    async with browser.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as packed:
        raw = b"".join([piece async for piece in packed.aiter_raw()])
    plain = await browser.get(path, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert len(raw) < len(plain.content) / 2
    opened = gzip.decompress(raw)
    assert len(opened) == len(plain.content)


async def test_files_are_kept_for_good_under_an_address_that_changes_with_them(browser: httpx.AsyncClient) -> None:
    address = re.findall(r'href="(/web/chat.css[^"]+)"', (await browser.get("/continue")).text)[0]
    assert "immutable" in (await browser.get(address)).headers["cache-control"]
    assert (await browser.get("/web/chat.css?v=old")).headers["cache-control"] == "no-cache"
    for missing in ("/web/nothing.css", "/web/..%2Froutes.py", "/web/%2e%2e/routes.py"):
        assert (await browser.get(missing)).status_code == 404


def modern(code: str) -> list[str]:
    bare = _LITERALS.sub('""', code)
    return [name for name, pattern in MODERN.items() if re.search(pattern, bare, re.M)]


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_hold_nothing_that_a_browser_of_2016_does_not_read(path: Path) -> None:
    assert modern(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "x => 1",
        "let a = 1;",
        "`a`",
        "f(...a)",
        "a?.b",
        "for (var a of b) {}",
        "try {} catch {}",
        "async function a() {}",
    ],
)
def test_the_reading_of_scripts_finds_what_is_modern(line: str) -> None:
    assert modern(f'"use strict";\n{line}\n')
