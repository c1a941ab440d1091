"""Use case: people are reminded of a fair, each time once: those who asked for it, and subscribers around it.

Is it cancelled, whoever asked for it or was told of it hears that, so that nobody goes there for nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.core.conversation.listing.kinds import ACCESSIBLE, FAIRS, headline
from bot.core.messaging.reply import Reply
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.showing import shown
from bot.core.timing.reminders import Lead, beginning, due
from bot.services.alerts.alert_times import AlertTimes
from bot.services.people.consents import ALERTS
from bot.services.people.people_ports import Person
from bot.services.ports import Notice, UnitOfWork, UnitOfWorkFactory, VersionConflict
from bot.services.records.record_book import RecordBook, smaller
from bot.services.records.record_calendar import CANCELLED
from bot.services.records.record_ports import Wanted
from bot.services.records.record_window import is_published

log = structlog.get_logger()

TOPIC = "find_fairs"
"""The topic to which people subscribe who want to hear of fairs."""
TOGETHER = 50
"""People in one transaction."""
AT_ONCE = 500


@dataclass(frozen=True)
class _Reminder:
    """A fair of which people are to be reminded now, and the name under which each of them gets it once."""

    record: Record
    edition: Edition
    name: str

    @property
    def what(self) -> str:
        return _what(self.record.id, self.name)


class RemindOfFairs:
    """Can be broken off and run again at any time, and in several processes. `now` is in the service's time zone."""

    def __init__(self, leads: Sequence[Lead], book: RecordBook, units: UnitOfWorkFactory, times: AlertTimes) -> None:
        self._leads, self._book, self._units, self._times = leads, book, units, times

    async def run(self, now: dt.datetime) -> int:
        """Store what is due; returns how many. Who is not to be disturbed waits, as long as it is due."""
        return sum([await self._remind(each, now) for each in await self._due(now)])

    async def _due(self, now: dt.datetime) -> list[_Reminder]:
        async with self._units() as work:
            kept = await work.records.find(Wanted((FAIRS,)))
        found = []
        for record, edition in ((self._book.record(each), self._book.edition_of(each)) for each in kept):
            day, begins = record.values["date"], record.values.get("begins")
            assert isinstance(day, dt.date), "required"
            time = dt.time.fromisoformat(str(begins).rjust(5, "0")) if begins else None
            reminder = due(self._leads, day, time, now) if is_published(record, edition, now.date()) else None
            if reminder is not None:
                found.append(_Reminder(record, edition, reminder.lead.name))
            elif record.state == CANCELLED and now < beginning(day, time, now.tzinfo):
                found.append(_Reminder(record, edition, CANCELLED))
        return found

    async def _remind(self, reminder: _Reminder, now: dt.datetime) -> int:
        async with self._units() as work:
            asked = await work.alerts.asked(reminder.record.id)
        stored = await self._several(asked, reminder, now, asked=True)
        after = ""
        while True:
            async with self._units() as work:
                some = await work.alerts.subscribers(TOPIC, after, AT_ONCE)
            stored += await self._several(some, reminder, now, asked=False)
            if len(some) < AT_ONCE:
                return stored
            after = some[-1]

    async def _several(self, people: Sequence[str], reminder: _Reminder, now: dt.datetime, *, asked: bool) -> int:
        if not people:
            return 0
        async with self._units() as work:
            listening = await work.told_pairs.listening(people, ALERTS, None)
            if reminder.name == CANCELLED and not asked:
                listening &= await self._heard(people, reminder.record.id, work)
            fresh = sorted(listening - await work.alerts.told(people, reminder.what))
        parts = [fresh[start : start + TOGETHER] for start in range(0, len(fresh), TOGETHER)]
        return sum([await self._tell(some, reminder, now, asked=asked) for some in parts])

    async def _heard(self, people: Sequence[str], fair: str, work: UnitOfWork) -> frozenset[str]:
        """Those of these people who were told of a fair."""
        news = {person for person, records in (await work.told_pairs.of(people)).items() if fair in records}
        reminded = [await work.alerts.told(people, _what(fair, lead.name)) for lead in self._leads]
        return frozenset(news).union(*reminded)

    async def _tell(self, people: Sequence[str], reminder: _Reminder, now: dt.datetime, *, asked: bool) -> int:
        """In one transaction; where somebody else was quicker for one of several, each is tried for itself."""
        try:
            return await self._store(people, reminder, now, asked=asked)
        except VersionConflict:
            if len(people) == 1:
                log.info("reminder_overtaken")
                return 0
            return sum([await self._tell([person], reminder, now, asked=asked) for person in people])

    async def _store(self, people: Sequence[str], reminder: _Reminder, now: dt.datetime, *, asked: bool) -> int:
        async with self._units() as work:
            later = await self._times.later(people, work, now)
            persons = await work.people.several([each for each in people if each not in later])
            notices = [
                Notice(person.id, person.channel, person.address, self._reply(reminder, person), ALERTS)
                for person in persons.values()
                if asked or smaller(person.region, reminder.record.region)
            ]
            if notices:
                await work.alerts.note({(each.person, reminder.what) for each in notices}, now)
                await work.outgoing.add_notices(notices, now)
                await work.commit()
        return len(notices)

    def _reply(self, reminder: _Reminder, person: Person) -> Reply:
        record, fields, easy, say = reminder.record, reminder.edition.fields, person.easy, self._book.say
        entry = "，".join(
            shown(fields[name], record.values[name], self._book.place)
            for name in headline(record.register, reminder.edition.public.fields)
            if name in record.values
        )
        if reminder.name == CANCELLED:
            return Reply(say("fair_cancelled", easy, entry=entry, number=record.id))
        told = [
            f"{fields[name].label}：{shown(fields[name], record.values[name], self._book.place)}"
            for name in (*ACCESSIBLE[FAIRS], "access_note", "transport")
            if name in record.values
        ]
        lines = [say(f"fair_reminder_{reminder.name}", easy, entry=entry)]
        if told:
            lines.append("；".join(told))
        lines.append(say("fair_reminder_ways", easy, number=record.id))
        return Reply("\n".join(lines))


def _what(fair: str, name: str) -> str:
    return f"fair.{fair}.{name}"
