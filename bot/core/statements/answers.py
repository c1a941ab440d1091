"""A reply to one question."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import Fact
from bot.core.statements.words import FactWords


@dataclass(frozen=True)
class Value:
    """What the reply says of the fact."""

    known: Known


@dataclass(frozen=True)
class DontKnow:
    """The person does not know."""


@dataclass(frozen=True)
class PreferNot:
    """The person does not want to say."""


@dataclass(frozen=True)
class NotAnAnswer:
    """Not a reply to the question. `reason` where it meant to be one."""

    reason: str | None = None


Answer = Value | DontKnow | PreferNot | NotAnAnswer


def read_answer(text: str, fact: Fact, words: FactWords, on: dt.date) -> Answer:
    """The reply to the question about `fact`."""
    return NotAnAnswer()
