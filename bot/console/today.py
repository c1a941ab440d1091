"""The first page: what waits, what is due, what failed; every line leads to where it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Response

from bot.console.guard import Signed, Watching
from bot.console.lists import Badge, Column, Filter, Link, Listing, Row, paged, read_query
from bot.console.routing import router
from bot.core.records.reminders import Due
from bot.services.records.due_records import DueCount
from bot.services.staff.today import Failed, Waiting


@dataclass(frozen=True)
class Line:
    """Something to do: what, how much of it, and where. `more` says what is urgent about it."""

    text: str
    count: int
    address: str
    more: str = ""


def routes() -> APIRouter:
    """The first page, the part of it that takes longer, and everything that is due."""
    addresses = router()
    addresses.add_api_route("", show, methods=["GET"])
    addresses.add_api_route("/today/due", due_part, methods=["GET"])
    addresses.add_api_route("/due", due_page, methods=["GET"])
    addresses.add_api_route("/due/{register}", due_list, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """What waits and what failed; what is due comes after, for that takes longer to find."""
    desk = visit.desk
    waiting = await desk.today.waiting(visit.staff)
    failed = await desk.today.failed(visit.staff, desk.clock.now())
    return desk.pages.page(
        visit,
        "today/today.html",
        waiting=_waiting(waiting, visit),
        failed=_failed(failed, visit),
        day=desk.clock.today(),
    )


async def due_part(visit: Watching) -> Response:
    """What is due, for the first page."""
    return visit.desk.pages.part(visit, "today/_due.html", **await _due(visit))


async def due_page(visit: Signed) -> Response:
    """What is due, as a page of its own."""
    return visit.desk.pages.page(visit, "today/due.html", **await _due(visit))


async def due_list(visit: Signed, register: str) -> Response:
    """Everything that is due of one register, by day."""
    desk, say = visit.desk, visit.desk.words.say
    title, now = desk.book.register(register).title, desk.clock.now()
    columns = [
        Column("day", say("today.day")),
        Column("says", say("today.says"), sorts=False),
        Column("place", say("today.place"), sorts=False),
        Column("record", say("today.record"), sorts=False),
    ]
    query = read_query(visit.request, columns, filters=("says", "of"), sort="day")
    several = list(await desk.due.of(register, visit.staff, now))
    kinds, plans = {each.says: each.says for each in several}, desk.words.group("today.plans")
    several = [each for each in several if query.filters["says"] in ("", each.says)]
    several = [each for each in several if query.filters["of"] in ("", _plan(each))]
    several = several[::-1] if query.descending else several
    listing = Listing(
        caption=say("today.due_of", title=title),
        columns=columns,
        rows=[_row(each, visit) for each in paged(several, query)],
        total=len(several),
        query=query,
        filters=[Filter("of", say("today.plan"), plans), Filter("says", say("today.says"), kinds)],
        empty=say("today.nothing_due"),
    )
    return desk.pages.page(visit, "today/due_list.html", listing=listing)


async def _due(visit: Watching) -> dict[str, Any]:
    """What is due now, and apart from it what ended plans asked for and nobody has entered."""
    say = visit.desk.words.say
    counts = await visit.desk.due.counts(visit.staff, visit.desk.clock.now())

    def line(each: DueCount) -> Line:
        more = say("today.late", count=each.late) if each.late else ""
        return Line(each.title, each.count, f"/staff/due/{each.register}?of=now", more)

    left = [Line(each.title, each.left, f"/staff/due/{each.register}?of=ended") for each in counts if each.left]
    return {"due": [line(each) for each in counts if each.count], "left": left}


def _waiting(waiting: Waiting, visit: Signed) -> list[Line]:
    say = visit.desk.words.say
    lines = []
    if waiting.conversations:
        more = say("today.unanswered", count=waiting.unanswered) if waiting.unanswered else ""
        lines.append(Line(say("today.conversations"), waiting.conversations, "/staff/conversations", more))
    if waiting.broadcasts:
        lines.append(Line(say("today.drafts"), waiting.broadcasts, "/staff/broadcasts?state=draft"))
    lines += [
        Line(
            say("today.records", title=each.title, state=each.label),
            each.count,
            f"/staff/records/{each.register}?state={each.state}",
        )
        for each in waiting.records
    ]
    return lines


def _failed(failed: Failed, visit: Signed) -> list[Line]:
    say = visit.desk.words.say
    lines = [
        Line(say("today.paused", title=each.draft.title), 1, f"/staff/broadcasts/{each.number}")
        for each in failed.paused
    ]
    lines += [
        Line(say("today.undelivered", title=each.draft.title), count, f"/staff/broadcasts/{each.number}")
        for each, count in failed.deliveries
    ]
    if failed.late:
        works = visit.desk.words.group("schedules.works")
        names = "、".join(works.get(each, each) for each in failed.late)
        lines.append(Line(say("today.planned_late", names=names), len(failed.late), "/staff/broadcasts/schedule"))
    if failed.deletions:
        lines.append(Line(say("today.not_deleted"), failed.deletions, "/staff/audit/accounts?kind=retention_failed"))
    return lines


def _row(each: Due, visit: Signed) -> Row:
    """What ought to be there and is not has no record: it leads to where one is added."""
    say, today = visit.desk.words.say, visit.desk.clock.today()
    day = each.day.isoformat()
    where = f"/staff/records/{each.register}"
    number = each.record.id if each.record else None
    record = Link(number, f"{where}/{number}") if number else Link(say("today.missing"), where)
    state = "today.is_left" if each.ended else "today.is_late"
    late = Badge(say(state, day=day), "" if each.ended else "bad") if each.day < today else day
    return (late, each.says, visit.desk.pages.place(each.region), record)


def _plan(each: Due) -> str:
    return "ended" if each.ended else "now"
