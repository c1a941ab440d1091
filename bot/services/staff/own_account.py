"""Use case: members of staff change their own password and second factor."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.staff.passwords import LONGEST_PASSWORD, SHORTEST_PASSWORD, Passwords
from bot.services.staff.second_factor import new_recovery_codes, new_secret, recovery_hash, step_of
from bot.services.staff.session_ports import Factor, Session, StaffEvent, Stage
from bot.services.staff.staff_accounts import StaffRefusal, StaffRefused
from bot.services.staff.staff_ports import Account
from bot.services.staff.staff_sessions import Opened, StaffSessions

PASSWORD_CHANGED, FACTOR_ON, FACTOR_OFF = "password_changed", "factor_on", "factor_off"
CODES_RENEWED = "recovery_codes_renewed"


@dataclass(frozen=True)
class Secured:
    """How an account is secured: whether by a second factor, and how many recovery codes are left."""

    factor: bool
    recovery_left: int


class OwnAccount:
    """What people do to their own account. `StaffRefused` says why something was not done."""

    def __init__(self, units: UnitOfWorkFactory, passwords: Passwords, sessions: StaffSessions) -> None:
        self._units, self._passwords, self._sessions = units, passwords, sessions

    async def secured(self, opened: Opened) -> Secured:
        """How it is secured now."""
        async with self._units() as work:
            factor = await work.factors.get(opened.staff.id)
            left = await work.factors.recovery_left(opened.staff.id)
        return Secured(factor is not None and factor.confirmed, left)

    async def chats(self, opened: Opened) -> int:
        """How many chats belong to it."""
        async with self._units() as work:
            return len(await work.accounts.contacts(opened.staff.id))

    async def change_password(self, opened: Opened, old: str | None, new: str, now: dt.datetime) -> tuple[str, Session]:
        """Another password and with it another token; every other session ends.

        The old one is not asked for where it was a password for one time only.
        """
        account = await self._account(opened)
        if opened.session.stage is not Stage.PASSWORD:
            await self._check(account, old or "")
        check_new(new, account.staff.id)
        if await self._passwords.fits(new, account.password):
            raise StaffRefused(StaffRefusal.SAME_PASSWORD)
        hashed = await self._passwords.hashed(new)
        async with self._units() as work:
            await work.accounts.change(replace(account, password=hashed, must_change=False))
            await _note(PASSWORD_CHANGED, opened, now, work)
            await work.commit()
        return await self._sessions.renewed(opened, Stage.OPEN, now)

    async def begin_factor(self, opened: Opened) -> None:
        """Another second factor, which counts once its owner has shown to have it."""
        async with self._units() as work:
            before = await work.factors.get(opened.staff.id)
            if before is not None and before.confirmed:
                raise StaffRefused(StaffRefusal.FACTOR_THERE)
            await work.factors.put(opened.staff.id, Factor(new_secret(), confirmed=False, last_step=0))
            await work.commit()

    async def pending_secret(self, opened: Opened) -> str | None:
        """The secret of a second factor that does not count yet; `None` if none was begun."""
        async with self._units() as work:
            factor = await work.factors.get(opened.staff.id)
        return None if factor is None or factor.confirmed else factor.secret

    async def confirm_factor(
        self, opened: Opened, code: str, now: dt.datetime
    ) -> tuple[tuple[str, Session], list[str]]:
        """From now on the factor is asked for: another token, and the recovery codes, which are told only here."""
        name, codes = opened.staff.id, new_recovery_codes()
        async with self._units() as work:
            factor = await work.factors.get(name)
            step = None if factor is None or factor.confirmed else step_of(factor.secret, code, now)
            if factor is None or step is None:
                raise StaffRefused(StaffRefusal.WRONG_CODE)
            await work.factors.put(name, replace(factor, confirmed=True, last_step=step))
            await work.factors.put_recovery(name, [recovery_hash(name, each) for each in codes])
            await _note(FACTOR_ON, opened, now, work)
            await work.commit()
        return await self._sessions.renewed(opened, Stage.OPEN, now), codes

    async def renew_recovery(self, opened: Opened, password: str, now: dt.datetime) -> list[str]:
        """New recovery codes in place of the old ones."""
        await self._check(await self._account(opened), password)
        name, codes = opened.staff.id, new_recovery_codes()
        async with self._units() as work:
            factor = await work.factors.get(name)
            if factor is None or not factor.confirmed:
                raise StaffRefused(StaffRefusal.NO_FACTOR)
            await work.factors.put_recovery(name, [recovery_hash(name, each) for each in codes])
            await _note(CODES_RENEWED, opened, now, work)
            await work.commit()
        return codes

    async def remove_factor(self, opened: Opened, password: str, now: dt.datetime) -> tuple[str, Session]:
        """The password is enough from now on; another token, and every other session ends."""
        await self._check(await self._account(opened), password)
        async with self._units() as work:
            await work.factors.remove(opened.staff.id)
            await _note(FACTOR_OFF, opened, now, work)
            await work.commit()
        return await self._sessions.renewed(opened, Stage.OPEN, now)

    async def _account(self, opened: Opened) -> Account:
        async with self._units() as work:
            account = await work.accounts.get(opened.staff.id)
        if account is None or account.removed_at is not None:
            raise StaffRefused(StaffRefusal.UNKNOWN)
        return account

    async def _check(self, account: Account, password: str) -> None:
        if not await self._passwords.fits(password[:LONGEST_PASSWORD], account.password):
            raise StaffRefused(StaffRefusal.WRONG_PASSWORD)


def check_new(password: str, name: str) -> None:
    """Raises `StaffRefused` for a password that is no good."""
    if len(password) < SHORTEST_PASSWORD:
        raise StaffRefused(StaffRefusal.SHORT_PASSWORD)
    if len(password) > LONGEST_PASSWORD:
        raise StaffRefused(StaffRefusal.LONG_PASSWORD)
    if password.casefold() == name.casefold() or len(set(password)) < 3:
        raise StaffRefused(StaffRefusal.WEAK_PASSWORD)


async def _note(kind: str, opened: Opened, now: dt.datetime, work: UnitOfWork) -> None:
    await work.staff_events.note(StaffEvent(now, kind, opened.staff.id, opened.staff.id))
