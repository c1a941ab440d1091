"""What keeping jobs and needs at hand needs from outside: which records there are, and which of them changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.services.records.record_ports import Stored


@dataclass(frozen=True)
class Digest:
    """What tells one set of records from another without reading them: any change changes one of these."""

    count: int = 0
    versions: int = 0
    rows: int = 0
    latest: dt.datetime | None = None


@dataclass(frozen=True)
class Line:
    """A record without its content. `row` grows with every record that is added; `changed_at` is for asking on."""

    row: int
    number: str
    version: int
    state: str | None
    changed_at: dt.datetime


@dataclass(frozen=True)
class Sealed:
    """A record as it lies in the database; `opened` reads it."""

    line: Line
    content: object


class RecordLines(Protocol):
    """Records of one register as a copy of them is kept up to date."""

    async def digest(self, register: str, state: str | None) -> Digest:
        """Of the records in this state; `None` is that of registers without states."""
        ...

    async def since(self, register: str, moment: dt.datetime | None) -> Sequence[Line]:
        """Records in any state that were added or changed at this moment or later; all for `None`."""
        ...

    async def counts(self, states: Mapping[str, str], region: str) -> Mapping[str, int]:
        """How many records there are by register, each in the state given for it, in a region and its parts.

        Registers without any are left out.
        """
        ...

    async def lines(self, register: str, state: str, after: int, limit: int) -> Sequence[Line]:
        """The next records in this state after this row."""
        ...

    async def sealed(self, register: str, state: str | None, after: int, limit: int) -> Sequence[Sealed]:
        """The same with their content."""
        ...

    async def numbered(self, numbers: Sequence[str]) -> Sequence[Sealed]:
        """Records by number; those that are gone are left out."""
        ...

    async def lines_of(self, numbers: Sequence[str]) -> Sequence[Line]:
        """The same without their content."""
        ...

    def opened(self, sealed: Sealed, *, secret: bool) -> Stored:
        """The record, without its secret part unless that is wanted. For any thread; may find it unreadable."""
        ...


class ToldPairs(Protocol):
    """Which person was told of which job: each pair at most once, ever."""

    async def listening(self, people_ids: Sequence[str], purpose: str, topic: str | None) -> frozenset[str]:
        """Those of these people who agreed to the purpose, subscribed to the topic and have not closed the chat.

        Without a topic agreeing is enough.
        """
        ...

    async def of(self, people_ids: Sequence[str]) -> Mapping[str, Collection[str]]:
        """The jobs that each of these people was told of; those who were told of none are left out."""
        ...

    async def count_since(self, people_ids: Sequence[str], moment: dt.datetime) -> Mapping[str, int]:
        """Of how many jobs each of these people was told at this moment or later; nobody with none."""
        ...

    async def note(self, pairs: Collection[tuple[str, str]], now: dt.datetime) -> None:
        """Remember pairs of a person's id and a job's number.

        Raises `VersionConflict` if one of them has just been noted by someone else, or the person or a job is gone:
        then nothing of this unit of work may be committed.
        """
        ...
