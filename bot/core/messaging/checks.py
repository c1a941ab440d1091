"""What is looked at before a broadcast leaves: what must not be sent, and what staff should think about again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from bot.core.messaging.draft import Draft, FairDetails

_FULL = re.compile(r"(?<!\d)(20\d\d)(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})(?:日|号)?(?!\d)")
_SHORT = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})[日号]")
HALF_A_YEAR = dt.timedelta(days=182)
"""A day without a year that is longer ago than this is one of next year: in December people write 1月5日."""


@dataclass(frozen=True)
class CheckRules:
    """`longest_easy`: characters of an easy text. `jargon`: words of offices, with what to say instead."""

    longest_easy: int
    jargon: Mapping[str, str]


@dataclass(frozen=True)
class Finding:
    """Something found; `key` names the sentence that says it, with `values`. `stops`: it must not be sent so."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)
    stops: bool = False


@dataclass(frozen=True)
class Plan:
    """When a broadcast is to leave and until when; `None` for at once and for ever."""

    send_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None


def check(
    draft: Draft, fair: FairDetails | None, plan: Plan, rules: CheckRules, now: dt.datetime
) -> tuple[Finding, ...]:
    """Everything found, what stops it first. `now` is in the service's time zone."""
    found = [*_of_time(fair, plan, now), *_of_words(draft, rules), *_of_days(draft, now), *_of_place(fair)]
    if draft.image is not None and not draft.description:
        found.append(Finding("broadcast_check_image", stops=True))
    if draft.fair is not None and fair is None:
        found.append(Finding("broadcast_check_no_fair", {"number": draft.fair}, stops=True))
    return tuple(sorted(found, key=lambda each: not each.stops))


def _of_time(fair: FairDetails | None, plan: Plan, now: dt.datetime) -> Iterator[Finding]:
    if plan.expires_at is not None and plan.expires_at <= now:
        yield Finding("broadcast_check_expired", stops=True)
    if plan.expires_at is not None and plan.send_at is not None and plan.send_at >= plan.expires_at:
        yield Finding("broadcast_check_never", stops=True)
    if fair is None:
        return
    if fair.is_cancelled:
        yield Finding("broadcast_check_cancelled", {"title": fair.title}, stops=True)
    if fair.ends <= now:
        yield Finding("broadcast_check_over", {"title": fair.title}, stops=True)
    elif plan.expires_at is None or plan.expires_at > fair.ends:
        yield Finding("broadcast_check_after_fair", {"title": fair.title})


def _of_words(draft: Draft, rules: CheckRules) -> Iterator[Finding]:
    if not draft.easy_text:
        yield Finding("broadcast_check_no_easy")
    read = draft.easy_text or draft.text
    if len(read) > rules.longest_easy:
        yield Finding("broadcast_check_long", {"length": len(read), "limit": rules.longest_easy})
    for word, plain in rules.jargon.items():
        if word in read:
            yield Finding("broadcast_check_jargon", {"word": word, "plain": plain})


def _of_days(draft: Draft, now: dt.datetime) -> Iterator[Finding]:
    today = now.date()
    written = "\n".join((draft.title, draft.text, draft.easy_text))
    for day in sorted(set(days_in(written, today))):
        if day < today:
            yield Finding("broadcast_check_past", {"day": f"{day.year}年{day.month}月{day.day}日"})


def _of_place(fair: FairDetails | None) -> Iterator[Finding]:
    if fair is not None and fair.unsaid:
        yield Finding("broadcast_check_place", {"unsaid": "、".join(fair.unsaid)})


def days_in(text: str, today: dt.date) -> Iterator[dt.date]:
    """The days a text names, with their year or without; what is no day of the calendar is left out."""
    for year, month, day in _FULL.findall(text):
        yield from _day(int(year), int(month), int(day))
    for month, day in _SHORT.findall(text):
        for named in _day(today.year, int(month), int(day)):
            is_next_year = today - named > HALF_A_YEAR
            yield from _day(today.year + 1, int(month), int(day)) if is_next_year else (named,)


def _day(year: int, month: int, day: int) -> Iterator[dt.date]:
    try:
        yield dt.date(year, month, day)
    except ValueError:
        return
