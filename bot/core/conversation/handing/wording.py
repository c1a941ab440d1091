"""Says when somebody is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import groupby

from bot.core.conversation.handing.requests import Situation
from bot.core.handover.hours import OfficeHours, Span
from bot.core.phrases import Phrases


def hours_said(hours: OfficeHours, phrases: Phrases, easy: bool) -> str:
    """The week, days of the same hours together; without any hours, that they are not known."""
    days = [day for day in range(7) if hours.week.get(day)]
    if not days:
        return phrases.say("handover_hours_unknown", easy)
    # Days that follow one another at the same hours make one run.
    runs = groupby(enumerate(days), key=lambda pair: (pair[1] - pair[0], hours.week[pair[1]]))
    said = [_run([day for _, day in run], hours.week, phrases, easy) for _, run in runs]
    return "；".join(said)


def answer_said(situation: Situation, phrases: Phrases, easy: bool) -> str:
    """When an answer can be expected."""
    week = hours_said(situation.hours, phrases, easy)
    if situation.hours.is_open(situation.now):
        return phrases.say("handover_in_hours", easy, hours=week)
    opening = situation.hours.next_opening(situation.now)
    if opening is None:
        return phrases.say("handover_no_hours", easy)
    return phrases.say(
        "handover_out_of_hours", easy, hours=week, opening=_moment(opening, situation.now, phrases, easy)
    )


def _run(days: Sequence[int], week: Mapping[int, tuple[Span, ...]], phrases: Phrases, easy: bool) -> str:
    first, last = (phrases.name("weekdays", str(day)) for day in (days[0], days[-1]))
    spans = "、".join(f"{_time(span.start)}—{_time(span.end)}" for span in week[days[0]])
    key = "handover_hours_day" if len(days) == 1 else "handover_hours_days"
    return phrases.say(key, easy, first=first, last=last, spans=spans)


def _moment(opening: dt.datetime, now: dt.datetime, phrases: Phrases, easy: bool) -> str:
    ahead = (opening.date() - now.date()).days
    time = _time(opening.time())
    if ahead < 2:
        return phrases.say("handover_today" if ahead == 0 else "handover_tomorrow", easy, time=time)
    weekday = phrases.name("weekdays", str(opening.weekday()))
    day = opening.date()
    return phrases.say("handover_later", easy, month=day.month, day=day.day, weekday=weekday, time=time)


def _time(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}"
