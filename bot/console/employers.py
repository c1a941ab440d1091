"""Employers the office has to do with: the list, one line each, and one of them with all its records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.failures import NotFound
from bot.console.guard import Signed
from bot.console.lists import Column, Filter, Link, Listing, Query, Row, read_query
from bot.console.record_texts import address_of, first_fields
from bot.console.routing import router
from bot.core.records.showing import lines
from bot.core.registry.from_records import JOBS
from bot.services.jobs.employer_ports import SORTS, EmployerLine
from bot.services.jobs.employers import EmployersAsked, SeenEmployer, SeenRecord
from bot.services.records.record_book import RecordRefused

HERE = "/staff/employers"
FILTERS = ("text", "region", "review")
NUMBERS = ("published", "in_review", "posts", "others")
TOLD = 3
"""Fields of a record that tell which it is."""


@dataclass(frozen=True)
class Line:
    """A record on the page of its employer: what it says in short, its state (empty without), when it changed."""

    number: str
    address: str
    says: str
    state: str
    changed: str


@dataclass(frozen=True)
class Group:
    """Records of one register."""

    title: str
    address: str
    lines: Sequence[Line]


@dataclass(frozen=True)
class Wait:
    """A record that something has to be done about: what, and since or until when."""

    line: Line
    title: str
    what: str
    day: str


def routes() -> APIRouter:
    """The list, and one employer by the number of any of its records."""
    addresses = router()
    addresses.add_api_route("/employers", show, methods=["GET"])
    addresses.add_api_route("/employers/{number}", show_one, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """The list; as a file it holds no more than on the page."""
    desk, say, columns = visit.desk, visit.desk.words.say, _columns(visit)
    query = read_query(visit.request, columns, FILTERS, sort="-changed")
    problem, found, total = "", list[EmployerLine](), 0
    try:
        asked = _asked(visit, query)
        if query.export:
            found = [each async for each in desk.employers.all(asked, visit.staff)]
            total = len(found)
        else:
            page, total = await desk.employers.page(asked, visit.staff, query.first, query.size)
            found = list(page)
    except RecordRefused as refused:
        problem = " ".join(refused.sentences)
    listing = Listing(
        caption=say("employers.title"),
        columns=columns,
        rows=[_row(each, visit) for each in found],
        total=total,
        query=query,
        filters=[
            Filter("text", say("employers.text")),
            Filter("region", say("employers.region")),
            Filter("review", say("employers.in_review"), {"1": say("employers.only_in_review")}),
        ],
        empty=say("employers.empty" if visit.staff.writes else "employers.empty_reading"),
        exports=("xlsx", "csv"),
        name=say("employers.title"),
    )
    if query.export and not problem:
        return await exported(listing)
    return desk.pages.page(visit, "employers/list.html", 422 if problem else 200, listing=listing, problem=problem)


async def show_one(visit: Signed, number: str) -> Response:
    """One employer; contacts are not told here, but on the page of the record, where the look is noted."""
    desk, today = visit.desk, visit.desk.clock.today()
    try:
        one = await desk.employers.one(number, visit.staff, today)
    except RecordRefused as refused:
        raise NotFound(" ".join(refused.sentences)) from None
    return desk.pages.page(
        visit,
        "employers/one.html",
        one=one,
        facts={
            desk.words.say("employers.region"): desk.pages.place(one.region),
            desk.words.say("employers.changed"): desk.pages.moment(max(each.changed_at for each in one.records)),
        },
        waits=_waits(one, visit),
        groups=_groups(one, visit),
        new_job=f"{address_of(JOBS)}/new?region={one.region}&of={one.records[0].record.id}",
    )


def _columns(visit: Signed) -> list[Column]:
    keys = ("name", "region", *NUMBERS, "changed")
    return [Column(key, visit.desk.words.say(f"employers.{key}"), key in SORTS, key in NUMBERS) for key in keys]


def _row(line: EmployerLine, visit: Signed) -> Row:
    return (
        Link(line.name, f"{HERE}/{line.number}"),
        visit.desk.pages.place(line.region),
        line.published,
        line.in_review,
        line.posts,
        line.others,
        visit.desk.pages.moment(line.changed_at),
    )


def _asked(visit: Signed, query: Query) -> EmployersAsked:
    """Which employers the address asks for. Raises `RecordRefused` for a place that there is not."""
    book, asked = visit.desk.book, query.filters
    region = book.region(asked["region"]) if asked["region"] else None
    if asked["region"] and region is None:
        raise RecordRefused(book.say("record_unknown_place", value=asked["region"]))
    return EmployersAsked(region, asked["text"], bool(asked["review"]), query.sort, query.descending)


def _groups(one: SeenEmployer, visit: Signed) -> list[Group]:
    """The records by register, in the order in which they come."""
    several = groupby(one.records, key=lambda each: (each.record.register, each.edition.title))
    return [
        Group(title, address_of(register), [_line(each, visit) for each in records])
        for (register, title), records in several
    ]


def _waits(one: SeenEmployer, visit: Signed) -> list[Wait]:
    """What staff have to decide on, then what is due."""
    found = []
    for each in one.records:
        if each.waits:
            line, since = _line(each, visit), each.record.state_since
            found.append(Wait(line, each.edition.title, line.state, since.isoformat() if since else ""))
    for each, reminder in one.due:
        found.append(Wait(_line(each, visit), each.edition.title, reminder.says, reminder.day.isoformat()))
    return found


def _line(each: SeenRecord, visit: Signed) -> Line:
    record, edition, say = each.record, each.edition, visit.desk.words.say
    words = lines(record.values, edition, visit.desk.pages.place, clear=False)
    told = [field for field in first_fields(edition) if field.id in words and field.id != edition.identified_by]
    state = edition.states.labels.get(record.state or "", "") if edition.states else ""
    return Line(
        record.id,
        address_of(record.register, record.id),
        "；".join(say("employers.said", label=field.label, text=words[field.id]) for field in told[:TOLD]),
        state,
        visit.desk.pages.moment(each.changed_at),
    )
