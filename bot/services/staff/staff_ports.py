"""What staff accounts need from outside: who works here, and from which chats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.records.staff import Staff


@dataclass(frozen=True)
class Account:
    """An account: who it is, the hash of the password, and since when it is not used any more.

    `must_change`: somebody else knows the password, so that it has to be changed at the next sign-in.
    """

    staff: Staff
    password: str
    created_at: dt.datetime
    removed_at: dt.datetime | None = None
    must_change: bool = False


@dataclass(frozen=True)
class Contact:
    """Where somebody writes from."""

    channel: str
    address: str


class Accounts(Protocol):
    """Staff accounts, by name; names are never used again."""

    async def add(self, account: Account) -> None:
        """Keep a new account. Raises `VersionConflict` if there is, or was, one of this name."""
        ...

    async def get(self, name: str) -> Account | None:
        """The account of this name, also one that is not used any more."""
        ...

    async def all(self) -> Sequence[Account]:
        """Every account by name."""
        ...

    async def change(self, account: Account) -> None:
        """Replace role, region and password; `removed_at` ends its chats too."""
        ...

    async def offer_code(self, name: str, code: str, until: dt.datetime) -> None:
        """Whoever sends this code until then is this member of staff; an earlier code is worth nothing any more."""
        ...

    async def take_code(self, code: str, now: dt.datetime) -> str | None:
        """Whose code it is: it is used up by this. `None` for one that is wrong or too old."""
        ...

    async def link(self, name: str, contact: Contact, now: dt.datetime) -> None:
        """From now on they write from there; whoever did before does not any more."""
        ...

    async def unlink(self, name: str) -> int:
        """They write from nowhere any more; returns from how many places they did."""
        ...

    async def at(self, contact: Contact) -> Staff | None:
        """Who of the staff writes from there."""
        ...

    async def contacts(self, name: str) -> Sequence[Contact]:
        """From where they write."""
        ...
