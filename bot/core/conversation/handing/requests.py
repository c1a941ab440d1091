"""What a handover has to have fetched or kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.conversation.handing.state import Exchange
from bot.core.handover.case import Case, Reason
from bot.core.handover.hours import OfficeHours


@dataclass(frozen=True)
class Situation:
    """The conversation's open case, if there is one; the present moment, and the hours of the staff concerned."""

    case: Case | None
    now: dt.datetime
    hours: OfficeHours


@dataclass(frozen=True)
class LookForCase:
    """Yields the `Situation`. `region` decides whose hours are shown as long as there is no case."""

    region: str


@dataclass(frozen=True)
class OpenCase:
    """Opens a case and keeps what was said before, or goes on with the one there is; yields the `Situation`.

    `consent_version` names the text the person has just agreed to: with the case the consent is kept.
    """

    region: str
    role: str | None
    easy: bool
    reason: Reason
    recent: tuple[Exchange, ...]
    consent_version: str


@dataclass(frozen=True)
class WaitOn:
    """The assistant is silent again for the sake of the open case; yields the `Situation`, without case if none is."""

    region: str


@dataclass(frozen=True)
class PassOn:
    """Keeps what the person writes to staff, masked; yields the `Situation`, without case if that is over."""

    number: str
    text: str


@dataclass(frozen=True)
class EndCase:
    """The person ends the open case; yields that `Case`, or `None` if there was none."""
