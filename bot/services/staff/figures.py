"""Use case: what staff see of how the service does in their region, in counts."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.core.figures.questions import TopicLine, by_topic
from bot.core.figures.series import Series, series_of
from bot.core.figures.spans import Span, months_between
from bot.core.policies.catalogue import Topic
from bot.core.records.record import Record
from bot.core.records.staff import Staff
from bot.services.ports import UnitOfWork, UnitOfWorkFactory
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_lists import ListRecords
from bot.services.records.record_ports import Wanted
from bot.services.staff.figure_ports import Counted, FairReach, Place, Sent

TALK = "talk"
"""Kind of topics that are no question."""
FAIRS, QUARTERLY = "fairs", "quarterly_four"
RECOUNTED = 62
"""So many days back records are counted anew whenever somebody looks; earlier months were counted at night."""


@dataclass(frozen=True)
class Fair:
    """A fair that took place or will: numbers that nobody filled in are missing."""

    number: str
    title: str
    date: dt.date
    region: str
    employers: int | None
    posts: int | None
    hired: int | None
    reach: FairReach


class Figures:
    """Counts of the staff's region or of a part of it. Whoever asks beyond it meets `RecordRefused`."""

    def __init__(
        self, series: Sequence[Counted], book: RecordBook, topics: Mapping[str, Topic], units: UnitOfWorkFactory
    ) -> None:
        self._series, self._book, self._topics, self._units = series, book, topics, units

    async def monthly(self, region: str, staff: Staff, span: Span, now: dt.datetime) -> Sequence[Series]:
        """Every series, month by month; what nobody kept is unknown."""
        self._check(region, staff)
        until = f"{now:%Y-%m}"
        found = []
        async with self._units() as work:
            for what in self._series:
                counts, since = await _counts(what, region, now - dt.timedelta(days=RECOUNTED), work)
                found.append(series_of(what.name, counts, since, until, span.months))
        return found

    async def remember(self, now: dt.datetime) -> int:
        """Count every month anew and remember it: records that are deleted later have been there."""
        for what in self._series:
            async with self._units() as work:
                zone = now.tzinfo or dt.UTC
                begun = await work.figures.begun(what, "000000", zone)
                first = _start(min(begun.values()), zone) if begun else now
                counts = Counter(await work.figures.counted(what, "000000", first))
                for region, month in begun.items():  # a month without any is known to have had none
                    counts.update({Place(each, region): 0 for each in _months(month, now)})
                await work.figures.keep(what.name, counts)
                await work.commit()
        return 0

    async def questions(self, region: str, staff: Staff, span: Span) -> Sequence[TopicLine]:
        """What was asked, the most asked first; small talk is left out."""
        self._check(region, staff)
        async with self._units() as work:
            counts = await work.question_counts.monthly(region, span.first, span.last)
        talk = [topic.id for topic in self._topics.values() if topic.kind == TALK and topic.id != "out_of_scope"]
        return by_topic(((each.topic, each.outcome, each.count) for each in counts), talk)

    async def fairs(self, region: str, staff: Staff, span: Span, today: dt.date) -> Sequence[Fair]:
        """Published fairs of this time, by day."""
        wanted = Wanted(region=region, state="published")
        listed = await ListRecords(self._book, self._units).find(FAIRS, staff, today, wanted)
        mine = [each.record for each in listed if span.first <= _date(each.record.values["date"]) <= span.last]
        async with self._units() as work:
            told: dict[str, list[int]] = {record.id: [] for record in mine}
            for broadcast in await work.kept_broadcasts.all() if told else ():
                if broadcast.draft.fair in told:
                    told[broadcast.draft.fair].append(broadcast.id)
            reach = await work.figures.reach(told, region)
        fairs = [_fair(record, reach[record.id]) for record in mine]
        return sorted(fairs, key=lambda fair: (fair.date, fair.number))

    async def sent(self, region: str, staff: Staff, span: Span, now: dt.datetime) -> Sequence[Sent]:
        """What became of messages of broadcasts that were started in this time."""
        self._check(region, staff)
        first = dt.datetime.combine(span.first, dt.time(), now.tzinfo)
        until = dt.datetime.combine(span.last + dt.timedelta(days=1), dt.time(), now.tzinfo)
        async with self._units() as work:
            return await work.figures.sent(region, first, until)

    async def quarterly_four(
        self, region: str, staff: Staff, quarter: str, today: dt.date
    ) -> Mapping[str, tuple[int | None, int]] | None:
        """Of each of the four things how many were done, and how many the document wants.

        `None` where no document asks for them of this very region.
        """
        edition = self._book.registers[QUARTERLY].at(region)
        level = edition.level if edition else None
        if edition is None or level is None or self._book.parts(region, level) != (region,):
            return None
        listed = await ListRecords(self._book, self._units).find(
            QUARTERLY, staff, today, Wanted(region=region, period=quarter)
        )
        values = listed[0].record.values if listed else {}
        parts = edition.figures["done"].parts or {}
        return {
            edition.fields[name].label: (_whole(values.get(name)), int(parameter.on(today).value))
            for name, parameter in parts.items()
        }

    def _check(self, region: str, staff: Staff) -> None:
        if not staff.reaches(region):
            raise RecordRefused(self._book.say("record_elsewhere", place=self._book.place(region)))


async def _counts(
    what: Counted, region: str, since: dt.datetime, work: UnitOfWork
) -> tuple[Mapping[str, int], str | None]:
    """Counts by month, remembered and of now, and the first month that is known."""
    start = dt.datetime.combine(since.date().replace(day=1), dt.time(), since.tzinfo)
    zone = since.tzinfo or dt.UTC
    kept = await work.figures.kept(what.name, region)
    begun = await work.figures.begun(what, region, zone)
    if not kept and begun:
        start = min(start, _start(min(begun.values()), zone))
    best = dict(kept)
    for place, count in (await work.figures.counted(what, region, start)).items():
        best[place] = max(count, best.get(place, 0))
    by_month: Counter[str] = Counter()
    for place, count in best.items():
        by_month[place.month] += count
    known = [place.month for place in kept] + list(begun.values()) + list(by_month)
    return by_month, min(known, default=None)


def _fair(record: Record, reach: FairReach) -> Fair:
    employers, posts, hired = (_whole(record.values.get(name)) for name in ("employers", "posts", "hired"))
    title, date = str(record.values["title"]), _date(record.values["date"])
    return Fair(record.id, title, date, record.region, employers, posts, hired, reach)


def _start(month: str, zone: dt.tzinfo) -> dt.datetime:
    return dt.datetime.fromisoformat(f"{month}-01").replace(tzinfo=zone)


def _months(first: str, now: dt.datetime) -> Sequence[str]:
    return months_between(dt.date.fromisoformat(f"{first}-01"), now.date())


def _date(value: object) -> dt.date:
    assert isinstance(value, dt.date)
    return value


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None
