"""Use case: an approved broadcast is sent again at every time of a repetition, as a broadcast of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.core.messaging.broadcast import Broadcast, Done, Life, Refusal
from bot.core.records.staff import Staff
from bot.core.timing.repeats import repeats
from bot.services.broadcasts.broadcast_parts import BroadcastRefused, writable
from bot.services.ports import UnitOfWorkFactory
from bot.services.schedule.schedule import after
from bot.services.schedule.schedule_ports import Plan

REPEAT = "repeat_broadcast"
"""The kind of these plans; `detail` is the broadcast's number."""


class RepeatBroadcasts:
    """Each time is a copy with recipients, report and number of its own. Stopping the first one ends the repetition."""

    def __init__(self, units: UnitOfWorkFactory, new_number: Callable[[], str]) -> None:
        self._units, self._new_number = units, new_number

    async def plan(self, number: str, repeated: str, staff: Staff, now: dt.datetime) -> dt.datetime:
        """Repeat an approved broadcast; returns when it is sent next. `now` is in the service's time zone.

        Raises `ValueError` for a repetition there is not, `BroadcastRefused` for one that may not be sent.
        """
        first = repeats(repeated).after(now)
        async with self._units() as work:
            broadcast = await writable(number, staff, work)
            if broadcast.approved is None:
                raise BroadcastRefused(Refusal.NOT_APPROVED)
            if broadcast.state is Life.STOPPED:
                raise BroadcastRefused(Refusal.WRONG_STATE)
            await work.schedules.remove(_name(broadcast.number))
            await work.schedules.add(Plan(_name(broadcast.number), REPEAT, broadcast.number, _ms(first), repeated))
            await work.commit()
        return first

    async def end(self, number: str, staff: Staff) -> bool:
        """Repeat it no more; whether it was being repeated."""
        async with self._units() as work:
            broadcast = await writable(number, staff, work)
            was = await work.schedules.remove(_name(broadcast.number))
            await work.commit()
        return was

    async def do(self, plan: Plan, now: dt.datetime) -> None:
        """Begin the next one. That it was begun is noted in the same transaction: no crash makes it two."""
        async with self._units() as work:
            first = await work.kept_broadcasts.get(plan.detail)
            if first is None or first.approved is None or first.state is Life.STOPPED:
                await work.schedules.remove(plan.name)
            elif await work.schedules.change(plan, after(plan, now, now, is_done=True)):
                texts = (await work.kept_broadcasts.editions(first.id))[-1].texts
                new = await work.kept_broadcasts.add(self._copy(first, now), texts)
                await work.kept_broadcasts.copy_files(first.id, new)
            await work.commit()

    def _copy(self, first: Broadcast, now: dt.datetime) -> Broadcast:
        """It stands for as long as the first one did."""
        begins = first.send_at or (first.started or first.created).at
        expires = first.expires_at and now + (first.expires_at - begins)
        return replace(
            first, id=0, number=self._new_number(), state=Life.FREEZING, send_at=None, expires_at=expires,
            started=Done(now, first.created.by), finished=None, pause_reason=None, edition=1, version=1,
        )  # fmt: skip


def _name(number: str) -> str:
    return f"{REPEAT}.{number}"


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
