"""What has to be fetched to show somebody what is kept of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.conversation.session import Session
from bot.core.eligibility.circumstances import Known
from bot.core.records.record import Record
from bot.core.timing.wishes import Wish


@dataclass(frozen=True)
class Given:
    """A consent that holds: to what, to which text, on which channel and when."""

    purpose: str
    version: str
    channel: str
    on: dt.date


@dataclass(frozen=True)
class Look:
    """A member of staff looked at something of theirs; `what` is a key of the wording list `looks`."""

    on: dt.date
    staff: str
    what: str
    register: str | None


@dataclass(frozen=True)
class HandedOver:
    """A conversation that went to staff, and what was written in it: who (`person`, `staff`, `assistant`) and what."""

    number: str
    on: dt.date
    is_open: bool
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class OwnData:
    """Everything kept of a person beside the conversation itself; empty for whoever agreed to nothing.

    `facts`: what they left to be told of measures. `topics`: of what they want to hear, `wish`: how often and when, if
    they chose that. `reminders`: numbers of the fairs of which they want to be reminded.
    """

    facts: Mapping[str, Known]
    records: tuple[Record, ...] = ()
    topics: tuple[str, ...] = ()
    consents: tuple[Given, ...] = ()
    looks: tuple[Look, ...] = ()
    handovers: tuple[HandedOver, ...] = ()
    wish: Wish | None = None
    reminders: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing is kept."""
        return not (self.facts or self.records or self.topics or self.consents or self.handovers)


@dataclass(frozen=True)
class LookUpOwnData:
    """Yields the `OwnData` of the conversation's person."""


@dataclass(frozen=True)
class CopyOwnData:
    """Everything in two files. Yields a `Copy`; `session` is the conversation's state, of which a part goes in too."""

    session: Session


@dataclass(frozen=True)
class Copy:
    """The same twice: for machines (JSON) and for people (text)."""

    json: bytes
    text: str
