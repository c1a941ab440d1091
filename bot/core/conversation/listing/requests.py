"""What the conversation about published records has fetched."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.records.record import Record


@dataclass(frozen=True)
class ListPublic:
    """What anyone may see today of these registers around a region. Yields `tuple[Record, ...]`, register by register.

    The records hold public values only.
    """

    registers: tuple[str, ...]
    region: str


@dataclass(frozen=True)
class LookUp:
    """A record by its number, with `proof` the last characters of their certificate's number. Yields `LookedUp`."""

    number: str
    proof: str | None = None


@dataclass(frozen=True)
class Standing:
    """Where something handed in stands; that is all that its number tells."""

    title: str
    state: str
    since: dt.date


@dataclass(frozen=True)
class LookedUp:
    """What the number leads to: a published record with its public values, or where a case stands, or nothing.

    `calendar` is the address of the record's calendar entry. `mine`: whether the person asking is its owner and can
    still take it back or change it. `own`: what a record about somebody holds for themselves; `locked`: there is such
    a record, but the proof is missing or wrong.
    """

    record: Record | None = None
    standing: Standing | None = None
    calendar: str | None = None
    mine: bool = False
    own: Record | None = None
    locked: bool = False
