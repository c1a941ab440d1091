"""Whom a job fits, and what its employer should be asked."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.guard import Writing
from bot.console.lists import Badge, Column, Link, Listing, paged, read_query
from bot.console.record_texts import address_of
from bot.console.routing import router
from bot.core.eligibility.ternary import Ternary
from bot.core.registry.from_records import JOBS, NEEDS

MOST = 50
"""People that are looked at for one job."""
KINDS = {Ternary.YES: "good", Ternary.UNKNOWN: "warn"}


def routes() -> APIRouter:
    """The list of people for a job."""
    addresses = router()
    addresses.add_api_route(f"/records/{JOBS}/{{number}}/people", show, methods=["GET"])
    return addresses


async def show(visit: Writing, number: str) -> Response:
    """The best people first, masked, with reasons that tell nothing sensitive; the look is noted."""
    desk, say, now = visit.desk, visit.desk.words.say, visit.desk.clock.now()
    columns = [
        Column("number", say("records.match.need"), sorts=False),
        Column("fit", say("records.match.fit")),
        Column("region", say("records.region"), sorts=False),
        Column("reasons", say("records.match.reasons"), sorts=False),
        Column("ask", say("records.match.ask"), sorts=False),
    ]
    query = read_query(visit.request, columns, (), sort="-fit")
    job, people = await desk.records.match.people(number, MOST, visit.staff, now)
    _, questions = await desk.records.match.questions(number, visit.staff, now)
    several = people if query.descending else people[::-1]
    rows = [
        (
            Link(each.number, address_of(NEEDS, each.number)),
            Badge(say(f"records.match.fits.{each.fit.value}"), KINDS.get(each.fit, "")),
            desk.pages.place(each.region),
            "；".join(each.fits) or "—",
            "；".join(each.ask) or "—",
        )
        for each in paged(several, query)
    ]
    title = say("records.match.title", number=job.id)
    listing = Listing(
        title, columns, rows, len(people), query, empty=say("records.match.empty"), exports=("xlsx", "csv"), name=title
    )
    if query.export:
        return await exported(listing)
    return desk.pages.page(
        visit,
        "records/people.html",
        listing=listing,
        questions=[each.text for each in questions],
        title=title,
        address=address_of(JOBS, job.id),
        number=job.id,
    )
