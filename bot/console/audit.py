"""Who looked at what when, and what happened around accounts, for admins and auditors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.guard import Auditing
from bot.console.lists import Column, Filter, Link, Listing, Query, Row, read_query
from bot.console.routing import router
from bot.services.people.people_ports import Looked, LooksWanted
from bot.services.staff.read_audit import MOST
from bot.services.staff.session_ports import EventsWanted, StaffEvent

EXPORTS = ("xlsx", "csv")


def routes() -> APIRouter:
    """The addresses of both lists."""
    addresses = router()
    addresses.add_api_route("/audit", looks, methods=["GET"])
    addresses.add_api_route("/audit/accounts", events, methods=["GET"])
    return addresses


async def looks(visit: Auditing) -> Response:
    """Who looked at what."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("at", say("audit.at")),
        Column("staff", say("audit.staff"), sorts=False),
        Column("what", say("audit.what"), sorts=False),
        Column("register", say("audit.register"), sorts=False),
        Column("record", say("audit.record"), sorts=False),
    ]
    query = read_query(visit.request, columns, ("staff", "what", "register", "record", "since", "until"), sort="-at")
    asked = query.filters
    wanted = LooksWanted(
        staff=asked["staff"] or None,
        what=asked["what"] or None,
        register=asked["register"] or None,
        record=asked["record"].upper() or None,
        since=_start(asked["since"], visit),
        until=_start(asked["until"], visit, days=1),
    )
    first, limit = _part(query)
    lines, total = await desk.audit.looks(visit.staff, wanted, first, limit, newest=query.descending)
    kinds, titles = desk.words.group("audit.looks"), {each.id: each.title for each in desk.book.registers.values()}
    listing = Listing(
        caption=say("audit.looks_title"),
        columns=columns,
        rows=[_look(each, kinds, titles, visit) for each in lines],
        total=total,
        query=query,
        filters=[
            Filter("staff", say("audit.staff")),
            Filter("what", say("audit.what"), kinds),
            Filter("register", say("audit.register"), dict(sorted(titles.items(), key=lambda each: each[1]))),
            Filter("record", say("audit.record")),
            Filter("since", say("audit.since"), kind="date"),
            Filter("until", say("audit.until"), kind="date"),
        ],
        empty=say("audit.no_looks"),
        exports=EXPORTS,
        name=say("audit.looks_title"),
    )
    return await _shown(visit, listing, "looks")


async def events(visit: Auditing) -> Response:
    """What happened around accounts: sign-ins, wrong passwords, changes."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("at", say("audit.at")),
        Column("kind", say("audit.kind"), sorts=False),
        Column("staff", say("audit.account"), sorts=False),
        Column("by", say("audit.by"), sorts=False),
        Column("detail", say("audit.detail"), sorts=False),
    ]
    query = read_query(visit.request, columns, ("staff", "kind", "since", "until"), sort="-at")
    asked, kinds = query.filters, desk.words.group("audit.events")
    wanted = EventsWanted(
        staff=asked["staff"] or None,
        kind=asked["kind"] or None,
        since=_start(asked["since"], visit),
        until=_start(asked["until"], visit, days=1),
    )
    first, limit = _part(query)
    lines, total = await desk.audit.events(visit.staff, wanted, first, limit, newest=query.descending)
    listing = Listing(
        caption=say("audit.events_title"),
        columns=columns,
        rows=[_event(each, kinds, visit) for each in lines],
        total=total,
        query=query,
        filters=[
            Filter("staff", say("audit.account")),
            Filter("kind", say("audit.kind"), kinds),
            Filter("since", say("audit.since"), kind="date"),
            Filter("until", say("audit.until"), kind="date"),
        ],
        empty=say("audit.no_events"),
        exports=EXPORTS,
        name=say("audit.events_title"),
    )
    return await _shown(visit, listing, "events")


async def _shown(visit: Auditing, listing: Listing, which: str) -> Response:
    if listing.query.export:
        return await exported(listing)
    return visit.desk.pages.page(visit, "audit/audit.html", listing=listing, which=which)


def _part(query: Query) -> tuple[int, int]:
    return (0, MOST) if query.export else (query.first, query.size)


def _start(day: str, visit: Auditing, days: int = 0) -> dt.datetime | None:
    """When a day begins in the service's time zone, so many days later; nothing for what is no day."""
    try:
        found = dt.date.fromisoformat(day) + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return dt.datetime.combine(found, dt.time(), visit.desk.clock.now().tzinfo)


def _look(each: Looked, kinds: Mapping[str, str], titles: Mapping[str, str], visit: Auditing) -> Row:
    """A register that is none is a part of the console that keeps something of its own."""
    register = each.register or ""
    title = titles.get(register) or visit.desk.words.group("audit.places").get(register, register)
    record = Link(each.record, f"/staff/records/{register}/{each.record}") if each.record else "—"
    return (visit.desk.pages.moment(each.at), each.staff, kinds.get(each.what, each.what), title or "—", record)


def _event(each: StaffEvent, kinds: Mapping[str, str], visit: Auditing) -> Sequence[str]:
    words = visit.desk.words
    stranger = words.say("audit.stranger")
    by = each.by or "—"
    return (
        visit.desk.pages.moment(each.at),
        kinds.get(each.kind, each.kind),
        each.staff or stranger,
        words.group("audit.places").get(by, by),
        _detail(each.detail, visit),
    )


def _detail(detail: str | None, visit: Auditing) -> str:
    """A role and a region, as they are noted when an account is made or changed."""
    role, _, region = (detail or "").partition(" ")
    roles = visit.desk.words.group("roles")
    return f"{roles[role]}，{visit.desk.pages.place(region)}" if role in roles else detail or "—"
