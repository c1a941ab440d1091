"""What people agreed to stays readable, word for word, as long as it is called by the same version."""

from __future__ import annotations

import hashlib

import pytest

from bot.catalog.purposes import load_purposes
from bot.core.people.purposes import Purpose
from bot.settings import Settings

PURPOSES = load_purposes(Settings().content_dir)
PUBLISHED = {
    ("policy_notices", "2026-11-22"): "258f2668b24f57ab",
    ("job_need", "2026-11-22"): "155c0a528b43c549",
    ("disability", "2026-11-22"): "ce9bdb89fefe8458",
    ("contact", "2026-11-22"): "2141c3175fe5da91",
    ("introduction", "2026-11-22"): "b57e1c4ae1b188ba",
    ("job_posting", "2026-11-22"): "7dcf0775cdb55989",
    ("submission", "2026-11-22"): "dfc721d924c2600c",
    ("alerts", "2026-11-22"): "3c4598666c4a2c9c",
    ("handover", "2026-11-22"): "e2ce94547288763a",
}
"""Published texts by purpose and version: lines are added here, never changed."""
YEARS = {"两年": 730, "一年": 365, "半年": 180}


def print_of(purpose: Purpose, version: str) -> str:
    text = purpose.text(version)
    assert text is not None
    return hashlib.sha256(f"{text.standard}\n{text.easy}".encode()).hexdigest()[:16]


def test_a_published_text_never_changes() -> None:
    versions = {
        (purpose.id, version): print_of(purpose, version)
        for purpose in PURPOSES.values()
        for version in (purpose.version, *purpose.earlier)
    }
    assert versions == PUBLISHED


@pytest.mark.parametrize("purpose", PURPOSES.values(), ids=PURPOSES)
def test_the_text_says_how_long_how_to_take_it_back_and_where_it_goes(purpose: Purpose) -> None:
    for text in (purpose.ask.standard, purpose.ask.easy):
        assert [days for word, days in YEARS.items() if f"最多存{word}" in text] == [purpose.days]
        assert "我的资料" in text or "不要提醒" in text
    assert purpose.said("telegram", easy=False).startswith(purpose.ask.standard)
    assert "境外" in purpose.said("telegram", easy=False)
    assert "境外" not in purpose.said("web", easy=False)
