"""Fairs as files: a calendar (RFC 5545) for a phone or a computer, and a code that leads to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from io import BytesIO

import segno
from icalendar import Calendar, Event

from bot.core.records.fields import Value
from bot.core.records.showing import NameRegion, shown
from bot.services.records.record_calendar import Fair

SCALE, QUIET = 12, 4
"""Pixels of a module of the code, and modules of white around it, as the standard demands."""
_TOLD = ("step_free", "toilet", "signing", "access_note", "transport", "organiser", "posts", "for_whom", "link")
"""What stands in the description, first of all how accessible the place is."""


def calendar_file(
    name: str, fairs: Iterable[Fair], now: dt.datetime, name_region: NameRegion, public_url: str
) -> bytes:
    """A calendar of fairs. `now` is in the service's time zone; `public_url` is empty where that is not known."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tongxing//zh-CN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    for fair in fairs:
        calendar.add_component(_event(fair, now, name_region, public_url))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def code_file(link: str) -> bytes:
    """A QR code as PNG, large enough for print."""
    file = BytesIO()
    segno.make(link, error="q", micro=False).save(file, kind="png", scale=SCALE, border=QUIET)
    return file.getvalue()


def moments(values: Mapping[str, Value], zone: dt.tzinfo | None) -> list[tuple[str, dt.date]]:
    """When a fair begins and ends, as calendars name it; the whole day where no time was told."""
    day = values["date"]
    assert isinstance(day, dt.date), "required"
    if "begins" not in values:
        return [("dtstart", day), ("dtend", day + dt.timedelta(days=1))]
    told = [("dtstart", values["begins"])] + ([("dtend", values["ends"])] if "ends" in values else [])
    return [(key, dt.datetime.combine(day, dt.time.fromisoformat(str(time)), zone)) for key, time in told]


def _event(fair: Fair, now: dt.datetime, name_region: NameRegion, public_url: str) -> Event:
    values, event = fair.record.values, Event()
    event.add("uid", f"{fair.number}@tongxing")
    event.add("dtstamp", now.astimezone(dt.UTC))
    event.add("sequence", fair.version - 1)
    event.add("status", "CANCELLED" if fair.cancelled else "CONFIRMED")
    event.add("summary", str(values["title"]))
    event.add("location", str(values["place"]))
    event.add("description", "\n".join(_told(fair, name_region)))
    if public_url:
        event.add("url", f"{public_url}/?fair={fair.number}")
    for key, moment in moments(values, now.tzinfo):
        event.add(key, moment)
    return event


def _told(fair: Fair, name_region: NameRegion) -> list[str]:
    fields, values = fair.edition.fields, fair.record.values
    named = [name for name in _TOLD if name in values]
    return [f"{fields[name].label}：{shown(fields[name], values[name], name_region)}" for name in named]
