"""Use case: staff sign in, with a second factor if they have one, and out again.

A token is 256 random bits of which only a hash is kept; every step of signing in gives a new one, so that one that was
known before is worth nothing after. Attempts are counted before they are tried: many at once gain nothing.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.staff.passwords import LONGEST_PASSWORD, Passwords
from bot.services.staff.second_factor import recovery_hash, step_of
from bot.services.staff.session_ports import Session, StaffEvent, Stage
from bot.services.staff.staff_ports import Account

IDLE = dt.timedelta(minutes=30)
LONGEST = dt.timedelta(hours=12)
WARNING = dt.timedelta(minutes=2)
"""How long before a session is over people are told."""
FOR_A_CODE = dt.timedelta(minutes=10)
"""How long the code of the second factor is waited for."""
NOTED_EVERY = dt.timedelta(seconds=15)
TRIES = 5
TRIES_OF_ADDRESS = 20
"""An office shares one address, so that it may be wrong more often than one account."""
FIRST_LOCK, LONGEST_LOCK = dt.timedelta(minutes=1), dt.timedelta(hours=1)
FORGOTTEN = dt.timedelta(days=1)

SIGNED_IN, WRONG, LOCKED, SIGNED_OUT, EVERYWHERE = "signed_in", "wrong", "locked", "signed_out", "signed_out_everywhere"
WRONG_CODE, RECOVERED = "wrong_code", "recovery_code_used"


class SignInRefused(Exception):
    """Not signed in: name, password or code were wrong, or, with `until`, no more attempts are taken before then."""

    def __init__(self, until: dt.datetime | None = None) -> None:
        super().__init__()
        self.until = until


@dataclass(frozen=True)
class Opened:
    """A session that stands, and whose it is. `flash`: what was to be said on the next page."""

    session: Session
    staff: Staff
    flash: str | None = None

    @property
    def over_at(self) -> dt.datetime:
        """When it is over if nothing is done any more."""
        return min(self.session.ends_at, self.session.seen_at + IDLE)


class StaffSessions:
    """Sessions of staff. `now` is in the service's time zone, `address` the network address of whoever tries."""

    def __init__(self, units: UnitOfWorkFactory, passwords: Passwords) -> None:
        self._units, self._passwords = units, passwords

    async def any_account(self) -> bool:
        """Whether there is anybody who could sign in."""
        async with self._units() as work:
            return any(each.removed_at is None for each in await work.accounts.all())

    async def sign_in(self, name: str, password: str, address: str, now: dt.datetime) -> tuple[str, Session]:
        """A token and its session. Raises `SignInRefused`, for an unknown name just as for a wrong password."""
        of_name, of_address = f"name {name}", f"address {address}"
        locked = await self._counted(((of_name, TRIES), (of_address, TRIES_OF_ADDRESS)), name, now)
        async with self._units() as work:
            account = await _usable(name, work)
        hashed = account.password if account else None
        if not await self._passwords.fits(password[:LONGEST_PASSWORD], hashed) or account is None:
            await self._note(StaffEvent(now, WRONG, account.staff.id if account else None))
            raise SignInRefused(locked)
        async with self._units() as work:
            await work.failures.forget(of_name)
            await work.failures.take_back(of_address)
            factor = await work.factors.get(name)
            stage = Stage.CODE if factor is not None and factor.confirmed else _stage(account)
            lasts = FOR_A_CODE if stage is Stage.CODE else LONGEST
            if stage is not Stage.CODE:
                await work.staff_events.note(StaffEvent(now, SIGNED_IN, name, name))
            begun = await _begun(Session(0, name, stage, now, now, now + lasts), work)
            await work.sessions.delete_over(now, now - IDLE)
            await work.failures.delete_before(now - FORGOTTEN)
            await work.commit()
        return begun

    async def enter_code(self, opened: Opened, code: str, now: dt.datetime) -> tuple[str, Session]:
        """The next token once the code of the second factor, or a recovery code, was right. Raises `SignInRefused`."""
        name = opened.staff.id
        locked = await self._counted(((f"code {name}", TRIES),), name, now)
        async with self._units() as work:
            kind = await _used(name, code, now, work)
            account = await _usable(name, work)
            if kind is None or account is None:
                await work.staff_events.note(StaffEvent(now, WRONG_CODE, name))
                await work.commit()
                raise SignInRefused(locked)
            await work.failures.forget(f"code {name}")
            await work.sessions.end(name, opened.session.id)
            for each in dict.fromkeys((kind, SIGNED_IN)):
                await work.staff_events.note(StaffEvent(now, each, name, name))
            begun = await _begun(Session(0, name, _stage(account), now, now, now + LONGEST), work)
            await work.commit()
        return begun

    async def current(self, token: str, now: dt.datetime, *, acts: bool = True, says: bool = False) -> Opened | None:
        """Whose token it is; `None` if it is over. `acts`: somebody did something, so that it lasts on.

        `says`: what was to be said on the next page is said now.
        """
        async with self._units() as work:
            session = await work.sessions.get(_hash(token))
            if session is None or session.ends_at <= now or session.seen_at + IDLE <= now:
                return None
            account = await _usable(session.staff, work)
            if account is None:
                return None
            flash = await work.sessions.take_flash(session.id) if says else None
            late = acts and now - session.seen_at >= NOTED_EVERY
            if late:
                await work.sessions.seen(session.id, now)
                session = replace(session, seen_at=now)
            if late or flash is not None:
                await work.commit()
        return Opened(session, account.staff, flash)

    async def renewed(self, opened: Opened, stage: Stage, now: dt.datetime) -> tuple[str, Session]:
        """Another token in place of this one, after what one may do has changed; other sessions end."""
        async with self._units() as work:
            await work.sessions.end(opened.staff.id)
            begun = await _begun(replace(opened.session, stage=stage, seen_at=now), work)
            await work.commit()
        return begun

    async def leave_word(self, session: Session, flash: str) -> None:
        """What the next page says."""
        async with self._units() as work:
            await work.sessions.put_flash(session.id, flash)
            await work.commit()

    async def of(self, staff: Staff, now: dt.datetime) -> Sequence[Session]:
        """Somebody's sessions that stand, the newest first."""
        async with self._units() as work:
            several = await work.sessions.of(staff.id)
        return [each for each in several if each.ends_at > now and each.seen_at + IDLE > now]

    async def sign_out(self, opened: Opened, now: dt.datetime, session: int | None = None) -> int:
        """End this session, or another one of the same person; returns how many ended."""
        return await self._ended(opened, SIGNED_OUT, now, session or opened.session.id)

    async def sign_out_everywhere(self, opened: Opened, now: dt.datetime) -> int:
        """End all sessions, this one too; returns how many ended."""
        return await self._ended(opened, EVERYWHERE, now, None)

    async def _ended(self, opened: Opened, kind: str, now: dt.datetime, session: int | None) -> int:
        name = opened.staff.id
        async with self._units() as work:
            ended = await work.sessions.end(name, session)
            if ended:
                await work.staff_events.note(StaffEvent(now, kind, name, name))
            await work.commit()
        return ended

    async def _counted(self, tries: Sequence[tuple[str, int]], name: str, now: dt.datetime) -> dt.datetime | None:
        """Count the attempt; until when there are no more if it is the last one. Raises `SignInRefused` if locked."""
        locked: dt.datetime | None = None
        async with self._units() as work:
            for who, _ in tries:
                before = await work.failures.get(who)
                if before is not None and before.locked_until > now:
                    raise SignInRefused(before.locked_until)
            for who, most in tries:
                count = await work.failures.count(who, now)
                if count >= most:
                    until = now + lock_after(count - most)
                    await work.failures.lock(who, until)
                    locked = max(locked, until) if locked else until
            if locked is not None:
                account = await _usable(name, work)
                await work.staff_events.note(StaffEvent(now, LOCKED, account.staff.id if account else None))
            await work.commit()
        return locked

    async def _note(self, event: StaffEvent) -> None:
        async with self._units() as work:
            await work.staff_events.note(event)
            await work.commit()


def lock_after(too_many: int) -> dt.timedelta:
    """For how long no attempts are taken: twice as long every time, up to an hour."""
    doubled: int = 2 ** min(too_many, 10)
    return min(FIRST_LOCK * doubled, LONGEST_LOCK)


def csrf_of(token: str) -> str:
    """What the forms of a session carry: it belongs to the token, and does not tell it."""
    return hashlib.sha256(f"form {token}".encode()).hexdigest()


def _hash(token: str) -> str:
    return hashlib.sha256(f"session {token}".encode()).hexdigest()


async def _begun(session: Session, work: UnitOfWork) -> tuple[str, Session]:
    token = secrets.token_urlsafe(32)
    return token, replace(session, id=await work.sessions.add(_hash(token), session))


async def _usable(name: str, work: UnitOfWork) -> Account | None:
    account = await work.accounts.get(name)
    return None if account is None or account.removed_at is not None else account


async def _used(name: str, code: str, now: dt.datetime, work: UnitOfWork) -> str | None:
    """What the code was, once it is used up; `None` for a wrong one, or one that was used before."""
    factor = await work.factors.get(name)
    if factor is None or not factor.confirmed:
        return None
    step = step_of(factor.secret, code, now)
    if step is not None:
        return SIGNED_IN if await work.factors.use(name, step) else None
    return RECOVERED if await work.factors.take_recovery(name, recovery_hash(name, code)) else None


def _stage(account: Account) -> Stage:
    return Stage.PASSWORD if account.must_change else Stage.OPEN
