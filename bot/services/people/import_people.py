"""Use case: people who agreed elsewhere to be told of things come from a file, and go to one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.phrases import Phrases
from bot.core.policies.measures import Role
from bot.core.records.staff import Staff
from bot.core.records.values import NO, YES
from bot.services.people.consents import ALERTS
from bot.services.people.people import day_of, people_ids
from bot.services.people.people_ports import Brought
from bot.services.ports import UnitOfWorkFactory

COLUMNS = ("channel", "address", "region", "topics", "consent", "easy_read", "role")
VERSION = "imported"
"""Of a consent that was given on paper or to another service: which text it was is known there."""
EXPORTED = "people_exported"
CHANNELS = {
    "telegram": re.compile(r"[1-9]\d{0,15}"),
    "web": re.compile(r"[0-9a-f]{32}"),
    "wechat": re.compile(r"[\w-]{6,64}"),
}
"""How addresses look on each channel."""
Row = tuple[int, Mapping[str, Any]]


@dataclass(frozen=True)
class BadPerson:
    """What is wrong in a row, a sentence for each cell."""

    row: int
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class PeopleImported:
    """What came of a file. With `kept` false nothing was changed."""

    kept: bool
    added: int
    changed: int
    bad: tuple[BadPerson, ...]


class ImportPeople:
    """Keeps all rows or none, or those that can be kept. The same address again is the same person."""

    def __init__(
        self,
        phrases: Phrases,
        topics: Mapping[str, str],
        region_of: Callable[[str], str | None],
        units: UnitOfWorkFactory,
    ) -> None:
        self._reader = _Reader(phrases, topics, region_of)
        self._units = units

    async def run(
        self,
        rows: Iterable[Row],
        now: dt.datetime,
        *,
        good_rows: bool = False,
        staff: Staff | None = None,
        keeps: bool = True,
    ) -> PeopleImported:
        """`topics` given to this class are titles by id; `now` is in the service's time zone.

        `staff` bring people of their own region only, and take nobody from another. Without `keeps` nothing is kept,
        and what would have been is told.
        """
        brought: list[Brought] = []
        bad: list[BadPerson] = []
        first: dict[tuple[str, str], int] = {}
        for number, cells in rows:
            problems: list[str] = []
            person = self._reader.person(cells, now, problems)
            where = (person.channel, person.address)
            if not problems and where in first:
                problems.append(self._reader.say("people_row_twice", row=first[where]))
            first.setdefault(where, number)
            if staff is not None and person.region and not staff.reaches(person.region):
                problems.append(self._reader.say("people_row_elsewhere", value=person.region))
            if problems:
                bad.append(BadPerson(number, tuple(problems)))
            else:
                brought.append(person)
        if staff is not None:
            bad, brought = await self._without_others(bad, brought, first, staff)
        if not keeps or (bad and not good_rows):
            return PeopleImported(False, len(brought), 0, tuple(bad))
        async with self._units() as work:
            added = await work.people.bring(brought, ALERTS, VERSION, now)
            await work.commit()
        return PeopleImported(True, added, len(brought) - added, tuple(bad))

    async def _without_others(
        self, bad: list[BadPerson], brought: list[Brought], rows: Mapping[tuple[str, str], int], staff: Staff
    ) -> tuple[list[BadPerson], list[Brought]]:
        """Whoever belongs to another region stays there."""
        async with self._units() as work:
            others = await work.people_pages.elsewhere([(each.channel, each.address) for each in brought], staff.region)
        sentence = self._reader.say("people_row_of_others")
        bad = bad + [BadPerson(rows[each], (sentence,)) for each in others]
        mine = [each for each in brought if (each.channel, each.address) not in others]
        return sorted(bad, key=lambda each: each.row), mine


async def exported(units: UnitOfWorkFactory, staff: str, now: dt.datetime) -> AsyncIterator[Sequence[str]]:
    """A row for everybody who agreed to be told of things, in the order of `COLUMNS`; each is noted as a look."""
    async for each in people_ids(units):
        async with units() as work:
            person = await work.people.get(each)
            given = [consent for consent in await work.consents.of(each) if consent.purpose == ALERTS]
            if person is None or not given:
                continue
            topics = ",".join(sorted(await work.subscriptions.of(each)))
            await work.accesses.note(staff, EXPORTED, now, person=each)
            await work.commit()
        day = day_of(given[-1].given_at, now).isoformat()
        easy = "是" if person.easy else "否"
        yield person.channel, person.address, person.region, topics, day, easy, person.role or ""


class _Reader:
    """Reads rows; what is wrong goes into `problems`, and the value read is then without meaning."""

    def __init__(self, phrases: Phrases, topics: Mapping[str, str], region_of: Callable[[str], str | None]) -> None:
        self.say = phrases.say
        self._topics = {**{title: topic for topic, title in topics.items()}, **{topic: topic for topic in topics}}
        self._region_of = region_of
        labels = phrases.group("people_columns")
        self._columns = {**{label: name for name, label in labels.items()}, **{name: name for name in labels}}
        self._channels = {**{name: name for name in CHANNELS}, **_turned(phrases.group("channels"))}
        self._roles = {**{role.value: role.value for role in Role}, **_turned(phrases.group("roles"))}

    def person(self, cells: Mapping[str, Any], now: dt.datetime, problems: list[str]) -> Brought:
        """One row."""
        given = {self._columns.get(label, label): value for label, value in cells.items() if value is not None}
        problems += [self.say("people_row_column", value=each) for each in given if each not in COLUMNS]
        said = {name: _text(value) for name, value in given.items()}
        channel = self._channels.get(said.get("channel", "").lower(), "")
        if channel not in CHANNELS:
            problems.append(self.say("people_row_channel", value=said.get("channel", "")))
        elif not CHANNELS[channel].fullmatch(said.get("address", "")):
            problems.append(self.say("people_row_address", channel=channel))
        region = self._region_of(said.get("region", ""))
        if region is None:
            problems.append(self.say("people_row_region", value=said.get("region", "")))
        return Brought(
            channel,
            said.get("address", ""),
            region or "",
            self._role(said.get("role", ""), problems),
            self._easy(said.get("easy_read", ""), problems),
            frozenset(self._heard(said.get("topics", ""), problems)),
            self._day(given.get("consent"), now, problems),
        )

    def _heard(self, text: str, problems: list[str]) -> Iterable[str]:
        for word in filter(None, (word.strip() for word in re.split(r"[,，、;；]", text))):
            if word in self._topics:
                yield self._topics[word]
            else:
                problems.append(self.say("people_row_topic", value=word))

    def _role(self, text: str, problems: list[str]) -> str | None:
        if text and text.lower() not in self._roles:
            problems.append(self.say("people_row_role", value=text))
        return self._roles.get(text.lower())

    def _easy(self, text: str, problems: list[str]) -> bool:
        if text and text.lower() not in YES | NO:
            problems.append(self.say("people_row_easy_read", value=text))
        return text.lower() in YES

    def _day(self, value: Any, now: dt.datetime, problems: list[str]) -> dt.datetime:
        """The moment of the consent: the beginning of its day."""
        if value is None:
            problems.append(self.say("people_row_no_consent"))
            return now
        try:
            day = value if isinstance(value, dt.date) else dt.date.fromisoformat(_text(value).replace("/", "-"))
        except ValueError:
            day = dt.date.max
        day = day.date() if isinstance(day, dt.datetime) else day
        if day > now.date():
            problems.append(self.say("people_row_consent", value=_text(value)))
            return now
        return dt.datetime.combine(day, dt.time(), now.tzinfo)


def _turned(labels: Mapping[str, str]) -> dict[str, str]:
    return {label.lower(): name for name, label in labels.items()}


def _text(value: Any) -> str:
    """A cell as text; spreadsheets make numbers of long digits."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()
