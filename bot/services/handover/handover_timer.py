"""Use case: time passes over the cases that are handed over."""

from __future__ import annotations

import datetime as dt

import structlog

from bot.core.handover import steps
from bot.core.handover.steps import Due, Patience
from bot.core.phrases import Phrases
from bot.services.handover.handed_conversations import send, take_back
from bot.services.ports import UnitOfWorkFactory, VersionConflict

log = structlog.get_logger()

SAYS = {Due.RETURN: "handover_returned", Due.CLOSE: "handover_closed_by_timer"}


class TimeHandovers:
    """Lets the assistant come back where staff are late, and ends cases whose person has gone.

    Safe in several processes: a case is changed once, with the message that tells of it.
    """

    def __init__(self, patience: Patience, phrases: Phrases, unit_of_work: UnitOfWorkFactory) -> None:
        self._patience = patience
        self._phrases = phrases
        self._unit_of_work = unit_of_work

    async def tick(self, now: dt.datetime) -> int:
        """Do what is due; returns how many cases were changed."""
        async with self._unit_of_work() as work:
            cases = [kept.case for kept in await work.handovers.all_open()]
        numbers = [case.number for case in cases if steps.due(case, now, self._patience)]
        changed = 0
        for number in numbers:
            try:
                changed += await self._time(number, now)
            except VersionConflict:  # the person or staff acted in this very moment, or another process did this
                log.info("handover_overtaken")
        return changed

    async def _time(self, number: str, now: dt.datetime) -> bool:
        async with self._unit_of_work() as work:
            kept = await work.handovers.get(number)
            due = None if kept is None else steps.due(kept.case, now, self._patience)
            if kept is None or due is None:
                return False
            await work.handovers.change(steps.timed(kept.case, now, self._patience))
            await take_back(kept, work, now)
            await send(kept, self._phrases.say(SAYS[due], kept.case.easy, number=number), work, now)
            await work.commit()
        return True
