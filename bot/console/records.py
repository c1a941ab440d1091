"""All registers, and the list of each: found, sorted, leafed through and taken away as a file."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from fastapi import APIRouter, Response

from bot.console.exporting import TYPES, download, exported
from bot.console.failures import NotFound
from bot.console.guard import Signed
from bot.console.lists import Filter, Listing, Query, read_query
from bot.console.record_texts import (
    edition_for,
    export_columns,
    export_row,
    lacks_anything,
    list_columns,
    list_row,
    state_choices,
)
from bot.console.routing import router
from bot.console.template_columns import template_columns
from bot.core.records.register import Edition, Kind, Register
from bot.core.records.words import occurrence_text
from bot.services.records.record_book import RecordRefused, smaller
from bot.services.records.record_looks import EXPORTED
from bot.services.records.record_pages import Asked
from bot.spreadsheets.writing import write_template

EVERYDAY = (
    "willing_employers", "jobs", "fairs", "training_classes", "institutions", "introductions", "enrolments",
    "job_needs",
)  # fmt: skip
"""Registers that staff use every day, in this order; the others stand below, by kind."""
FEW = 5000
"""Records that are added up while somebody waits."""
FILTERS = ("text", "region", "state", "period", "incomplete")


@dataclass(frozen=True)
class Entry:
    """A register in the overview: how many records it has, and how many reminders."""

    title: str
    address: str
    count: int
    due: int


def routes() -> APIRouter:
    """The overview, and what concerns a register as a whole."""
    addresses = router()
    addresses.add_api_route("/records", overview, methods=["GET"])
    addresses.add_api_route("/records/{register}", show, methods=["GET"])
    addresses.add_api_route("/records/{register}/template/{kind}", template, methods=["GET"])
    addresses.add_api_route("/records/{register}/about", about, methods=["GET"])
    return addresses


async def overview(visit: Signed) -> Response:
    """All registers by kind, those of every day first; those that no document here knows are left out."""
    desk, staff = visit.desk, visit.staff
    counts = await desk.records.pages.overview(staff)
    due = {each.register: each.count for each in await desk.due.counts(staff, desk.clock.now())}
    known = {each: count for each, count in counts.items() if count or edition_for(each, staff.region)}

    def entry(register: Register) -> Entry:
        edition = edition_for(register, staff.region)
        title = edition.title if edition else register.title
        return Entry(title, f"/staff/records/{register.id}", known[register], due.get(register.id, 0))

    groups = {"everyday": [entry(each) for each in known if each.id in EVERYDAY]}
    groups["everyday"].sort(key=lambda each: EVERYDAY.index(each.address.rpartition("/")[2]))
    for kind in (Kind.CASE, Kind.LEDGER, Kind.REGISTER, Kind.CALENDAR):
        groups[kind.value] = [entry(each) for each in known if each.kind is kind and each.id not in EVERYDAY]
    hidden = len(desk.book.registers) - len(known)
    return desk.pages.page(visit, "records/overview.html", groups=groups, hidden=hidden)


async def show(visit: Signed, register: str) -> Response:
    """The list of one register."""
    found = register_of(visit, register)
    edition = edition_for(found, visit.staff.region) or next(iter(found.editions.values()))
    query = read_query(visit.request, list_columns(found, edition, visit.desk), FILTERS, sort="-entered")
    try:
        listing = await _listing(visit, found, edition, query)
    except RecordRefused as refused:
        return _shown(visit, found, edition, None, " ".join(refused.sentences), 422)
    if query.export:
        return await exported(listing)
    return _shown(visit, found, edition, listing, _not_here(visit, found))


async def template(visit: Signed, register: str, kind: str) -> Response:
    """An empty table to fill in, with explanations and drop-down lists."""
    found = register_of(visit, register)
    edition = edition_for(found, visit.staff.region)
    if edition is None or kind not in TYPES:
        raise NotFound(_not_here(visit, found) or visit.desk.words.say("refused.not_found_hint"))
    columns = template_columns(edition, visit.desk)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"empty.{kind}"
        await asyncio.to_thread(write_template, path, columns)
        content = path.read_bytes()
    name = visit.desk.words.say("records.template_name", title=edition.title)
    return download(content, f"{name}.{kind}", TYPES[kind])


async def about(visit: Signed, register: str) -> Response:
    """How a register is kept here: its source, fields, states; sums, dates and the text to publish, if it has them."""
    found, desk = register_of(visit, register), visit.desk
    edition = edition_for(found, visit.staff.region)
    if edition is None:
        raise NotFound(_not_here(visit, found))
    today, staff, region = desk.clock.today(), visit.staff, _within(visit, edition)
    _, total = await desk.records.pages.page(found, Asked(region), staff, today, 0, 1)
    summed = (await desk.records.lists.tally(found.id, region, staff, today))[1] if total <= FEW else None
    dates: Sequence[str] = ()
    if edition.deadlines:
        _, occurrences = desk.records.reminders.calendar(found.id, region, today)
        dates = [occurrence_text(each, edition, today, desk.phrases) for each in occurrences]
    drafts = edition.drafts.tally and summed is not None
    draft = await desk.records.lists.draft(found.id, region, staff, today) if drafts else ""
    return desk.pages.page(
        visit,
        "records/about.html",
        edition=edition,
        register=found,
        source=desk.book.source(edition, today),
        total=total,
        sums=_sums(edition, summed.total.sums) if summed else {},
        states=summed.states if summed else {},
        without=summed.without if summed else (),
        dates=dates,
        draft=draft,
        columns=template_columns(edition, desk),
    )


def register_of(visit: Signed, name: str) -> Register:
    """The register of this id. Raises `NotFound`, and `RecordRefused` for a restricted one."""
    desk = visit.desk
    found = desk.book.registers.get(name)
    if found is None:
        raise NotFound(desk.words.say("refused.not_found_hint"))
    if not visit.staff.opens(restricted=found.restricted):
        raise RecordRefused(desk.book.say("record_restricted", title=found.title))
    return found


async def _listing(visit: Signed, register: Register, edition: Edition, query: Query) -> Listing:
    desk, staff, today = visit.desk, visit.staff, visit.desk.clock.today()
    asked = _asked(visit, query)
    listing = Listing(
        caption=edition.title,
        columns=list_columns(register, edition, desk),
        rows=(),
        total=0,
        query=query,
        filters=_filters(visit, register),
        empty=desk.words.say("records.empty" if _adds(visit, register) else "records.empty_reading"),
        exports=("xlsx", "csv"),
        name=edition.title,
    )
    if query.export:
        found = [each async for each in desk.records.pages.all(register, asked, staff, today)]
        if edition.private & set(edition.export.columns):
            await desk.records.looks.note(found, EXPORTED, staff, desk.clock.now())
        rows = [export_row(each, edition, staff, desk) for each in found]
        return replace(listing, columns=export_columns(edition, desk), rows=rows, total=len(found))
    page, total = await desk.records.pages.page(register, asked, staff, today, query.first, query.size)
    rows = [list_row(each, register, edition, staff, desk) for each in page]
    return replace(listing, rows=rows, total=total)


def _shown(
    visit: Signed, register: Register, edition: Edition, listing: Listing | None, problem: str, status: int = 200
) -> Response:
    return visit.desk.pages.page(
        visit,
        "records/list.html",
        status,
        register=register,
        edition=edition,
        listing=listing,
        problem=problem,
        adds=_adds(visit, register),
    )


def _adds(visit: Signed, register: Register) -> bool:
    return visit.staff.writes and edition_for(register, visit.staff.region) is not None


def _not_here(visit: Signed, register: Register) -> str:
    """That the documents of the staff's region know no such thing; empty where they do."""
    desk, region = visit.desk, visit.staff.region
    if edition_for(register, region) is not None:
        return ""
    try:
        desk.book.edition(register, region)
    except RecordRefused as refused:
        return " ".join(refused.sentences)
    return ""


def _asked(visit: Signed, query: Query) -> Asked:
    """Which records the address asks for. Raises `RecordRefused` for a place that there is not."""
    book, asked = visit.desk.book, query.filters
    region = book.region(asked["region"]) if asked["region"] else None
    if asked["region"] and region is None:
        raise RecordRefused(book.say("record_unknown_place", value=asked["region"]))
    return Asked(
        region,
        asked["state"] or None,
        asked["period"] or None,
        asked["text"] or None,
        incomplete=bool(asked["incomplete"]),
        sort=query.sort,
        descending=query.descending,
    )


def _filters(visit: Signed, register: Register) -> list[Filter]:
    say = visit.desk.words.say
    found = [Filter("text", say("records.text")), Filter("region", say("records.region"))]
    states = state_choices(register)
    if states:
        found.append(Filter("state", say("records.state"), states))
    if any(each.period or each.deadlines for each in register.editions.values()):
        found.append(Filter("period", say("records.period")))
    if lacks_anything(register):
        found.append(Filter("incomplete", say("records.lacks"), {"1": say("records.only_incomplete")}))
    return found


def _within(visit: Signed, edition: Edition) -> str:
    """The region that is looked at as a whole: that of the staff, or the part of it the edition is of."""
    return smaller(visit.staff.region, edition.region) or visit.staff.region


def _sums(edition: Edition, sums: Mapping[str, Decimal]) -> Mapping[str, str]:
    labels = {name: field.label for name, field in edition.fields.items()}
    labels |= {name: figure.label for name, figure in edition.figures.items()}
    return {labels[name]: f"{value:,f}" for name, value in sums.items()}
