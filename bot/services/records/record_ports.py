"""What the use cases around records need from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True)
class Entry:
    """What is to be kept of one record, as JSON knows it: `open` in clear, `secret` encrypted.

    `subject` says whose it is, and `one` of which there may be one only: neither is stored, only a keyed hash of each;
    nor are `marks`, by which it can be found: pairs of a kind (`phone`, `certificate`) and the value in its plain form.
    `employer` is the plain name of the employer it is about, and does stand in clear, like the name itself.
    `owner` is the id of the person who handed it in from outside, with whom it goes; set when it is added, kept then.
    """

    register: str
    region: str
    open: Mapping[str, Any]
    secret: Mapping[str, Any]
    period: str | None = None
    state: str | None = None
    state_since: dt.date | None = None
    subject: str | None = None
    one: str | None = None
    owner: str | None = None
    marks: frozenset[tuple[str, str]] = frozenset()
    employer: str | None = None


@dataclass(frozen=True)
class Stored:
    """A kept record under its number."""

    id: str
    register: str
    region: str
    open: Mapping[str, Any]
    secret: Mapping[str, Any]
    period: str | None
    state: str | None
    state_since: dt.date | None
    entered_by: str
    version: int
    owner: str | None = None


@dataclass(frozen=True)
class Happened:
    """One line of a record's history. `detail` names fields; values only of those that are kept in clear."""

    at: dt.datetime
    by: str
    kind: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Wanted:
    """Which records: every part that is given has to fit. `region` includes its parts, `places` are just these."""

    registers: tuple[str, ...] | None = None
    region: str | None = None
    period: str | None = None
    state: str | None = None
    places: tuple[str, ...] | None = None


class AlreadyThere(Exception):
    """There is another record of which there may be one only; `positions` are those of the entries, from 0."""

    def __init__(self, positions: Sequence[int]) -> None:
        super().__init__()
        self.positions = tuple(positions)


class Records(Protocol):
    """Kept records. A secret part opens in its own row only; whoever reads one may find it unreadable."""

    async def add(self, entries: Sequence[Entry], by: str, now: dt.datetime) -> Sequence[str]:
        """Keep new records; returns their numbers in the same order.

        Raises `AlreadyThere` before anything is written, `VersionConflict` if somebody else was quicker by a moment:
        then nothing of this transaction may be committed.
        """
        ...

    async def kept_as_one(self, ones: Sequence[str]) -> Mapping[str, str]:
        """Which of these texts belong to a record already, and to which."""
        ...

    async def get(self, record: str) -> Stored | None:
        """The record of this number."""
        ...

    async def replace(self, stored: Stored, entry: Entry, happened: Happened) -> None:
        """Put `entry` in the place of what was read as `stored`.

        Raises as `add` does, and `VersionConflict` also if somebody else changed the record in between.
        """
        ...

    async def find(self, wanted: Wanted) -> Sequence[Stored]:
        """Records in the order in which they were added."""
        ...

    async def some(self, register: str | None, after: str, limit: int, region: str | None = None) -> Sequence[Stored]:
        """The next records in the order of their numbers, of one register or of all; from the first for the empty.

        `region`: only of this one and its parts.
        """
        ...

    async def of_subject(self, subject: str) -> Sequence[Stored]:
        """Everything kept of one subject."""
        ...

    async def of_owner(self, person: str) -> Sequence[Stored]:
        """Everything a person handed in, in the order in which they did."""
        ...

    async def marked(self, kind: str, text: str) -> Sequence[Stored]:
        """Records with this mark: its value is looked up by a keyed hash, nothing is decrypted to find them."""
        ...

    async def counts(self, register: str, subjects: Sequence[str]) -> Mapping[str, int]:
        """How many records of a register each of these subjects has; those without any are left out."""
        ...

    async def history(self, record: str) -> Sequence[Happened]:
        """What happened to a record, oldest first."""
        ...

    async def delete(self, numbers: Sequence[str]) -> None:
        """Delete these records with their history."""
        ...

    async def delete_subject(self, subject: str) -> int:
        """Delete everything kept of one subject, with its history; returns the records."""
        ...


class RecordWork(Protocol):
    """One transaction over records; rolled back unless committed."""

    @property
    def records(self) -> Records:
        """Kept records."""
        ...

    async def commit(self) -> None:
        """Make the work last."""
        ...


class RecordWorkFactory(Protocol):
    """Begins transactions."""

    def __call__(self) -> AbstractAsyncContextManager[RecordWork]:
        """A transaction of its own."""
        ...
