"""Use case: what waits for staff, and what failed. Only counted, so that it is quick however much is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.handover.case import Side
from bot.core.messaging.broadcast import Broadcast, Life
from bot.core.records.staff import Staff, StaffRole
from bot.core.regions.region import NATIONAL
from bot.services.people.retention import RETENTION_FAILED
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.records.record_book import RecordBook
from bot.services.staff.session_ports import EventsWanted

RECENT = dt.timedelta(days=3)
"""Failures that are older are in the reports only."""
LATE = dt.timedelta(minutes=30)
"""Planned work that is so late is not being done."""


@dataclass(frozen=True)
class WaitingRecords:
    """Records of a register that wait for staff, by the label of their state."""

    register: str
    title: str
    state: str
    label: str
    count: int


@dataclass(frozen=True)
class Waiting:
    """What waits: people for an answer, records for a decision, broadcasts for approval."""

    conversations: int
    unanswered: int
    records: tuple[WaitingRecords, ...]
    broadcasts: int


@dataclass(frozen=True)
class Failed:
    """What failed: broadcasts that stand still, deliveries by broadcast, planned work that is late, deletions."""

    paused: tuple[Broadcast, ...]
    deliveries: tuple[tuple[Broadcast, int], ...]
    late: tuple[str, ...]
    deletions: int


class Today:
    """Counts in the region of whoever asks."""

    def __init__(self, book: RecordBook, states: Mapping[str, str], units: UnitOfWorkFactory) -> None:
        self._book, self._states, self._units = book, states, units

    async def waiting(self, staff: Staff) -> Waiting:
        """What waits for staff."""
        registers = self._book.registers
        mine = {
            name: state for name, state in self._states.items() if staff.opens(restricted=registers[name].restricted)
        }
        async with self._units() as work:
            counts = await work.lines.counts(mine, staff.region)
            cases = [kept.case for kept in await work.handovers.all_open() if staff.reaches(kept.case.region)]
            drafts = [each for each in await work.kept_broadcasts.all((Life.DRAFT,)) if staff.reaches(each.region)]
        records = [self._records(name, count) for name, count in counts.items()]
        return Waiting(
            len(cases),
            sum(case.awaited is Side.STAFF for case in cases),
            tuple(sorted(records, key=lambda each: (-each.count, each.title))),
            len(drafts),
        )

    async def failed(self, staff: Staff, now: dt.datetime) -> Failed:
        """What failed lately. What concerns the whole service is told to admins of the whole country only."""
        async with self._units() as work:
            running = (Life.SENDING, Life.PAUSED, Life.STOPPED, Life.FINISHED)
            several = [each for each in await work.kept_broadcasts.all(running) if staff.reaches(each.region)]
            recent = [each for each in several if each.finished is None or each.finished.at >= now - RECENT]
            counts = await work.broadcast_results.failed([each.id for each in recent])
            is_chief = staff.role is StaffRole.ADMIN and staff.region == NATIONAL
            late, deletions = await _of_the_service(now, work) if is_chief else ((), 0)
        return Failed(
            tuple(each for each in several if each.state is Life.PAUSED),
            tuple((each, counts[each.id]) for each in recent if counts.get(each.id)),
            late,
            deletions,
        )

    def _records(self, name: str, count: int) -> WaitingRecords:
        register, state = self._book.registers[name], self._states[name]
        labels = [each.states.labels[state] for each in register.editions.values() if each.states]
        return WaitingRecords(name, register.title, state, labels[0], count)


async def _of_the_service(now: dt.datetime, work: UnitOfWork) -> tuple[tuple[str, ...], int]:
    """Planned work that nobody does, and how many people's data could not be deleted in the last run."""
    latest = int((now - LATE).timestamp() * 1000)
    late = tuple(plan.name for plan in await work.schedules.all() if plan.due_at is not None and plan.due_at < latest)
    wanted = EventsWanted(kind=RETENTION_FAILED, since=now - RECENT)
    latest_run = await work.staff_events.page(wanted, 0, 1, newest=True)
    return late, int(latest_run[0].detail or 0) if latest_run else 0
