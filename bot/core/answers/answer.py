"""The answer document of the public contract, as values."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from enum import StrEnum

from bot.core.messaging.reply import Button, Reply


class Outcome(StrEnum):
    """What became of a question."""

    ANSWERED = "answered"
    NEEDS_REGION = "needs_region"
    NEEDS_ROLE = "needs_role"
    CLARIFY = "clarify"
    NOT_STATED = "not_stated"
    OUT_OF_SCOPE = "out_of_scope"
    STARTED = "started"
    ERROR = "error"


@dataclass(frozen=True)
class Amount:
    """An amount of money the answer states. `value` is a decimal as text, in yuan."""

    value: str
    currency: str
    per: str | None
    condition: str | None


@dataclass(frozen=True)
class CitedClause:
    """Where a statement of the answer stands. `clause` is 全文 when the whole document is silent."""

    document: str
    number: str | None
    clause: str
    region: str
    effective_from: dt.date | None
    effective_to: dt.date | None
    status: str


@dataclass(frozen=True)
class Answer:
    """One answer: the replies to show, and everything a program needs to check them."""

    topic: str
    outcome: Outcome
    region: str | None
    on: dt.date
    replies: tuple[Reply, ...]
    confidence: float = 1.0
    suggestions: tuple[str, ...] = ()
    detail: str = ""
    measures: tuple[str, ...] = ()
    amounts: tuple[Amount, ...] = ()
    citations: tuple[CitedClause, ...] = ()
    also: tuple[Answer, ...] = field(default=())

    def with_buttons(self, buttons: tuple[Button, ...]) -> Answer:
        """The same answer with `buttons` under its last reply."""
        *before, last = self.replies
        return replace(self, replies=(*before, replace(last, buttons=buttons)))
