"""New and changed records before they are kept, and what is noted of a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.policies.measures import Role
from bot.core.records.fields import Value
from bot.core.records.plain import to_plain
from bot.core.records.reading import read
from bot.core.records.record import Record
from bot.core.records.register import Edition
from bot.core.records.staff import Staff
from bot.core.records.states import Stopped
from bot.services.records.record_book import RecordBook, RecordRefused
from bot.services.records.record_ports import Happened


def begun(
    edition: Edition, region: str, raw: Mapping[str, Any], by: str, on: dt.date, period: str | None, book: RecordBook
) -> Record:
    """A new record, not kept yet. Raises `RecordRefused` with every problem."""
    book.check_place(edition, region)
    reading = read(raw, edition, book.region)
    book.refuse_problems(reading.problems)
    states = edition.states
    return Record(
        id="",
        register=edition.register,
        region=region,
        values=standing(reading.values, edition, on),
        period=book.period(edition, reading.values, period),
        state=states.first if states else None,
        state_since=on if states else None,
        entered_by=by,
    )


def handed_in(
    register: str, region: str, raw: Mapping[str, Any], role: Role, by: str, on: dt.date, book: RecordBook
) -> tuple[Record, Edition]:
    """What somebody outside hands in, not kept yet; they may fill everything but what the office fills.

    Raises `RecordRefused` with every problem.
    """
    edition = book.edition(book.register(register), region)
    if role not in edition.open_to:
        raise RecordRefused(book.say("record_not_open", title=edition.title))
    outside = replace(edition, fields=edition.outside)
    book.refuse_problems(read(raw, outside, book.region).problems)
    return begun(edition.handed_in(), region, raw, by, on, None, book), edition


def standing(values: Mapping[str, Value], edition: Edition, on: dt.date) -> Mapping[str, Value]:
    """The values with the day until which the record stands, unless that was said."""
    expiry = edition.expires
    if expiry is None or expiry.field in values:
        return values
    return {**values, expiry.field: on + dt.timedelta(days=expiry.days)}


def changed(record: Record, raw: Mapping[str, Any], edition: Edition, book: RecordBook) -> Record:
    """The record with the given fields replaced. Raises `RecordRefused` with every problem."""
    reading = read(raw, edition, book.region, whole=False)
    book.refuse_problems(reading.problems)
    kept = {name: value for name, value in record.values.items() if name not in reading.emptied}
    return replace(record, values={**kept, **reading.values})


def happened(kind: str, before: Record, after: Record, edition: Edition, staff: Staff, now: dt.datetime) -> Happened:
    """What changed: old and new of what is kept in clear, only the names of personal fields."""
    names = [name for name in edition.fields if before.values.get(name) != after.values.get(name)]
    detail: dict[str, Any] = {
        "fields": {
            name: [_plain(before.values.get(name)), _plain(after.values.get(name))]
            for name in names
            if name not in edition.private
        },
        "secret": [name for name in names if name in edition.private],
    }
    if before.state != after.state:
        detail["state"] = [before.state, after.state]
    return Happened(now, staff.id, kind, detail)


def stopped_text(stop: Stopped, state: str, to: str, edition: Edition, book: RecordBook) -> str:
    """Why a step is refused, in a sentence."""
    assert edition.states is not None, "only records with states are moved"
    labels = edition.states.labels
    return book.say(
        f"record_stopped_{stop.kind}",
        state=labels[state],
        to=labels.get(to, to),
        ways="、".join(labels[way] for way in edition.states.onward(state)) or book.say("record_none"),
        missing="、".join(edition.fields[field].label for field in stop.missing),
    )


def _plain(value: Value | None) -> Any:
    return None if value is None else to_plain(value)
