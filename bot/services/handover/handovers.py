"""Use case: staff work through the conversations that were handed over to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.handover import steps
from bot.core.handover.case import Case, EndedBy, Side
from bot.core.handover.steps import Stopped
from bot.core.phrases import Phrases
from bot.core.records.staff import Staff, StaffRole
from bot.services.handover.handed_conversations import hand, send, take_back
from bot.services.handover.handover_ports import Kept, Said, Speaker
from bot.services.ports import UnitOfWork, UnitOfWorkFactory, VersionConflict

TRIES = 3
REGISTER = "handovers"
"""How the list of looks names these cases; they are no register of records."""
SHOWN = "handover_shown"


class Refused(StrEnum):
    """Why a member of staff could not do something."""

    UNKNOWN = "unknown"
    READ_ONLY = "read_only"
    CLOSED = "closed"
    TAKEN = "taken"
    NO_COLLEAGUE = "no_colleague"


class HandoverRefused(Exception):
    """Nothing was done; `why` says why."""

    def __init__(self, why: Refused) -> None:
        super().__init__()
        self.why = why


@dataclass(frozen=True)
class View:
    """A case with everything said in it."""

    case: Case
    channel: str
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Listed:
    """A case of the queue, and how many messages of its person whoever looks has not seen."""

    case: Case
    unread: int


class Handovers:
    """What staff do; `HandoverRefused` where they cannot. A case outside their region is unknown to them.

    Of two who act on a case at once, one is first, and the other finds it as that one left it.
    """

    def __init__(self, phrases: Phrases, unit_of_work: UnitOfWorkFactory) -> None:
        self._phrases = phrases
        self._unit_of_work = unit_of_work

    async def queue(self, staff: Staff) -> Sequence[Case]:
        """Open cases of their region and its parts, those waiting for an answer longest first."""
        async with self._unit_of_work() as work:
            cases = [kept.case for kept in await work.handovers.all_open() if staff.reaches(kept.case.region)]
        return sorted(cases, key=lambda case: (case.awaited is not Side.STAFF, case.since, case.number))

    async def board(self, staff: Staff, since: dt.datetime) -> Sequence[Listed]:
        """Cases of their region that are open, and those closed since a moment; nothing of what was said."""
        async with self._unit_of_work() as work:
            several = [*await work.handovers.all_open(), *await work.handovers.closed_since(since)]
            cases = [kept.case for kept in several if staff.reaches(kept.case.region)]
            unread = await work.handovers.unread(staff.id, [case.number for case in cases])
        return [Listed(case, unread.get(case.number, 0) if case.is_open else 0) for case in cases]

    async def view(self, number: str, staff: Staff, now: dt.datetime) -> View:
        """The case with what was said in it. The look is noted."""
        async with self._unit_of_work() as work:
            kept = await _reached(number, staff, work)
            person = await work.people.id_at(kept.channel, kept.address)
            await work.accesses.note(staff.id, SHOWN, now, person=person, register=REGISTER)
            said = await work.handovers.said(number)
            await _note_read(number, said, staff, work)
            await work.commit()
        return View(kept.case, kept.channel, tuple(said))

    async def news(self, number: str, after: int, staff: Staff, now: dt.datetime) -> View:
        """The case with what was said after the message of this id. Words of the person count as a look again."""
        async with self._unit_of_work() as work:
            kept = await _reached(number, staff, work)
            said = await work.handovers.said(number, after)
            if any(each.speaker is not Speaker.STAFF for each in said):
                person = await work.people.id_at(kept.channel, kept.address)
                await work.accesses.note(staff.id, SHOWN, now, person=person, register=REGISTER)
            if said:
                await _note_read(number, said, staff, work)
                await work.commit()
        return View(kept.case, kept.channel, tuple(said))

    async def colleagues(self, number: str, staff: Staff) -> Sequence[str]:
        """Who else may have the case, by name."""
        async with self._unit_of_work() as work:
            kept = await _writable(number, staff, work)
            return [each.id for each in await _able(kept.case.region, work) if each.id != kept.case.staff]

    async def take(self, number: str, staff: Staff) -> Case:
        """They have the case from now on."""

        async def take(work: UnitOfWork) -> Case:
            kept = await _writable(number, staff, work)
            after = _done(steps.taken(kept.case, staff.id))
            if after != kept.case:
                await work.handovers.change(after)
            return after

        return await self._surely(take)

    async def put_back(self, number: str, staff: Staff) -> Case:
        """They do not have it any more; anybody may take it."""

        async def put_back(work: UnitOfWork) -> Case:
            kept = await _handable(number, staff, work)
            after = _done(steps.put_back(kept.case))
            await work.handovers.change(after)
            return after

        return await self._surely(put_back)

    async def hand_to(self, number: str, colleague: str, staff: Staff) -> Case:
        """A colleague has it from now on; one who may work on it."""

        async def hand_to(work: UnitOfWork) -> Case:
            kept = await _handable(number, staff, work)
            if colleague not in {each.id for each in await _able(kept.case.region, work)}:
                raise HandoverRefused(Refused.NO_COLLEAGUE)
            after = _done(steps.handed_to(kept.case, colleague))
            await work.handovers.change(after)
            return after

        return await self._surely(hand_to)

    async def send_on(self, number: str, region: str, place: str, staff: Staff, now: dt.datetime) -> Case:
        """It waits for the staff of another region from now on; the person is told, `place` names the region."""

        async def send_on(work: UnitOfWork) -> Case:
            kept = await _handable(number, staff, work)
            after = _done(steps.sent_on(kept.case, region, now))
            await work.handovers.change(after)
            words = self._phrases.say("handover_sent_on", kept.case.easy, place=place, number=number)
            await send(kept, words, work, now)
            return after

        return await self._surely(send_on)

    async def reply(self, number: str, text: str, staff: Staff, now: dt.datetime) -> Case:
        """Send words to the person through their channel; the assistant is silent, and the case theirs."""

        async def reply(work: UnitOfWork) -> Case:
            kept = await _writable(number, staff, work)
            after = _done(steps.replied(kept.case, staff.id, now))
            await work.handovers.change(after)
            await work.handovers.say(number, Said(Speaker.STAFF, staff.id, now, text))
            await hand(kept, work, now)
            key = "handover_reply" if kept.case.silent else "handover_reply_again"
            await send(kept, self._phrases.say(key, kept.case.easy, text=text), work, now)
            return after

        return await self._surely(reply)

    async def note(self, number: str, text: str, staff: Staff, now: dt.datetime) -> None:
        """Keep a note that only staff see."""
        async with self._unit_of_work() as work:
            await _writable(number, staff, work)
            await work.handovers.say(number, Said(Speaker.NOTE, staff.id, now, text))
            await work.commit()

    async def close(self, number: str, staff: Staff, now: dt.datetime) -> Case:
        """End the case and tell the person; the assistant answers again."""

        async def close(work: UnitOfWork) -> Case:
            kept = await _writable(number, staff, work)
            if not kept.case.is_open:
                raise HandoverRefused(Refused.CLOSED)
            after = steps.closed(kept.case, EndedBy.STAFF, now)
            await work.handovers.change(after)
            await take_back(kept, work, now)
            words = self._phrases.say("handover_closed_by_staff", kept.case.easy, number=number)
            await send(kept, words, work, now)
            return after

        return await self._surely(close)

    async def _surely(self, act: Callable[[UnitOfWork], Awaitable[Case]]) -> Case:
        """Act and commit; begin anew if the person wrote, or a colleague acted, in that very moment."""
        for _ in range(TRIES - 1):
            try:
                return await self._once(act)
            except VersionConflict:
                continue
        return await self._once(act)

    async def _once(self, act: Callable[[UnitOfWork], Awaitable[Case]]) -> Case:
        async with self._unit_of_work() as work:
            after = await act(work)
            await work.commit()
        return after


async def _reached(number: str, staff: Staff, work: UnitOfWork) -> Kept:
    kept = await work.handovers.get(number)
    if kept is None or not staff.reaches(kept.case.region):
        raise HandoverRefused(Refused.UNKNOWN)
    return kept


async def _writable(number: str, staff: Staff, work: UnitOfWork) -> Kept:
    if not staff.writes:
        raise HandoverRefused(Refused.READ_ONLY)
    return await _reached(number, staff, work)


async def _handable(number: str, staff: Staff, work: UnitOfWork) -> Kept:
    """The case, if it is nobody else's; admins may also hand on what somebody has who is away."""
    kept = await _writable(number, staff, work)
    if kept.case.staff not in (None, staff.id) and staff.role is not StaffRole.ADMIN:
        raise HandoverRefused(Refused.TAKEN)
    return kept


async def _able(region: str, work: UnitOfWork) -> Sequence[Staff]:
    """Staff who may work on cases of a region."""
    staff = [each.staff for each in await work.accounts.all() if each.removed_at is None]
    return [each for each in staff if each.writes and each.reaches(region)]


async def _note_read(number: str, said: Sequence[Said], staff: Staff, work: UnitOfWork) -> None:
    if said:
        await work.handovers.note_read(number, staff.id, said[-1].id)


def _done(step: Case | Stopped) -> Case:
    if isinstance(step, Stopped):
        raise HandoverRefused(Refused(step.value))
    return step
