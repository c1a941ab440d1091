"""Use case: accounts of staff, and the chats that belong to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from argon2 import PasswordHasher

from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict
from bot.services.staff.passwords import SHORTEST_PASSWORD
from bot.services.staff.second_factor import random_words
from bot.services.staff.session_ports import StaffEvent
from bot.services.staff.staff_ports import Account, Contact

CODE_STANDS = dt.timedelta(minutes=10)
"""For how long a code that ties a chat to an account can be used."""
COMMAND_LINE = "command-line"
RESERVED = (COMMAND_LINE, "owner")
"""Names under which history notes whoever runs the machine, and people themselves."""


class StaffRefusal(StrEnum):
    """Why nothing was done."""

    TAKEN = "taken"
    RESERVED = "reserved"
    UNKNOWN = "unknown"
    SHORT_PASSWORD = "short_password"  # noqa: S105  a reason, no password
    LONG_PASSWORD = "long_password"  # noqa: S105
    WEAK_PASSWORD = "weak_password"  # noqa: S105
    SAME_PASSWORD = "same_password"  # noqa: S105
    WRONG_PASSWORD = "wrong_password"  # noqa: S105
    WRONG_CODE = "wrong_code"
    FACTOR_THERE = "factor_there"
    NO_FACTOR = "no_factor"
    BAD_NAME = "bad_name"
    NOT_ADMIN = "not_admin"
    ELSEWHERE = "elsewhere"
    SELF = "self"
    NOT_REMOVED = "not_removed"


class StaffRefused(Exception):
    """Nothing was done; `why` says why."""

    def __init__(self, why: StaffRefusal) -> None:
        super().__init__()
        self.why = why


class StaffAccounts:
    """Accounts by name. A name that was removed is not given again: history goes on naming it."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units
        self._hasher = PasswordHasher()

    async def add(self, staff: Staff, password: str, now: dt.datetime) -> None:
        """A new account. Raises `StaffRefused`."""
        if staff.id in RESERVED:
            raise StaffRefused(StaffRefusal.RESERVED)
        hashed = self._hashed(password)
        async with self._units() as work:
            try:
                await work.accounts.add(Account(staff, hashed, now))
            except VersionConflict:
                raise StaffRefused(StaffRefusal.TAKEN) from None
            detail = f"{staff.role.value} {staff.region}"
            await work.staff_events.note(StaffEvent(now, "added", staff.id, COMMAND_LINE, detail))
            await work.commit()

    async def all(self) -> Sequence[tuple[Account, Sequence[Contact]]]:
        """Every account with where its owner writes from."""
        async with self._units() as work:
            accounts = await work.accounts.all()
            return [(each, await work.accounts.contacts(each.staff.id)) for each in accounts]

    async def set_password(self, name: str, password: str, now: dt.datetime) -> None:
        """Another password; every session ends, and wrong attempts are forgotten. Raises `StaffRefused`."""
        hashed = self._hashed(password)
        async with self._units() as work:
            account = await _known(name, work)
            await work.accounts.change(replace(account, password=hashed, must_change=False))
            for what in ("name", "code"):
                await work.failures.forget(f"{what} {name}")
            await work.sessions.end(name)
            await work.staff_events.note(StaffEvent(now, "password_reset", name, COMMAND_LINE))
            await work.commit()

    async def code(self, name: str, now: dt.datetime) -> str:
        """A code that, typed into a chat soon, ties that chat to the account; it counts once. Raises `StaffRefused`."""
        code = random_words(2)
        async with self._units() as work:
            await _known(name, work)
            await work.accounts.offer_code(name, code, now + CODE_STANDS)
            await work.commit()
        return code

    async def unlink(self, name: str) -> int:
        """No chat is theirs any more; returns how many were. Raises `StaffRefused`."""
        async with self._units() as work:
            await _known(name, work)
            unlinked = await work.accounts.unlink(name)
            await work.commit()
        return unlinked

    async def remove(self, name: str, now: dt.datetime) -> None:
        """The account can do nothing from now on. Raises `StaffRefused`."""
        async with self._units() as work:
            account = await _known(name, work)
            await work.accounts.change(replace(account, removed_at=now))
            await work.sessions.end(name)
            await work.factors.remove(name)
            await work.staff_events.note(StaffEvent(now, "removed", name, COMMAND_LINE))
            await work.commit()

    async def remove_factor(self, name: str, now: dt.datetime) -> bool:
        """The password is enough from now on; whether there was a second factor. Raises `StaffRefused`."""
        async with self._units() as work:
            await _known(name, work)
            removed = await work.factors.remove(name)
            await work.sessions.end(name)
            await work.staff_events.note(StaffEvent(now, "factor_reset", name, COMMAND_LINE))
            await work.commit()
        return removed

    def _hashed(self, password: str) -> str:
        if len(password) < SHORTEST_PASSWORD:
            raise StaffRefused(StaffRefusal.SHORT_PASSWORD)
        return self._hasher.hash(password)


async def _known(name: str, work: UnitOfWork) -> Account:
    account = await work.accounts.get(name)
    if account is None or account.removed_at is not None:
        raise StaffRefused(StaffRefusal.UNKNOWN)
    return account
