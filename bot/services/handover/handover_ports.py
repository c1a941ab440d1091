"""What the use cases around handovers need from outside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.core.handover.case import Case


class Speaker(StrEnum):
    """Who said it. A note is among staff only; what the assistant said stands before the handover."""

    PERSON = "person"
    ASSISTANT = "assistant"
    STAFF = "staff"
    NOTE = "note"


@dataclass(frozen=True)
class Kept:
    """A case and where its person can be reached."""

    case: Case
    channel: str
    address: str

    @property
    def conversation(self) -> str:
        """The conversation that was handed over."""
        return f"{self.channel}:{self.address}"


@dataclass(frozen=True)
class Said:
    """One message of a case. `by` is the id of the member of staff, if it was one; `id` grows with time."""

    speaker: Speaker
    by: str | None
    at: dt.datetime
    text: str
    id: int = field(default=0, compare=False)


class Handovers(Protocol):
    """Cases with what was said in them. Addresses and texts are encrypted, each opens in its own case only."""

    async def add(self, case: Case, channel: str, address: str) -> None:
        """Keep a new case under its number."""
        ...

    async def get(self, number: str) -> Kept | None:
        """The case of this number."""
        ...

    async def open_at(self, channel: str, address: str) -> Kept | None:
        """The open case of whoever is at this address."""
        ...

    async def all_at(self, channel: str, address: str) -> Sequence[Kept]:
        """Every case of whoever is at this address, the oldest first."""
        ...

    async def all_open(self) -> Sequence[Kept]:
        """Every open case, the oldest first."""
        ...

    async def closed_since(self, moment: dt.datetime) -> Sequence[Kept]:
        """Every case that was closed then or later, the newest first."""
        ...

    async def change(self, after: Case) -> None:
        """Keep the case as it is now. Raises `VersionConflict` if it has been changed since it was read."""
        ...

    async def say(self, number: str, said: Said) -> None:
        """Add a message."""
        ...

    async def said(self, number: str, after: int = 0) -> Sequence[Said]:
        """What was said in a case after the message of this id, in order."""
        ...

    async def note_read(self, number: str, staff: str, upto: int) -> None:
        """A member of staff has seen what was said up to the message of this id."""
        ...

    async def unread(self, staff: str, numbers: Collection[str]) -> Mapping[str, int]:
        """How many messages of the person they have not seen, by case; those without any are left out."""
        ...

    async def delete_at(self, channel: str, address: str) -> int:
        """Delete every case of whoever is at this address with all that was said; returns how many there were."""
        ...

    async def delete_closed(self, before: dt.datetime) -> int:
        """Delete cases that were closed before this moment, with all that was said; returns how many there were."""
        ...
