"""What employers write of their levy: a table of sentences and replies, and what is read from them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.bootstrap import Service
from bot.core.conversation.cleaning import clean
from bot.core.levy.mentions import SevereGrades
from bot.core.levy.replies import read_reply, says_unknown
from bot.core.levy.statement import Statement, read_statement, severe_grades
from bot.core.levy.words import LevyWords

TODAY = dt.date(2026, 11, 21)
TABLE: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8"))
TOLD = [(text, what) for row in TABLE["told"] for text, what in row.items()]
REPLIES = [
    (field, str(text), what) for field, rows in TABLE["replies"].items() for row in rows for text, what in row.items()
]


@pytest.fixture(scope="session")
def words(service: Service) -> LevyWords:
    return service.levy_words


@pytest.fixture(scope="session")
def grades(service: Service) -> SevereGrades:
    return severe_grades(service.levy_rules, TODAY)


@pytest.mark.parametrize(("text", "what"), TOLD, ids=[text for text, _ in TOLD])
def test_sentence(text: str, what: dict[str, Any], words: LevyWords, grades: SevereGrades) -> None:
    assert _plain(read_statement(clean(text), words, grades, TODAY)) == what


@pytest.mark.parametrize(("field", "text", "what"), REPLIES, ids=[f"{field}-{text}" for field, text, _ in REPLIES])
def test_reply(field: str, text: str, what: Any, words: LevyWords, grades: SevereGrades) -> None:
    told = read_reply(clean(text), field, words, grades, TODAY)
    if what == "unknown":
        assert says_unknown(text, words, TODAY)
    else:
        assert (_plain(told) if told else None) == what


def _plain(told: Statement) -> dict[str, Any]:
    """As the table writes it: values beside the rest, nothing that is empty."""
    found: dict[str, Any] = dict(told.said)
    if told.vague:
        found["vague"] = sorted(told.vague)
    for name in ("unclear", "monthly"):
        if getattr(told, name):
            found[name] = dict(getattr(told, name))
    for name in ("alike", "agreed"):
        if getattr(told, name) is not None:
            found[name] = getattr(told, name)
    for name in ("posts", "by_month"):
        if getattr(told, name):
            found[name] = True
    return found
