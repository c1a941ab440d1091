"""People who do not know of what fits them: counts first, lists only where their consent says that staff see it."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.failures import NotAllowed, NotFound
from bot.console.guard import Signed, Visit, Writing
from bot.console.lists import Column, Filter, Link, Listing, Row, paged, read_query
from bot.console.routing import router
from bot.core.registry.from_records import NEEDS
from bot.services.policies.import_documents import NotTheirs
from bot.services.policies.unaware import Line

HOME = "/staff/unaware"
VIEWS = ("measure", "region")


def routes() -> APIRouter:
    """The addresses of counts and lists."""
    addresses = router()
    addresses.add_api_route("/unaware", show, methods=["GET"])
    addresses.add_api_route("/unaware/count", count, methods=["POST"])
    addresses.add_api_route("/unaware/tell", ask, methods=["GET"])
    addresses.add_api_route("/unaware/tell", tell, methods=["POST"])
    addresses.add_api_route("/unaware/{measure}", people, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """How many people, by measure or by measure and region."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("measure", say("unaware.measure")),
        Column("region", say("unaware.region")),
        Column("profiles_fit", say("unaware.profiles_fit"), number=True),
        Column("profiles_untold", say("unaware.profiles_untold"), number=True),
        Column("needs_fit", say("unaware.needs_fit"), number=True),
        Column("needs_untold", say("unaware.needs_untold"), number=True),
        Column("who", say("unaware.who"), sorts=False),
    ]
    query = read_query(visit.request, columns, ("measure", "view"), sort="-needs_untold")
    by_region = query.filters["view"] == "region"
    lines = [
        each
        for each in await desk.unaware.lines(visit.staff, by_region=by_region)
        if query.filters["measure"] in _title(each.measure, visit)
    ]
    lines.sort(key=lambda each: _sorting(each, query.sort, visit), reverse=query.descending)
    listing = Listing(
        caption=say("unaware.caption"),
        columns=columns,
        rows=[_row(each, visit) for each in paged(lines, query)],
        total=len(lines),
        query=query,
        filters=[
            Filter("measure", say("unaware.measure")),
            Filter("view", say("unaware.views"), {each: say(f"unaware.by_{each}") for each in VIEWS}),
        ],
        empty=say("unaware.empty"),
        exports=("xlsx", "csv"),
        name=say("unaware.title"),
    )
    if query.export:
        return await exported(listing)
    counted_at = await desk.unaware.counted_at()
    return desk.pages.page(visit, "unaware/counts.html", listing=listing, counted_at=counted_at)


async def count(visit: Writing) -> Response:
    """Have it counted anew."""
    desk = visit.desk
    await desk.unaware.count_now(visit.staff, desk.clock.now())
    return await desk.pages.done(visit, HOME, desk.words.say("unaware.counting"))


async def ask(visit: Writing) -> Response:
    """Who will be told."""
    say, place = visit.desk.words.say, visit.desk.pages.place(visit.staff.region)
    return visit.desk.pages.page(
        visit,
        "confirm.html",
        heading=say("unaware.tell_heading", place=place),
        sentences=[say("unaware.tell_what", place=place), say("unaware.tell_not")],
        address=f"{HOME}/tell",
        label=say("unaware.tell_now"),
        back=HOME,
    )


async def tell(visit: Writing) -> Response:
    """Have them told."""
    desk = visit.desk
    await desk.unaware.tell_now(visit.staff, desk.clock.now())
    return await desk.pages.done(visit, HOME, desk.words.say("unaware.tell_done"))


async def people(visit: Writing, measure: str) -> Response:
    """Registered needs whose owners do not know of a measure that fits; the look is noted."""
    desk, say = visit.desk, visit.desk.words.say
    if measure not in {each.id for each in desk.catalogue.measures}:
        raise NotFound(say("refused.not_found_hint"))
    columns = [
        Column("number", say("unaware.number")),
        Column("region", say("unaware.region")),
        Column("others", say("unaware.others"), sorts=False),
    ]
    query = read_query(visit.request, columns, (), sort="region", fixed=("in",))
    region = query.fixed.get("in", visit.staff.region)
    try:
        found, whole = await desk.unaware.people(measure, region, visit.staff, desk.clock.now())
    except NotTheirs:
        raise NotAllowed(say("unaware.not_theirs")) from None
    several = sorted(found, key=lambda each: (getattr(each, query.sort), each.number), reverse=query.descending)
    listing = Listing(
        caption=say("unaware.list_title", measure=_title(measure, visit)),
        columns=columns,
        rows=[
            (
                Link(each.number, f"/staff/records/{NEEDS}/{each.number}"),
                desk.pages.place(each.region),
                "、".join(_title(other, visit) for other in each.fits if other in each.untold and other != measure),
            )
            for each in paged(several, query)
        ],
        total=len(several),
        query=query,
        empty=say("unaware.none_listed"),
        exports=("xlsx", "csv"),
        name=say("unaware.title"),
    )
    if query.export:
        return await exported(listing)
    title = _title(measure, visit)
    most = None if whole else desk.unaware.rules.most_listed
    return desk.pages.page(visit, "unaware/people.html", listing=listing, title=title, measure=measure, most=most)


def _title(measure: str, visit: Visit) -> str:
    """A measure may have been taken out of the catalogue since it was counted."""
    known = {each.id: each.title for each in visit.desk.catalogue.measures}
    return known.get(measure, measure)


def _number(number: int | None, visit: Visit) -> int | str:
    return (
        visit.desk.words.say("unaware.fewer", least=visit.desk.unaware.rules.least_shown) if number is None else number
    )


def _row(each: Line, visit: Visit) -> Row:
    say = visit.desk.words.say
    title = _title(each.measure, visit)
    listed = visit.staff.writes and each.needs.untold
    where = f"{HOME}/{each.measure}" + (f"?in={each.region}" if each.region else "")
    return (
        Link(title, f"/staff/policies/measures/{each.measure}"),
        visit.desk.pages.place(each.region) if each.region else say("unaware.all_regions"),
        *(_number(number, visit) for part in (each.profiles, each.needs) for number in (part.fits, part.untold)),
        Link(say("unaware.who"), where, say("unaware.who_of", measure=title)) if listed else "—",
    )


def _sorting(each: Line, key: str, visit: Visit) -> tuple[object, ...]:
    numbers = {
        "profiles_untold": each.profiles.untold,
        "profiles_fit": each.profiles.fits,
        "needs_untold": each.needs.untold,
        "needs_fit": each.needs.fits,
    }
    if key in numbers:
        return (numbers[key] or 0, each.measure, each.region)
    return (_title(each.measure, visit) if key == "measure" else each.region, each.measure, each.region)
