"""Conversations handed over to staff: the queue, and what of it is whose."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Response

from bot.console import conversation
from bot.console.exporting import exported
from bot.console.guard import Signed, Visit, Watching
from bot.console.lists import Badge, Column, Filter, Link, Listing, Query, Row, paged, read_query
from bot.console.routing import router
from bot.core.handover.case import Case, Side
from bot.services.handover.handovers import Listed

HOME = conversation.HOME
ORDER = ("waiting", "mine", "others", "closed")
"""Whose a case may be, as whoever looks sees it."""


def routes() -> APIRouter:
    """The queue, the part of it that fetches itself, and the pages of single conversations."""
    addresses = router()
    addresses.add_api_route("/conversations", show, methods=["GET"])
    addresses.add_api_route("/conversations/queue", queue, methods=["GET"])
    conversation.add_routes(addresses)
    return addresses


async def show(visit: Signed) -> Response:
    """Everything open, and what was closed today."""
    listing, values = await _board(visit)
    return (
        await exported(listing)
        if listing.query.export
        else visit.desk.pages.page(visit, "conversations/list.html", **values)
    )


async def queue(visit: Watching) -> Response:
    """The same list for the page that is open; nothing if nothing changed since `known`."""
    _, values = await _board(visit)
    asked = visit.request.query_params
    if asked.get("known") == values["known"]:
        return Response(status_code=204)
    more = int(str(values["unanswered"])) > _whole(asked.get("unanswered", ""))
    return visit.desk.pages.part(visit, "conversations/_queue.html", **values, live=True, more=more)


async def _board(visit: Visit) -> tuple[Listing, dict[str, Any]]:
    desk, say, now = visit.desk, visit.desk.words.say, visit.desk.clock.now()
    columns = [
        Column(key, say(f"conversations.{key}")) for key in ("number", "whose", "waits", "unread", "since", "place")
    ]
    query = replace(read_query(visit.request, columns, filters=("whose", "place"), sort="whose"), path=HOME)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    several = list(await desk.handovers.board(visit.staff, midnight))
    unanswered = sum(each.case.is_open and each.case.awaited is Side.STAFF for each in several)
    fitting = [each for each in several if _fits(each.case, query, visit)]
    fitting.sort(key=_by(query.sort, visit), reverse=query.descending)
    rows = [_row(each, visit, now) for each in paged(fitting, query)]
    listing = Listing(
        caption=say("conversations.title"),
        columns=columns,
        rows=rows,
        total=len(fitting),
        query=query,
        filters=[
            Filter("whose", say("conversations.whose"), desk.words.group("conversations.kinds")),
            Filter("place", say("conversations.place")),
        ],
        empty=say("conversations.empty"),
        exports=("xlsx", "csv"),
        name=say("conversations.title"),
    )
    known = hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
    live = query.at(query.page).replace(HOME, f"{HOME}/queue", 1)
    return listing, {"listing": listing, "known": known, "unanswered": unanswered, "live_address": live}


def whose(case: Case, visit: Visit) -> str:
    """Which of `ORDER` a case is."""
    if not case.is_open:
        return "closed"
    return "waiting" if case.staff is None else "mine" if case.staff == visit.staff.id else "others"


def _fits(case: Case, query: Query, visit: Visit) -> bool:
    wanted, place = query.filters["whose"], query.filters["place"]
    return wanted in ("", whose(case, visit)) and place in conversation.place_of(case, visit)


def _by(sort: str, visit: Visit) -> Callable[[Listed], tuple[object, ...]]:
    def key(each: Listed) -> tuple[object, ...]:
        case = each.case
        awaited = case.awaited is not Side.STAFF
        values: dict[str, Sequence[object]] = {
            "number": (),
            "place": (case.region,),
            "whose": (ORDER.index(whose(case, visit)), awaited, case.since),
            "waits": (awaited, case.since),
            "since": (case.since,),
            "unread": (each.unread,),
        }
        return (*values[sort], case.number)

    return key


def _row(each: Listed, visit: Visit, now: dt.datetime) -> Row:
    say, case = visit.desk.words.say, each.case
    kind = whose(case, visit)
    holder = say("conversations.with", name=case.staff) if kind == "others" else say(f"conversations.kinds.{kind}")
    awaits = "—"
    if case.is_open:
        awaits = say("conversations.awaits." + case.awaited.value)
    moment = case.since if case.closed_at is None else case.closed_at
    return (
        Link(case.number, f"{HOME}/{case.number}"),
        Badge(holder, {"waiting": "warn", "mine": "good"}.get(kind, "")),
        Badge(awaits, "bad") if case.is_open and case.awaited is Side.STAFF else awaits,
        Badge(say("conversations.new", count=each.unread), "warn") if each.unread else "—",
        say("conversations.ago", time=lasting(now - moment, visit)),
        conversation.place_of(case, visit) + (say("conversations.easy_mark") if case.easy else ""),
    )


def lasting(time: dt.timedelta, visit: Visit) -> str:
    """A span in its largest unit."""
    minutes = max(0, int(time.total_seconds()) // 60)
    if not minutes:
        return visit.desk.words.say("conversations.just_now")
    unit, size = ("minutes", 1) if minutes < 60 else ("hours", 60) if minutes < 1440 else ("days", 1440)
    return visit.desk.words.say(f"conversations.{unit}", count=minutes // size)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
