"""Documents: which have ended or are to be looked at again, what each says where, and noting that one looked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from bot.console.exporting import exported
from bot.console.failures import NotAllowed, NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, Writing
from bot.console.lists import Badge, Column, Filter, Link, Listing, Row, paged, read_query
from bot.console.policy_words import KINDS, period_of
from bot.console.routing import router
from bot.core.policies.catalogue import cited_points
from bot.core.policies.documents import Status
from bot.services.policies.check_documents import Listed
from bot.services.policies.import_documents import NoDocument, NotTheirs

HOME = "/staff/policies/documents"
FILTERS = ("title", "region", "status", "due")
LONGEST_NOTE = 200


@dataclass(frozen=True)
class Point:
    """One provision of a document: where it stands, its gist, and the measures (id, title) that state it, or why none.

    `gap`: nothing states it, and nobody said why.
    """

    clause: str
    gist: str
    measures: Sequence[tuple[str, str]]
    left_out: str | None

    @property
    def gap(self) -> bool:
        """Whether somebody should mend the catalogue."""
        return not self.measures and not self.left_out


def routes() -> APIRouter:
    """The addresses of documents."""
    addresses = router()
    addresses.add_api_route("/policies/documents", show, methods=["GET"])
    addresses.add_api_route("/policies/documents/{document}", show_one, methods=["GET"])
    addresses.add_api_route("/policies/documents/{document}/check", check, methods=["POST"])
    addresses.add_api_route("/policies/checks/{look}/undo", undo, methods=["POST"])
    return addresses


async def show(visit: Signed) -> Response:
    """All documents, those first that are to be looked at."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("title", say("policies.document")),
        Column("region", say("policies.region")),
        Column("status", say("policies.status")),
        Column("period", say("policies.period")),
        Column("due", say("policies.due")),
        Column("last", say("policies.last"), sorts=False),
    ]
    query = read_query(visit.request, columns, FILTERS, sort="due")
    several = await desk.check_documents.all()
    found = [each for each in several if _fits(each, query.filters, visit)]
    found.sort(key=lambda each: _sorting(each, query.sort, visit), reverse=query.descending)
    places = sorted({each.region for each in several})
    listing = Listing(
        caption=say("policies.documents"),
        columns=columns,
        rows=[_row(each, visit) for each in paged(found, query)],
        total=len(found),
        query=query,
        filters=[
            Filter("title", say("policies.document")),
            Filter("region", say("policies.region"), {each: desk.pages.place(each) for each in places}),
            Filter("status", say("policies.status"), {each.value: _state(each, visit).text for each in Status}),
            Filter("due", say("policies.due_filter"), desk.words.group("policies.due_choices")),
        ],
        empty=say("policies.no_documents"),
        exports=("xlsx", "csv"),
        name=say("policies.documents"),
    )
    if query.export:
        return await exported(listing)
    return desk.pages.page(visit, "policies/documents.html", listing=listing, here="documents")


async def show_one(visit: Signed, document: str) -> Response:
    """One document of the catalogue with every clause."""
    return _page(visit, await _of_catalogue(document, visit), Form.of({}))


async def check(visit: Writing, document: str) -> Response:
    """Somebody looked whether it still holds."""
    form = await read_form(visit.request)
    found = await _of_catalogue(document, visit)
    return await noted(found, form, visit) or _page(visit, found, form, 422)


async def noted(found: Listed, form: Form, visit: Writing) -> Response | None:
    """Note the look; nothing if the form has to be mended."""
    desk, say = visit.desk, visit.desk.words.say
    note = form.required("note", say("policies.found_missing"))
    if len(note) > LONGEST_NOTE:
        form.fail("note", say("policies.found_long", most=LONGEST_NOTE))
    if not form.good:
        return None
    try:
        look = await desk.check_documents.note(found.id, visit.staff, note, desk.clock.today())
    except NotTheirs:
        raise NotAllowed(say("policies.check_elsewhere", place=desk.pages.place(found.region))) from None
    taken_back = Undo(f"/staff/policies/checks/{look}/undo")
    return await desk.pages.done(visit, address_of(found), say("policies.check_done"), taken_back)


async def undo(visit: Writing, look: int) -> Response:
    """It was a mistake."""
    desk, say = visit.desk, visit.desk.words.say
    try:
        document = await desk.check_documents.take_back(look, visit.staff)
        found = await desk.check_documents.get(document)
    except NoDocument:
        raise NotFound(say("refused.not_found_hint")) from None
    except NotTheirs:
        raise NotAllowed(say("policies.not_theirs")) from None
    return await desk.pages.done(visit, address_of(found), say("policies.check_undone"))


def address_of(found: Listed) -> str:
    """Where a document is shown."""
    if found.imported is not None:
        return f"/staff/policies/imported/{found.imported}"
    return f"{HOME}/{found.id}"


async def _of_catalogue(document: str, visit: Visit) -> Listed:
    if document not in visit.desk.catalogue.documents:
        raise NotFound(visit.desk.words.say("refused.not_found_hint"))
    return await visit.desk.check_documents.get(document)


def _page(visit: Visit, found: Listed, form: Form, status: int = 200) -> Response:
    desk = visit.desk
    return desk.pages.page(
        visit,
        "policies/document.html",
        status,
        found=found,
        document=desk.catalogue.documents[found.id],
        successors=[desk.catalogue.documents[each] for each in found.successors],
        points=_points(found.id, visit),
        period=period_of(found.period, visit),
        state=_state(found.period.status(desk.clock.today()), visit),
        due=due_of(found, visit),
        may_check=visit.staff.writes and visit.staff.reaches(found.region),
        form=form,
        here="documents",
    )


def due_of(found: Listed, visit: Visit) -> str | Badge:
    """By when it is to be looked at."""
    say, today = visit.desk.words.say, visit.desk.clock.today()
    day = found.due.isoformat() if found.due else say("policies.due_now")
    return Badge(say("policies.is_due", day=day), "warn") if found.is_due(today) else day


def _points(document: str, visit: Visit) -> Sequence[Point]:
    catalogue = visit.desk.catalogue
    stated = cited_points(catalogue.measures)
    return [
        Point(
            clause.id,
            point.gist,
            [
                (measure, catalogue.measure(measure).title)
                for measure in dict.fromkeys(stated.get((document, clause.id, point.number), ()))
            ],
            point.left_out,
        )
        for clause in catalogue.clauses
        if clause.document == document
        for point in clause.points
    ]


def _fits(each: Listed, filters: Mapping[str, str], visit: Visit) -> bool:
    today = visit.desk.clock.today()
    due = "due" if each.is_due(today) else "later"
    return (
        filters["title"] in f"{each.title}{each.number or ''}"
        and filters["region"] in ("", each.region)
        and filters["status"] in ("", each.period.status(today).value)
        and filters["due"] in ("", due)
    )


def _sorting(each: Listed, key: str, visit: Visit) -> tuple[object, ...]:
    values = {
        "title": each.title,
        "region": each.region,
        "status": list(Status).index(each.period.status(visit.desk.clock.today())),
        "period": str(each.period.end or "9999"),
        "due": str(each.due or ""),
    }
    return values[key], each.id


def _row(each: Listed, visit: Visit) -> Row:
    say = visit.desk.words.say
    last = each.checks[-1] if each.checks else None
    return (
        Link(each.title, address_of(each)),
        visit.desk.pages.place(each.region),
        _state(each.period.status(visit.desk.clock.today()), visit),
        period_of(each.period, visit),
        due_of(each, visit),
        say("policies.checked", day=last.on.isoformat(), name=last.by) if last else say("policies.never"),
    )


def _state(status: Status, visit: Visit) -> Badge:
    return Badge(visit.desk.phrases.name("status", status.value), KINDS[status])
