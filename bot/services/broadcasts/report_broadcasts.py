"""Use case: what became of a broadcast, for staff: counts, every recipient, and proof of what somebody was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from bot.core.messaging.announcement import Announcement
from bot.core.messaging.broadcast import Broadcast
from bot.core.messaging.delivery import OPEN
from bot.core.records.staff import Staff
from bot.services.broadcasts.broadcast_parts import reached
from bot.services.broadcasts.broadcast_ports import Edition, Line
from bot.services.delivery.delivery_ports import FETCHED, Count
from bot.services.ports import UnitOfWorkFactory
from bot.services.staff.staff_ports import Contact

AT_ONCE = 2000
PROVED = "broadcast_proved"
"""How the list of looks names that staff looked up what somebody was sent."""


WHEN_OPENED = "when_opened"
"""The state of those who see it when they come and look the next time: nobody sends them anything."""


@dataclass(frozen=True)
class Report:
    """Recipients by state, by state and reason, and by region and state; how many left after it, by how they did.

    States are words of `State`, or `WHEN_OPENED`.
    """

    broadcast: Broadcast
    recipients: int
    states: Mapping[str, int]
    reasons: Mapping[tuple[str, str], int]
    regions: Mapping[str, Mapping[str, int]]
    opt_outs: Mapping[str, int]


@dataclass(frozen=True)
class Proof:
    """What became of one recipient, and the exact words they were sent; `None` if none were."""

    line: Line
    sent: Announcement | None


class ReportBroadcasts:
    """Reads results; raises `BroadcastRefused` for what is not theirs."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    async def report(self, number: str, staff: Staff) -> Report:
        """How far it has come."""
        async with self._units() as work:
            broadcast = await reached(number, staff, work)
            counts = await work.deliveries.counts(broadcast.id)
            opt_outs = await work.broadcast_results.opt_outs(broadcast.id)
        states: dict[str, int] = {}
        reasons: dict[tuple[str, str], int] = {}
        regions: dict[str, dict[str, int]] = {}
        for each in counts:
            word, region = _word(each), regions.setdefault(each.region, {})
            states[word] = states.get(word, 0) + each.count
            region[word] = region.get(word, 0) + each.count
            if each.reason is not None:
                reasons[word, each.reason] = reasons.get((word, each.reason), 0) + each.count
        return Report(broadcast, sum(states.values()), states, reasons, regions, opt_outs)

    async def lines(self, number: str, staff: Staff) -> AsyncIterator[tuple[Line, Announcement | None]]:
        """Every recipient with the exact words they were sent; nothing in it tells who they are."""
        async with self._units() as work:
            broadcast = await reached(number, staff, work)
            texts = {each.edition: each for each in await work.kept_broadcasts.editions(broadcast.id)}
        after = 0
        while True:
            async with self._units() as work:
                some = await work.broadcast_results.lines(broadcast.id, after, AT_ONCE)
            if not some:
                return
            for line in some:
                yield line, _sent(line, texts)
            after = some[-1].id

    async def proof(self, number: str, contact: Contact, staff: Staff, now: dt.datetime) -> Proof | None:
        """What whoever is at this address was sent; the look is noted. `None` if it was not meant for them."""
        async with self._units() as work:
            broadcast = await reached(number, staff, work)
            line = await work.broadcast_results.line_of(broadcast.id, contact.channel, contact.address)
            texts = {each.edition: each for each in await work.kept_broadcasts.editions(broadcast.id)}
            person = await work.people.id_at(contact.channel, contact.address)
            if person is not None:
                await work.accesses.note(staff.id, PROVED, now, person=person)
            await work.commit()
        return None if line is None else Proof(line, _sent(line, texts))


def _word(count: Count) -> str:
    return WHEN_OPENED if count.channel in FETCHED and count.state in OPEN else count.state.word


def _sent(line: Line, texts: Mapping[int, Edition]) -> Announcement | None:
    if line.edition is None or line.edition not in texts:
        return None
    standard, easy = texts[line.edition].texts
    return easy if line.easy else standard
