"""Everybody who is kept, without who they are or where they can be reached; and one person."""

from __future__ import annotations

import datetime as dt
import re

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.failures import NotFound
from bot.console.guard import Signed
from bot.console.lists import Badge, Column, Filter, Link, Listing, Query, Row, read_query
from bot.console.record_texts import address_of
from bot.console.routing import router
from bot.core.records.staff import StaffRole
from bot.services.people.people import day_of
from bot.services.people.people_page_ports import PeopleWanted, PersonLine
from bot.services.records.record_book import RecordRefused

FILTERS = ("start", "region", "role", "easy", "channel", "topic", "purpose", "since", "until")
SHORT = 8
"""Characters of an id that a list shows."""
NOBODY = "none"
"""The filter for people who said no role."""
_ID = re.compile(r"[0-9a-f]{0,32}")


def routes() -> APIRouter:
    """The list, and one person."""
    addresses = router()
    addresses.add_api_route("/people", show, methods=["GET"])
    addresses.add_api_route("/people/{number}", show_one, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """The list; as a file it holds no more than on the page."""
    desk, say, now = visit.desk, visit.desk.words.say, visit.desk.clock.now()
    keys = {"id": True, "region": True, "role": True, "easy": False, "seen": True, "since": True}
    columns = [Column(key, say(f"people.{key}"), sorts) for key, sorts in keys.items()]
    columns += [Column(key, say(f"people.{key}"), sorts=False) for key in ("channel", "topics", "consents")]
    query = read_query(visit.request, columns, FILTERS, sort="-seen")
    problem = ""
    try:
        wanted = _wanted(visit, query)
    except RecordRefused as refused:
        problem, wanted = " ".join(refused.sentences), None
    people = desk.records.people
    found: list[PersonLine] = []
    total = 0
    if wanted is not None and query.export:
        found = [each async for each in people.all(wanted, query.sort, visit.staff, now, descending=query.descending)]
        total = len(found)
    elif wanted is not None:
        page, total = await people.page(
            wanted, query.sort, visit.staff, query.first, query.size, descending=query.descending
        )
        found = list(page)
    listing = Listing(
        caption=say("people.title"),
        columns=columns,
        rows=[_row(each, visit) for each in found],
        total=total,
        query=query,
        filters=_filters(visit),
        empty=say("people.empty"),
        exports=("xlsx", "csv"),
        name=say("people.title"),
    )
    if query.export and not problem:
        return await exported(listing)
    return desk.pages.page(visit, "people/list.html", 422 if problem else 200, listing=listing, problem=problem)


async def show_one(visit: Signed, number: str) -> Response:
    """What is kept of one person, as far as staff may see; the look is noted first."""
    desk, now = visit.desk, visit.desk.clock.now()
    try:
        one = await desk.records.people.get(number, visit.staff, now)
    except RecordRefused as refused:
        raise NotFound(" ".join(refused.sentences)) from None
    return desk.pages.page(
        visit,
        "people/one.html",
        one=one,
        short=one.line.id[:SHORT],
        facts=_facts(one.line, visit),
        topics=[desk.records.topics.get(each, each) for each in one.line.topics],
        consents=[
            (
                desk.records.purposes.get(each.purpose, each.purpose),
                each.version,
                _channels(visit).get(each.channel, each.channel),
                day_of(each.given_at, now).isoformat(),
            )
            for each in one.consents
        ],
        records=[(each, address_of(each.register, each.number)) for each in one.records],
        looks=one.looks if visit.staff.role is not StaffRole.EDITOR else (),
        looked=desk.words.group("audit.looks"),
        titles={each.id: each.title for each in desk.book.registers.values()},
    )


def _facts(line: PersonLine, visit: Signed) -> dict[str, str]:
    say, roles = visit.desk.words.say, visit.desk.words.group("people.roles")
    facts = {
        say("people.region"): visit.desk.pages.place(line.region),
        say("people.role"): roles[line.role or NOBODY],
        say("people.easy"): _easy(line, visit),
        say("people.seen"): line.last_seen.isoformat(),
        say("people.since"): visit.desk.pages.moment(line.since),
        say("people.channel"): "、".join(_channels(visit).get(each, each) for each in line.channels) or "—",
    }
    if line.is_blocked:
        facts[say("people.blocked")] = say("people.blocked_note")
    return facts


def _wanted(visit: Signed, query: Query) -> PeopleWanted:
    """Whom the address asks for. Raises `RecordRefused` for a place that there is not, or that is not the staff's."""
    book, asked = visit.desk.book, query.filters
    region = book.region(asked["region"]) if asked["region"] else visit.staff.region
    if region is None:
        raise RecordRefused(book.say("record_unknown_place", value=asked["region"]))
    if not visit.staff.reaches(region):
        raise RecordRefused(book.say("record_elsewhere", place=book.place(region)))
    start = asked["start"].lower()
    if not _ID.fullmatch(start):
        raise RecordRefused(visit.desk.words.say("people.no_id"))
    role = asked["role"] or None
    return PeopleWanted(
        region,
        start,
        "" if role == NOBODY else role,
        {"yes": True, "no": False}.get(asked["easy"]),
        asked["channel"] or None,
        asked["topic"] or None,
        asked["purpose"] or None,
        _day(asked["since"]),
        _day(asked["until"]),
    )


def _filters(visit: Signed) -> list[Filter]:
    say, desk = visit.desk.words.say, visit.desk
    return [
        Filter("start", say("people.start")),
        Filter("region", say("people.region")),
        Filter("role", say("people.role"), desk.words.group("people.roles")),
        Filter("easy", say("people.easy"), {"yes": say("people.yes"), "no": say("people.no")}),
        Filter("channel", say("people.channel"), _channels(visit)),
        Filter("topic", say("people.topics"), desk.records.topics),
        Filter("purpose", say("people.consents"), desk.records.purposes),
        Filter("since", say("people.seen_from"), kind="date"),
        Filter("until", say("people.seen_until"), kind="date"),
    ]


def _row(line: PersonLine, visit: Signed) -> Row:
    desk, roles, channels = visit.desk, visit.desk.words.group("people.roles"), _channels(visit)
    says = desk.words.say("people.one", number=line.id[:SHORT])
    return (
        Link(line.id[:SHORT], f"/staff/people/{line.id}", says),
        desk.pages.place(line.region),
        roles.get(line.role or NOBODY, line.role or ""),
        _easy(line, visit),
        Badge(desk.words.say("people.blocked"), "warn") if line.is_blocked else line.last_seen.isoformat(),
        desk.pages.moment(line.since),
        "、".join(channels.get(each, each) for each in line.channels) or "—",
        "、".join(desk.records.topics.get(each, each) for each in line.topics) or "—",
        "、".join(desk.records.purposes.get(each, each) for each in line.purposes) or "—",
    )


def _channels(visit: Signed) -> dict[str, str]:
    return dict(visit.desk.phrases.group("channels"))


def _easy(line: PersonLine, visit: Signed) -> str:
    return visit.desk.words.say("people.yes" if line.easy else "people.no")


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
