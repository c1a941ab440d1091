"""What the API answers, as its OpenAPI document says it; `tests/api` holds every answer against it."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ButtonOut(_Closed):
    """A choice: what is shown, and what to send as `text` when it is taken."""

    text: str
    value: str


class ReplyOut(_Closed):
    """One message."""

    text: str
    buttons: list[ButtonOut]


class AmountOut(_Closed):
    """An amount of money that a document states."""

    value: str
    currency: str
    per: str | None
    condition: str | None


class CitationOut(_Closed):
    """Where it stands; days are ISO dates."""

    document: str
    number: str | None
    clause: str
    region: str
    effective_from: str | None
    effective_to: str | None
    status: str


class AnswerOut(_Closed):
    """The answer document of one turn."""

    topic: str | None
    confidence: float
    region: str | None
    on: str
    outcome: str
    suggestions: list[str]
    replies: list[ReplyOut]
    detail: str
    measures: list[str]
    amounts: list[AmountOut]
    citations: list[CitationOut]


class RefusedOut(_Closed):
    """Why nothing was done, in a sentence."""

    outcome: Literal["error"]
    error: str


class WaitingOut(_Closed):
    """What came meanwhile."""

    replies: list[ReplyOut]
