"""Use case: subscribers hear of new fairs, classes and collected postings around them, of each at most once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import structlog

from bot.core.conversation.listing.kinds import CLASSES, FAIRS, headline
from bot.core.messaging.reply import Reply
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.showing import shown
from bot.services.alerts.alert_times import AlertTimes, message_name
from bot.services.people.consents import ALERTS
from bot.services.people.people import people_ids
from bot.services.ports import Notice, UnitOfWorkFactory, VersionConflict
from bot.services.records.record_book import RecordBook, smaller
from bot.services.records.record_ports import Wanted
from bot.services.records.record_window import is_published

log = structlog.get_logger()

TOPICS: Mapping[str, str] = {FAIRS: "find_fairs", CLASSES: "find_training", "job_pushes": "find_jobs"}
"""The topic to which people subscribe, by register."""
ONLY_WITH: Mapping[str, str] = {"job_pushes": "pushed"}
"""A field without which an entry is listed, but not sent to anybody."""
TOGETHER = 50
"""People in one transaction."""


class TellOfRecords:
    """Can be broken off and run again at any time, and in several processes.

    What this process has told everybody of is not looked at again, but for those who were not to be disturbed then;
    who was told is noted with the message.
    """

    def __init__(self, book: RecordBook, units: UnitOfWorkFactory, times: AlertTimes) -> None:
        self._book, self._units, self._times = book, units, times
        self._done: set[str] = set()
        self._later: dict[str, dt.datetime] = {}

    async def run(self, on: dt.date, now: dt.datetime) -> int:
        """Store a message for every subscriber around each new entry; returns how many."""
        entries = [each for register in TOPICS for each in await self._published(register, on)]
        fresh = [(record, edition) for record, edition in entries if record.id not in self._done]
        stored, some = 0, list[str]()
        waiting = sorted(person for person, later in self._later.items() if later <= now)
        for start in range(0, len(waiting), TOGETHER):
            stored += await self._tell(waiting[start : start + TOGETHER], entries, now)
        if not fresh:
            return stored
        async for person in people_ids(self._units):
            some.append(person)
            if len(some) == TOGETHER:
                stored, some = stored + await self._tell(some, fresh, now), []
        stored += await self._tell(some, fresh, now)
        self._done.update(record.id for record, _ in fresh)
        return stored

    async def _published(self, register: str, on: dt.date) -> list[tuple[Record, Edition]]:
        async with self._units() as work:
            kept = await work.records.find(Wanted((register,)))
        several = [(self._book.record(each), self._book.edition_of(each)) for each in kept]
        needed = ONLY_WITH.get(register)
        return [
            (record, edition)
            for record, edition in several
            if is_published(record, edition, on) and (needed is None or needed in record.values)
        ]

    async def _tell(self, people: Sequence[str], fresh: Sequence[tuple[Record, Edition]], now: dt.datetime) -> int:
        """In one transaction; where somebody else was quicker for one of several, each is tried for itself."""
        if not people:
            return 0
        try:
            return await self._store(people, fresh, now)
        except VersionConflict:
            if len(people) == 1:
                log.info("news_overtaken")
                return 0
            return sum([await self._tell([person], fresh, now) for person in people])

    async def _store(self, people: Sequence[str], fresh: Sequence[tuple[Record, Edition]], now: dt.datetime) -> int:
        async with self._units() as work:
            listening = {
                topic: await work.told_pairs.listening(people, ALERTS, topic)
                for topic in {TOPICS[record.register] for record, _ in fresh}
            }
            wanting = sorted(frozenset[str]().union(*listening.values()))
            later = await self._times.later(wanting, work, now)
            for name in people:
                self._later.pop(name, None)
            self._later |= later
            told = [name for name in wanting if name not in later]
            known, persons = await work.told_pairs.of(told), await work.people.several(told)
            pairs, notices = [], []
            for name, person in persons.items():
                wanted = [
                    (record, edition)
                    for record, edition in fresh
                    if name in listening[TOPICS[record.register]]
                    and record.id not in known.get(name, ())
                    and smaller(person.region, record.region)
                ]
                if wanted:
                    pairs += [(name, record.id) for record, _ in wanted]
                    reply = Reply(self._text(wanted, easy=person.easy))
                    notices.append(Notice(name, person.channel, person.address, reply, ALERTS))
            if notices:
                await work.told_pairs.note(pairs, now)
                await work.alerts.note({(each.person, message_name("news")) for each in notices}, now)
                await work.outgoing.add_notices(notices, now)
                await work.commit()
        return len(notices)

    def _text(self, entries: Sequence[tuple[Record, Edition]], *, easy: bool) -> str:
        say = self._book.say
        lines = [
            say("news_item", easy, entry=_line(record, edition, self._book), number=record.id)
            for record, edition in entries
        ]
        return "\n".join((say("news_head", easy, count=len(entries)), *lines, say("news_ways", easy)))


def _line(record: Record, edition: Edition, book: RecordBook) -> str:
    names = headline(record.register, edition.public.fields)
    return "，".join(
        shown(edition.fields[name], record.values[name], book.place) for name in names if name in record.values
    )
