"""Broadcasts: the list, one of them, writing, and everything that is done to one."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.console import broadcast_acts, broadcast_report, broadcast_writing, schedules
from bot.console.broadcast_acts import HOME, named, one_view
from bot.console.broadcast_showing import audience_facts, facts, previews, sample_lines, size_facts, state_badge
from bot.console.broadcast_showing import finding_lines as found
from bot.console.exporting import exported
from bot.console.failures import NotFound
from bot.console.guard import Signed, Visit
from bot.console.lists import Column, Filter, Link, Listing, Query, Row, paged, read_query
from bot.console.routing import router
from bot.core.messaging.broadcast import BEFORE_START, OVER, Broadcast
from bot.services.broadcasts.broadcast_parts import BroadcastRefused


def routes() -> APIRouter:
    """Addresses with words first, then those with a number."""
    addresses = router()
    addresses.add_api_route("/broadcasts", show, methods=["GET"])
    schedules.add_routes(addresses)
    broadcast_writing.add_routes(addresses)
    broadcast_acts.add_routes(addresses)
    broadcast_report.add_routes(addresses)
    addresses.add_api_route("/broadcasts/{number}", show_one, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/files/{name}", show_file, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """Every broadcast of the region."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [Column(key, say(f"broadcasts.{key}")) for key in ("title", "state", "region", "by", "created")]
    columns.append(Column("recipients", say("broadcasts.recipients"), number=True))
    query = read_query(visit.request, columns, filters=("title", "state", "region"), sort="-created")
    several = [each for each in await desk.broadcasts.listed(visit.staff) if _fits(each[0], query, visit)]
    several.sort(key=lambda each: _sorting(each[0], each[1], query.sort), reverse=query.descending)
    states = desk.phrases.group("broadcast_states")
    listing = Listing(
        caption=say("broadcasts.name"),
        columns=columns,
        rows=[_row(*each, visit) for each in paged(several, query)],
        total=len(several),
        query=query,
        filters=[
            Filter("title", say("broadcasts.title")),
            Filter("state", say("broadcasts.state"), states),
            Filter("region", say("broadcasts.region")),
        ],
        empty=say("broadcasts.empty"),
        exports=("xlsx", "csv"),
        name=say("broadcasts.name"),
    )
    return await exported(listing) if query.export else desk.pages.page(visit, "broadcasts/list.html", listing=listing)


async def show_one(visit: Signed, number: str) -> Response:
    """Everything about one: before it leaves what it says and for whom, afterwards how far it has come."""
    view = await one_view(visit, number)
    broadcast, desk = view.broadcast, visit.desk
    begun = broadcast.state not in BEFORE_START
    report = await desk.report_broadcasts.report(broadcast.number, visit.staff) if begun else None
    return desk.pages.page(
        visit,
        "broadcasts/one.html",
        broadcast=broadcast,
        home=f"{HOME}/{broadcast.number}",
        facts=[*facts(broadcast, visit), *([] if broadcast.corrects else audience_facts(broadcast.audience, visit))],
        badge=state_badge(broadcast, visit),
        begun=begun,
        over=broadcast.state in OVER,
        size=size_facts(view.size, visit),
        sample=sample_lines(view.sample, visit),
        findings=found(view.findings, visit),
        previews=previews(view.texts, visit),
        doing=await broadcast_acts.doing(view, visit),
        repeats=await schedules.repetition_of(visit, broadcast.number),
        **(broadcast_report.progress_values(report, visit) if report else {}),
    )


async def show_file(visit: Signed, number: str, name: str) -> Response:
    """A file that goes with it: the image or the calendar file."""
    try:
        file = await visit.desk.broadcasts.file(number, name, visit.staff)
    except BroadcastRefused as refused:
        raise named(refused, visit) from None
    if file is None:
        raise NotFound(visit.desk.words.say("broadcasts.no_file"))
    return Response(file.content, media_type=file.media_type, headers={"X-Content-Type-Options": "nosniff"})


def _fits(broadcast: Broadcast, query: Query, visit: Visit) -> bool:
    wanted = query.filters
    return (
        wanted["title"] in broadcast.draft.title
        and wanted["state"] in ("", broadcast.state.value)
        and wanted["region"] in visit.desk.pages.place(broadcast.region)
    )


def _sorting(broadcast: Broadcast, recipients: int | None, key: str) -> tuple[object, ...]:
    values: dict[str, object] = {
        "title": broadcast.draft.title,
        "state": list(type(broadcast.state)).index(broadcast.state),
        "region": broadcast.region,
        "by": broadcast.created.by,
        "created": broadcast.created.at,
        "recipients": recipients or 0,
    }
    return values[key], broadcast.id


def _row(broadcast: Broadcast, recipients: int | None, visit: Visit) -> Row:
    return (
        Link(broadcast.draft.title, f"{HOME}/{broadcast.number}"),
        state_badge(broadcast, visit),
        visit.desk.pages.place(broadcast.region),
        broadcast.created.by,
        visit.desk.pages.moment(broadcast.created.at),
        "—" if recipients is None else recipients,
    )
