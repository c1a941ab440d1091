"""What the use cases of broadcasts share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.core.messaging.audience import Audience
from bot.core.messaging.broadcast import Broadcast, Refusal
from bot.core.messaging.checks import CheckRules, Finding
from bot.core.messaging.draft import Draft
from bot.core.phrases import Phrases
from bot.core.records.staff import Staff
from bot.core.regions.region import NATIONAL
from bot.services.broadcasts.broadcast_audience import ResolveAudience
from bot.services.broadcasts.fair_announcing import FairsToAnnounce
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict

TRIES = 3


@dataclass(frozen=True)
class BroadcastRules:
    """`alone_up_to`: so many recipients whoever wrote it may approve themselves. `sample`: people shown before."""

    alone_up_to: int
    sample: int
    checks: CheckRules


@dataclass(frozen=True)
class BroadcastParts:
    """Everything the use cases are made of; `new_number` makes a number to be told to people."""

    units: UnitOfWorkFactory
    phrases: Phrases
    fairs: FairsToAnnounce
    resolve: ResolveAudience
    rules: BroadcastRules
    new_number: Callable[[], str]


@dataclass(frozen=True)
class Attached:
    """A file that goes with a broadcast."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Written:
    """A broadcast as staff hand it in."""

    draft: Draft
    audience: Audience
    send_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    files: tuple[Attached, ...] = ()


class BroadcastRefused(Exception):
    """Nothing was done; `why` says why, and `findings` what has to be changed before."""

    def __init__(self, why: Refusal, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__()
        self.why, self.findings = why, findings


def done(step: Broadcast | Refusal) -> Broadcast:
    """The step. Raises `BroadcastRefused` if it was refused."""
    if isinstance(step, Refusal):
        raise BroadcastRefused(step)
    return step


async def reached(number: str, staff: Staff, work: UnitOfWork) -> Broadcast:
    """The broadcast, if it is one of theirs. Raises `BroadcastRefused`."""
    found = await work.kept_broadcasts.get(number.strip().upper())
    if found is None or not staff.reaches(found.region):
        raise BroadcastRefused(Refusal.UNKNOWN)
    return found


async def writable(number: str, staff: Staff, work: UnitOfWork) -> Broadcast:
    """The same for whoever may change it."""
    if not staff.writes:
        raise BroadcastRefused(Refusal.READ_ONLY)
    return await reached(number, staff, work)


def within(audience: Audience, staff: Staff) -> Audience:
    """The audience as far as their region goes, if it names none. Raises `BroadcastRefused` if it goes beyond."""
    if not staff.writes:
        raise BroadcastRefused(Refusal.READ_ONLY)
    if not audience.regions and staff.region != NATIONAL:
        return replace(audience, regions=frozenset((staff.region,)))
    if not all(staff.reaches(region) for region in audience.regions):
        raise BroadcastRefused(Refusal.ELSEWHERE)
    return audience


async def surely[T](act: Callable[[], Awaitable[T]]) -> T:
    """Act; begin anew if a colleague or a worker changed the same broadcast in that very moment."""
    for _ in range(TRIES - 1):
        try:
            return await act()
        except VersionConflict:
            continue
    try:
        return await act()
    except VersionConflict:
        raise BroadcastRefused(Refusal.CHANGED) from None
