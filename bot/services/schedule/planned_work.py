"""Use case: staff see what is planned, when it was done last and is due next, and whether anybody does it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.messaging.broadcast import Broadcast
from bot.core.records.staff import Staff
from bot.services.broadcasts.repeat_broadcasts import REPEAT
from bot.services.ports import UnitOfWorkFactory
from bot.services.schedule.schedule import LEADER


@dataclass(frozen=True)
class Planned:
    """Something planned: how it repeats, when it is due and was done. `repeated`: the broadcast sent by it."""

    name: str
    repeats: str | None
    due_at: dt.datetime | None
    last_at: dt.datetime | None
    repeated: Broadcast | None = None


@dataclass(frozen=True)
class PlannedWork:
    """What is always done, and broadcasts that repeat. `leader`: the scheduler that does it, until when it stands."""

    standing: tuple[Planned, ...]
    repeated: tuple[Planned, ...]
    leader: tuple[str, dt.datetime] | None


class ReadPlans:
    """Reads plans; of broadcasts only those of the region of whoever asks. `now` is in the service's time zone."""

    def __init__(self, units: UnitOfWorkFactory) -> None:
        self._units = units

    async def all(self, staff: Staff, now: dt.datetime) -> PlannedWork:
        """Everything planned."""
        standing, repeated = [], []
        async with self._units() as work:
            for plan in await work.schedules.all():
                due, last = _moment(plan.due_at, now), _moment(plan.last_at, now)
                if plan.kind != REPEAT:
                    standing.append(Planned(plan.name, plan.repeats, due, last))
                    continue
                broadcast = await work.kept_broadcasts.get(plan.detail)
                if broadcast is not None and staff.reaches(broadcast.region):
                    repeated.append(Planned(plan.name, plan.repeats, due, last, broadcast))
            held = await work.leases.held(LEADER, round(now.timestamp() * 1000))
        leader = None if held is None else (held[0], dt.datetime.fromtimestamp(held[1] / 1000, now.tzinfo))
        return PlannedWork(tuple(standing), tuple(repeated), leader)


def _moment(milliseconds: int | None, now: dt.datetime) -> dt.datetime | None:
    return None if milliseconds is None else dt.datetime.fromtimestamp(milliseconds / 1000, now.tzinfo)
