"""Use case: a conversation goes on on another device, by a short code that the person types there.

Whoever types the code gets a fresh random address, and everything that was at the old one moves there in one
transaction; the old address is worth nothing after that. Attempts are counted, in the database, before they are tried:
neither many at once nor many processes give more of them.
"""

from __future__ import annotations

import datetime as dt
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.services.people.erase import erase
from bot.services.people.people import person_of
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict
from bot.services.staff.second_factor import ALPHABET

SIGNS = 8
"""Forty random bits, which hold for as long as a code does at the attempts that are taken."""
LASTS = dt.timedelta(minutes=10)
TRIES = 10
"""Wrong codes from one network address before it has to wait; a household or an office shares one."""
WAIT = LASTS
"""No code outlives a guesser's pause."""
REMEMBERED = dt.timedelta(days=30)
"""How long a browser keeps an address."""
FORGOTTEN = "device"


class Refusal(StrEnum):
    """Why nothing was taken over."""

    WRONG = "wrong"
    TOO_OFTEN = "too_often"
    HAS_OWN = "has_own"  # something is kept of whoever uses this device, and two people must not become one
    CHANGED = "changed"  # something was said on the other device in this very moment


@dataclass(frozen=True)
class Typed:
    """A code as somebody typed it, into which form (random, hexadecimal), from which network address."""

    code: str
    form: str
    caller: str


class ChangeDevice:
    """Codes of one channel whose addresses are random; `new_address` makes one. `now` is the present moment."""

    def __init__(self, channel: str, new_address: Callable[[], str], units: UnitOfWorkFactory) -> None:
        self._channel, self._new_address, self._units = channel, new_address, units

    async def offer(self, address: str, now: dt.datetime) -> str | None:
        """A code for the conversation at this address; `None` if there is none yet."""
        async with self._units() as work:
            if (await work.conversations.load(self._conversation(address))).version == 0:
                return None
            code = "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))
            await work.devices.delete_before(now, now - REMEMBERED)
            await work.devices.offer(code, self._channel, address, now + LASTS)
            await work.commit()
        return code

    async def take(self, typed: Typed, here: str | None, now: dt.datetime) -> str | Refusal:
        """The fresh address at which the conversation goes on; `here` is the address this device had."""
        who = f"device {typed.caller}"
        if not await self._may_try(who, now):
            return Refusal.TOO_OFTEN
        try:
            async with self._units() as work:
                taken = await self._taken(_plain(typed.code), typed.form, here, work, now)
                if taken is not Refusal.WRONG:
                    await work.failures.take_back(who)
                    await work.commit()
        except VersionConflict:
            return Refusal.CHANGED
        return taken

    async def has_left(self, address: str) -> bool:
        """Whether the conversation of this address goes on elsewhere."""
        async with self._units() as work:
            return await work.devices.has_left(self._channel, address)

    async def _may_try(self, who: str, now: dt.datetime) -> bool:
        async with self._units() as work:
            before = await work.failures.get(who)
            if before is not None and before.locked_until > now:
                return False
            if before is not None and before.count >= TRIES:  # the wait is over
                await work.failures.forget(who)
            if await work.failures.count(who, now) >= TRIES:
                await work.failures.lock(who, now + WAIT)
            await work.commit()
        return True

    async def _taken(self, code: str, form: str, here: str | None, work: UnitOfWork, now: dt.datetime) -> str | Refusal:
        held = await work.devices.take(code, self._channel, now)
        if held is None or held.address == here:
            return Refusal.WRONG
        if held.by is not None:  # the answer to the same form was lost on its way
            return held.address if held.by == form else Refusal.WRONG
        if (await work.conversations.load(self._conversation(held.address))).version == 0:
            return Refusal.WRONG
        if here is not None and await self._has_own(here, work):
            return Refusal.HAS_OWN
        if here is not None:
            await erase(self._conversation(here), FORGOTTEN, work, now)
        new = self._new_address()
        await self._move(held.address, new, work, now)
        await work.devices.use(code, self._channel, new, form)
        return new

    async def _has_own(self, here: str, work: UnitOfWork) -> bool:
        kept = await work.people.id_at(self._channel, here)
        return kept is not None or bool(await work.handovers.all_at(self._channel, here))

    async def _move(self, old: str, new: str, work: UnitOfWork, now: dt.datetime) -> None:
        before = self._conversation(old)
        stored = await work.conversations.load(before)
        # Whoever is in the middle of a turn over there loses, or this does.
        await work.conversations.save(before, stored.session, stored.version, now)
        await work.conversations.delete(before)
        await work.conversations.save(self._conversation(new), stored.session, 0, now)
        person = await person_of(before, work)
        if person is not None:
            await work.people.change(replace(person, address=new), now)
        await work.devices.move(self._channel, old, new)
        await work.devices.leave(self._channel, old, now)

    def _conversation(self, address: str) -> str:
        return f"{self._channel}:{address}"


def _plain(typed: str) -> str:
    """However it was written: in small letters, in groups, with full-width signs."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", typed).upper() if sign in ALPHABET)
