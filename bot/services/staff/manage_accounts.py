"""Use case: admins manage the accounts of their region and its parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.records.staff import Staff, StaffRole
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict
from bot.services.staff.passwords import Passwords
from bot.services.staff.second_factor import random_words
from bot.services.staff.session_ports import StaffEvent
from bot.services.staff.staff_accounts import CODE_STANDS, RESERVED, StaffRefusal, StaffRefused
from bot.services.staff.staff_ports import Account

ADDED, ROLE_CHANGED, PASSWORD_RESET, FACTOR_RESET = "added", "role_changed", "password_reset", "factor_reset"
UNLOCKED, REMOVED, RESTORED = "unlocked", "removed", "restored"
LINK_OFFERED, UNLINKED = "link_offered", "unlinked"
LONGEST_NAME = 50


@dataclass(frozen=True)
class Overview:
    """An account as admins see it: how it is secured, whether it is locked now, and how many chats are its own."""

    account: Account
    factor: bool
    locked_until: dt.datetime | None
    chats: int


class ManageAccounts:
    """Accounts within the reach of whoever manages them; others are unknown to them. Raises `StaffRefused`."""

    def __init__(self, units: UnitOfWorkFactory, passwords: Passwords) -> None:
        self._units, self._passwords = units, passwords

    async def all(self, by: Staff, now: dt.datetime) -> Sequence[Overview]:
        """Every account of their region, by name, also those that are not used any more."""
        _check_admin(by)
        async with self._units() as work:
            several = [each for each in await work.accounts.all() if by.reaches(each.staff.region)]
            return [await _overview(each, now, work) for each in several]

    async def get(self, name: str, by: Staff, now: dt.datetime) -> Overview:
        """One account."""
        async with self._units() as work:
            return await _overview(await _reached(name, by, work, removed=True), now, work)

    async def add(self, staff: Staff, by: Staff, now: dt.datetime) -> str:
        """A new account; returns the password for its first sign-in, which is told only here."""
        _check_admin(by)
        _check_name(staff.id)
        if not by.reaches(staff.region):
            raise StaffRefused(StaffRefusal.ELSEWHERE)
        password = random_words(3)
        hashed = await self._passwords.hashed(password)
        async with self._units() as work:
            try:
                await work.accounts.add(Account(staff, hashed, now, must_change=True))
            except VersionConflict:
                raise StaffRefused(StaffRefusal.TAKEN) from None
            await _note(ADDED, staff.id, by, now, work, f"{staff.role.value} {staff.region}")
            await work.commit()
        return password

    async def change(self, name: str, role: StaffRole, region: str, by: Staff, now: dt.datetime) -> None:
        """Another role or region; whoever it is has to sign in anew."""
        if not by.reaches(region):
            raise StaffRefused(StaffRefusal.ELSEWHERE)
        async with self._units() as work:
            account = await _others(name, by, work)
            after = replace(account, staff=Staff(name, role, region))
            if after != account:
                await work.accounts.change(after)
                await work.sessions.end(name)
                await _note(ROLE_CHANGED, name, by, now, work, f"{role.value} {region}")
            await work.commit()

    async def reset_password(self, name: str, by: Staff, now: dt.datetime) -> str:
        """A password for the next sign-in, which is told only here; every session ends."""
        password = random_words(3)
        hashed = await self._passwords.hashed(password)
        async with self._units() as work:
            account = await _others(name, by, work)
            await work.accounts.change(replace(account, password=hashed, must_change=True))
            await _lift(name, work)
            await work.sessions.end(name)
            await _note(PASSWORD_RESET, name, by, now, work)
            await work.commit()
        return password

    async def reset_factor(self, name: str, by: Staff, now: dt.datetime) -> None:
        """The second factor is not asked for any more; every session ends."""
        async with self._units() as work:
            await _others(name, by, work)
            await work.factors.remove(name)
            await work.sessions.end(name)
            await _note(FACTOR_RESET, name, by, now, work)
            await work.commit()

    async def unlock(self, name: str, by: Staff, now: dt.datetime) -> None:
        """Attempts are taken again at once."""
        async with self._units() as work:
            await _reached(name, by, work)
            await _lift(name, work)
            await _note(UNLOCKED, name, by, now, work)
            await work.commit()

    async def remove(self, name: str, by: Staff, now: dt.datetime) -> None:
        """The account can do nothing from now on; its name is not given again."""
        async with self._units() as work:
            account = await _others(name, by, work)
            await work.accounts.change(replace(account, removed_at=now))
            await work.sessions.end(name)
            await work.factors.remove(name)
            await _note(REMOVED, name, by, now, work)
            await work.commit()

    async def restore(self, name: str, by: Staff, now: dt.datetime) -> str:
        """A removed account counts again; returns the password for its first sign-in, which is told only here."""
        password = random_words(3)
        hashed = await self._passwords.hashed(password)
        async with self._units() as work:
            account = await _reached(name, by, work, removed=True)
            if account.removed_at is None:
                raise StaffRefused(StaffRefusal.NOT_REMOVED)
            await work.accounts.change(replace(account, password=hashed, must_change=True, removed_at=None))
            await _note(RESTORED, name, by, now, work)
            await work.commit()
        return password

    async def link_code(self, name: str, by: Staff, now: dt.datetime) -> str:
        """A code that, typed into a chat soon, ties that chat to the account; one's own may be asked for by anybody."""
        code = random_words(2)
        async with self._units() as work:
            if name != by.id:
                await _reached(name, by, work)
            await work.accounts.offer_code(name, code, now + CODE_STANDS)
            await _note(LINK_OFFERED, name, by, now, work)
            await work.commit()
        return code

    async def unlink(self, name: str, by: Staff, now: dt.datetime) -> int:
        """No chat is theirs any more; returns how many were."""
        async with self._units() as work:
            if name != by.id:
                await _reached(name, by, work)
            unlinked = await work.accounts.unlink(name)
            await _note(UNLINKED, name, by, now, work)
            await work.commit()
        return unlinked


def _check_admin(by: Staff) -> None:
    if by.role is not StaffRole.ADMIN:
        raise StaffRefused(StaffRefusal.NOT_ADMIN)


def _check_name(name: str) -> None:
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name != name.strip() or "/" in name:
        raise StaffRefused(StaffRefusal.BAD_NAME)
    if name in RESERVED:
        raise StaffRefused(StaffRefusal.RESERVED)


async def _reached(name: str, by: Staff, work: UnitOfWork, *, removed: bool = False) -> Account:
    _check_admin(by)
    account = await work.accounts.get(name)
    if account is None or not by.reaches(account.staff.region) or (account.removed_at is not None and not removed):
        raise StaffRefused(StaffRefusal.UNKNOWN)
    return account


async def _others(name: str, by: Staff, work: UnitOfWork) -> Account:
    """Nobody shuts themselves out."""
    account = await _reached(name, by, work)
    if name == by.id:
        raise StaffRefused(StaffRefusal.SELF)
    return account


async def _overview(account: Account, now: dt.datetime, work: UnitOfWork) -> Overview:
    name = account.staff.id
    factor = await work.factors.get(name)
    attempts = [await work.failures.get(f"{what} {name}") for what in ("name", "code")]
    locked = [each.locked_until for each in attempts if each is not None and each.locked_until > now]
    chats = await work.accounts.contacts(name)
    return Overview(account, factor is not None and factor.confirmed, max(locked, default=None), len(chats))


async def _lift(name: str, work: UnitOfWork) -> None:
    for what in ("name", "code"):
        await work.failures.forget(f"{what} {name}")


async def _note(kind: str, name: str, by: Staff, now: dt.datetime, work: UnitOfWork, detail: str | None = None) -> None:
    await work.staff_events.note(StaffEvent(now, kind, name, by.id, detail))
