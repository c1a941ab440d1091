"""Corrections of what was said before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import Fact
from bot.core.statements.words import FactWords


def read_correction(
    text: str, asked: Sequence[str], words: FactWords, facts: Mapping[str, Fact], on: dt.date
) -> dict[str, Known] | None:
    """The corrected facts; `None` if it is no correction."""
    return None
