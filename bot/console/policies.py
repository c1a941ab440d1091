"""Policies: search in words as in the chat, every measure, and one measure with its figures and sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.failures import NotFound
from bot.console.guard import Signed
from bot.console.lists import Badge, Column, Filter, Link, Listing, Row, paged, read_query
from bot.console.policy_words import KINDS, figures_of, last_day, period_of, places_of
from bot.console.routing import router
from bot.core.answers.figures import filled
from bot.core.answers.sources import WHOLE
from bot.core.conversation.turn import Hit
from bot.core.policies.catalogue import Topic
from bot.core.policies.documents import Status
from bot.core.policies.measures import Measure
from bot.core.regions.region import NATIONAL, ancestors

FILTERS = ("region", "topic", "status")
MOST_HITS = 20
LOOKED_THROUGH = 200
"""Hits among which those of a topic or status are looked for."""


def routes() -> APIRouter:
    """The addresses of measures."""
    addresses = router()
    addresses.add_api_route("/policies", show, methods=["GET"])
    addresses.add_api_route("/policies/measures/{measure}", show_measure, methods=["GET"])
    return addresses


async def show(visit: Signed) -> Response:
    """What was searched for, or else every measure."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("title", say("policies.measure")),
        Column("region", say("policies.region")),
        Column("topic", say("policies.topic")),
        Column("status", say("policies.status")),
        Column("until", say("policies.until")),
        Column("document", say("policies.document"), sorts=False),
    ]
    query = read_query(visit.request, columns, FILTERS, sort="region", fixed=("ask",))
    asked = query.fixed.get("ask", "").strip()
    hits = _hits(asked, query.filters, visit) if asked and not query.export else None
    measures = [] if hits is not None else _measures(query.filters, visit)
    measures.sort(key=lambda each: _sorting(each, query.sort, visit), reverse=query.descending)
    listing = Listing(
        caption=say("policies.measures"),
        columns=columns,
        rows=[_row(each, visit) for each in paged(measures, query)],
        total=len(measures),
        query=query,
        empty=say("policies.empty"),
        exports=("xlsx", "csv"),
        name=say("policies.measures"),
    )
    if query.export:
        return await exported(listing)
    search = [
        Filter("region", say("policies.region"), places_of(visit)),
        Filter("topic", say("policies.topic"), {each.id: each.title for each in _topics(visit)}),
        Filter("status", say("policies.status"), _statuses(visit)),
    ]
    return desk.pages.page(
        visit, "policies/search.html", listing=listing, asked=asked, hits=hits, search=search, here="measures"
    )


async def show_measure(visit: Signed, measure: str) -> Response:
    """One measure: what it says, since when, where that stands, and which questions it answers."""
    desk = visit.desk
    try:
        found = desk.catalogue.measure(measure)
    except KeyError:
        raise NotFound(desk.words.say("refused.not_found_hint")) from None
    today, phrases = desk.clock.today(), desk.phrases
    conditions = found.conditions
    return desk.pages.page(
        visit,
        "policies/measure.html",
        measure=found,
        document=desk.catalogue.documents[found.document],
        clauses=list(dict.fromkeys(citation.clause for citation in found.citations)) or [WHOLE],
        topic=desk.catalogue.topics[found.topic].title,
        says=filled(found.says.standard, found, today, phrases),
        easy=filled(found.says.easy, found, today, phrases),
        conditions=filled(conditions.standard, found, today, phrases) if conditions else None,
        silent=[phrases.name("gaps", each) for each in found.not_stated],
        figures=figures_of(found, today, visit),
        period=period_of(found.period, visit),
        state=_badge(found, visit),
        audience=[desk.words.say(f"policies.audiences.{role.value}") for role in sorted(found.audience)],
        here="measures",
    )


def _hits(asked: str, filters: Mapping[str, str], visit: Signed) -> Sequence[tuple[Hit, Badge]]:
    """Passages as the chat finds them: those that hold in the region that was chosen, in staff's own without one."""
    search, today = visit.desk.search, visit.desk.clock.today()
    region = filters["region"] or visit.staff.region
    everywhere = region == NATIONAL and not filters["region"]
    found = search.find_anywhere(asked, LOOKED_THROUGH) if everywhere else search.find(asked, region, LOOKED_THROUGH)
    catalogue, topic, status = visit.desk.catalogue, filters["topic"], filters["status"]
    fitting = [
        each
        for each in found
        if status in ("", each.period.status(today).value)
        and (not topic or (each.measure is not None and catalogue.measure(each.measure).topic == topic))
    ]
    return [(each, _status(each.period.status(today), visit)) for each in fitting[:MOST_HITS]]


def _measures(filters: Mapping[str, str], visit: Signed) -> list[Measure]:
    """Measures that hold in the region that was chosen, with those of the regions above it."""
    today = visit.desk.clock.today()
    around = ancestors(filters["region"]) if filters["region"] else None
    return [
        each
        for each in visit.desk.catalogue.measures
        if (around is None or each.region in around)
        and filters["topic"] in ("", each.topic)
        and filters["status"] in ("", each.period.status(today).value)
    ]


def _sorting(each: Measure, key: str, visit: Signed) -> tuple[object, ...]:
    values = {
        "title": each.title,
        "region": each.region,
        "topic": visit.desk.catalogue.topics[each.topic].title,
        "status": list(Status).index(each.period.status(visit.desk.clock.today())),
        "until": str(each.period.end or "9999"),
    }
    return values[key], each.id


def _row(each: Measure, visit: Signed) -> Row:
    document = visit.desk.catalogue.documents[each.document]
    clauses = list(dict.fromkeys(citation.clause for citation in each.citations)) or [WHOLE]
    return (
        Link(each.title, f"/staff/policies/measures/{each.id}"),
        visit.desk.pages.place(each.region),
        visit.desk.catalogue.topics[each.topic].title,
        _badge(each, visit),
        last_day(each.period, visit),
        f"《{document.short.strip('《》')}》{'、'.join(clauses)}",
    )


def _badge(each: Measure, visit: Signed) -> Badge:
    return _status(each.period.status(visit.desk.clock.today()), visit)


def _status(status: Status, visit: Signed) -> Badge:
    return Badge(visit.desk.phrases.name("status", status.value), KINDS[status])


def _statuses(visit: Signed) -> dict[str, str]:
    return {each.value: visit.desk.phrases.name("status", each.value) for each in Status}


def _topics(visit: Signed) -> list[Topic]:
    used = {each.topic for each in visit.desk.catalogue.measures}
    return [each for each in visit.desk.catalogue.topics.values() if each.id in used]
