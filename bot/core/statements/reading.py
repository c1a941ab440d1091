"""Facts said in free text."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import Fact
from bot.core.statements.words import FactWords


def read_statement(text: str, words: FactWords, facts: Mapping[str, Fact], on: dt.date) -> dict[str, Known]:
    """Those of `facts` that `text` says of its writer."""
    return {}
