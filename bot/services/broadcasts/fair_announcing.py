"""A fair as broadcasts tell of it, with the files that go with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.conversation.listing.kinds import ACCESSIBLE, FAIRS
from bot.core.messaging.draft import FairDetails
from bot.core.phrases import Phrases
from bot.core.records.fields import Value
from bot.core.records.register import Edition
from bot.services.broadcasts.fair_files import calendar_file, code_file
from bot.services.records.record_book import RecordBook
from bot.services.records.record_calendar import Fair, FairCalendar
from bot.services.records.record_ports import RecordWorkFactory

ONLINE = "online"
"""The kind of a fair to which nobody has to go."""


@dataclass(frozen=True)
class AnnouncedFair:
    """Its details, the calendar file, and a code that leads to it where an address is configured."""

    details: FairDetails
    calendar: bytes
    code: bytes | None


class FairsToAnnounce:
    """Finds a fair; nothing but public values leaves it. `telegram_name` is the bot's, `public_url` the website's."""

    def __init__(self, book: RecordBook, phrases: Phrases, public_url: str, telegram_name: str) -> None:
        self._book, self._phrases = book, phrases
        self._public_url, self._telegram_name = public_url, telegram_name

    async def get(self, number: str, now: dt.datetime, units: RecordWorkFactory) -> AnnouncedFair | None:
        """The fair of this number; `None` if it was never announced. `now` is in the service's time zone."""
        fair = await FairCalendar(self._book, units).fair(number)
        if fair is None:
            return None
        details = self._details(fair, now)
        calendar = calendar_file(details.title, (fair,), now, self._book.place, self._public_url)
        return AnnouncedFair(details, calendar, code_file(details.link) if details.link else None)

    def _details(self, fair: Fair, now: dt.datetime) -> FairDetails:
        values, edition = fair.record.values, fair.edition
        return FairDetails(
            number=fair.number,
            title=str(values["title"]),
            lines=self._lines(values, edition, easy=False),
            easy_lines=self._lines(values, edition, easy=True),
            ends=_end(values, now.tzinfo),
            unsaid=_unsaid(values, edition),
            is_cancelled=fair.cancelled,
            link=self._link(fair.number),
        )

    def _lines(self, values: Mapping[str, Value], edition: Edition, *, easy: bool) -> tuple[str, ...]:
        say, day = self._phrases.say, values["date"]
        assert isinstance(day, dt.date), "required"
        weekday = self._phrases.name("weekdays", str(day.weekday()))
        times = "—".join(str(values[name]) for name in ("begins", "ends") if name in values)
        when = f"{day.year}年{day.month}月{day.day}日（{weekday}）"
        lines = [say("broadcast_fair_when", easy, day=when, times=times)]
        lines.append(say("broadcast_fair_where", easy, place=values["place"]))
        if "transport" in values:
            lines.append(say("broadcast_fair_transport", easy, transport=values["transport"]))
        access = self._access(values, edition, easy=easy)
        lines += [say("broadcast_fair_access", easy, told=access)] if access else []
        return tuple(lines)

    def _access(self, values: Mapping[str, Value], edition: Edition, *, easy: bool) -> str:
        """What is known of how accessible the place is, and what is not: nobody is left to guess."""
        words = self._phrases.group("fair_access")
        told = [words[f"{name}_{'yes' if values[name] else 'no'}"] for name in ACCESSIBLE[FAIRS] if name in values]
        told += [str(values["access_note"])] if "access_note" in values else []
        unsaid = "、".join(_unsaid(values, edition))
        told += [self._phrases.say("broadcast_fair_unsaid", easy, told=unsaid)] if unsaid else []
        return "，".join(told)

    def _link(self, number: str) -> str | None:
        if self._public_url:
            return f"{self._public_url}/?fair={number}"
        return f"https://t.me/{self._telegram_name}?start=fair_{number}" if self._telegram_name else None


def _unsaid(values: Mapping[str, Value], edition: Edition) -> tuple[str, ...]:
    """What is not known of the place; a fair on the internet has none."""
    if values.get("kind") == ONLINE:
        return ()
    return tuple(edition.fields[name].label for name in ACCESSIBLE[FAIRS] if name not in values)


def _end(values: Mapping[str, Value], zone: dt.tzinfo | None) -> dt.datetime:
    """When it is over: at its end, or with its day where that was not told."""
    day = values["date"]
    assert isinstance(day, dt.date), "required"
    if "ends" in values:
        return dt.datetime.combine(day, dt.time.fromisoformat(str(values["ends"])), zone)
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), zone)
