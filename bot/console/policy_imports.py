"""Documents that staff add to the search: read, looked at, kept; and taken out again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, Response

from bot.console.failures import NotAllowed, NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, Writing
from bot.console.lists import Column, Filter, Link, Listing, Row, paged, read_query
from bot.console.policy_documents import due_of, noted
from bot.console.policy_words import period_of
from bot.console.routing import router
from bot.core.policies.imported import ImportedClause
from bot.services.policies.check_documents import Listed
from bot.services.policies.document_ports import ImportedEntry
from bot.services.policies.import_documents import NoDocument, NotTheirs

HOME = "/staff/policies/imported"
NEW = "/staff/policies/import"
LONGEST_TITLE, LONGEST_NUMBER = 90, 60


def routes() -> APIRouter:
    """The addresses of imported documents and their drafts."""
    addresses = router()
    addresses.add_api_route("/policies/imported", show, methods=["GET"])
    addresses.add_api_route("/policies/import", ask, methods=["GET"])
    addresses.add_api_route("/policies/import", read, methods=["POST"])
    addresses.add_api_route("/policies/drafts/{draft}", preview, methods=["GET"])
    addresses.add_api_route("/policies/drafts/{draft}/keep", keep, methods=["POST"])
    addresses.add_api_route("/policies/drafts/{draft}/drop", drop, methods=["POST"])
    addresses.add_api_route("/policies/imported/{number}", show_one, methods=["GET"])
    addresses.add_api_route("/policies/imported/{number}/check", check, methods=["POST"])
    addresses.add_api_route("/policies/imported/{number}/remove", ask_removing, methods=["GET"])
    addresses.add_api_route("/policies/imported/{number}/remove", remove, methods=["POST"])
    return addresses


async def show(visit: Signed) -> Response:
    """All imported documents."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("title", say("policies.document")),
        Column("region", say("policies.region")),
        Column("number", say("policies.number"), sorts=False),
        Column("period", say("policies.period"), sorts=False),
        Column("clauses", say("policies.clause_count"), number=True),
        Column("at", say("policies.imported_at")),
    ]
    query = read_query(visit.request, columns, ("title",), sort="-at")
    found = [each for each in await desk.import_documents.entries() if query.filters["title"] in each.title]
    found.sort(key=lambda each: _sorting(each, query.sort), reverse=query.descending)
    listing = Listing(
        caption=say("policies.imported"),
        columns=columns,
        rows=[_row(each, visit) for each in paged(found, query)],
        total=len(found),
        query=query,
        filters=[Filter("title", say("policies.document"))],
        empty=say("policies.no_imported"),
    )
    return desk.pages.page(visit, "policies/imported.html", listing=listing, here="imported")


async def ask(visit: Writing) -> Response:
    """The form."""
    return _form(visit, Form.of({"region": visit.desk.pages.place(visit.staff.region)}))


async def read(visit: Writing) -> Response:
    """Read what was sent, and show its clauses; nothing can be searched yet."""
    desk, say = visit.desk, visit.desk.words.say
    form = await read_form(visit.request)
    region = _region(form, visit)
    title, number = form.text("title"), form.text("number")
    if len(title) > LONGEST_TITLE:
        form.fail("title", say("policies.title_long", most=LONGEST_TITLE))
    if len(number) > LONGEST_NUMBER:
        form.fail("number", say("policies.title_long", most=LONGEST_NUMBER))
    start, end = form.day("start", say("policies.day_wrong")), form.day("end", say("policies.day_wrong"))
    if start and end and end < start:
        form.fail("end", say("policies.to_before"))
    if "file" not in form.files:
        form.fail("file", say("policies.file_missing"))
    clauses = await _clauses(form, region, start, end, visit) if form.good and region else ()
    if clauses:
        draft = await desk.import_documents.draft(clauses, visit.staff, desk.clock.now())
        return await desk.pages.done(visit, f"/staff/policies/drafts/{draft}", say("policies.import_note"))
    form.fail("file", say("policies.file_again"))
    return _form(visit, form, 422)


async def preview(visit: Writing, draft: str) -> Response:
    """What was read, clause by clause, and what it would replace."""
    try:
        found, replaces = await visit.desk.import_documents.drafted(draft, visit.staff)
    except (NoDocument, NotTheirs) as refused:
        raise _refused(refused, visit) from None
    first = found.clauses[0]
    return visit.desk.pages.page(
        visit,
        "policies/preview.html",
        draft=found,
        first=first,
        period=period_of(first.period, visit),
        replaces=replaces,
        here="imported",
    )


async def keep(visit: Writing, draft: str) -> Response:
    """From now on it can be searched."""
    desk = visit.desk
    try:
        kept = await desk.import_documents.keep(draft, visit.staff, desk.clock.now())
    except (NoDocument, NotTheirs) as refused:
        raise _refused(refused, visit) from None
    return await desk.pages.done(visit, HOME, desk.words.say("policies.kept", count=kept))


async def drop(visit: Writing, draft: str) -> Response:
    """It is thrown away."""
    desk = visit.desk
    try:
        await desk.import_documents.drop(draft, visit.staff)
    except (NoDocument, NotTheirs) as refused:
        raise _refused(refused, visit) from None
    return await desk.pages.done(visit, NEW, desk.words.say("policies.dropped"))


async def show_one(visit: Signed, number: int) -> Response:
    """One document with its clauses."""
    return await _page(number, Form.of({}), visit)


async def check(visit: Writing, number: int) -> Response:
    """Somebody looked whether it still holds."""
    entry, _ = await _entry(number, visit)
    form = await read_form(visit.request)
    return await noted(await _listed(entry, visit), form, visit) or await _page(number, form, visit, 422)


async def _page(number: int, form: Form, visit: Visit, status: int = 200) -> Response:
    entry, clauses = await _entry(number, visit)
    found = await _listed(entry, visit)
    return visit.desk.pages.page(
        visit,
        "policies/imported_one.html",
        status,
        entry=entry,
        clauses=clauses,
        found=found,
        due=due_of(found, visit),
        period=period_of(entry.period, visit),
        may_change=visit.staff.writes and visit.staff.reaches(entry.region),
        form=form,
        here="imported",
    )


async def ask_removing(visit: Writing, number: int) -> Response:
    """What will happen."""
    say = visit.desk.words.say
    entry, _ = await _entry(number, visit)
    return visit.desk.pages.page(
        visit,
        "confirm.html",
        heading=say("policies.remove_heading", title=entry.title),
        sentences=[say("policies.remove_what", count=entry.clauses)],
        address=f"{HOME}/{number}/remove",
        label=say("policies.remove"),
        back=f"{HOME}/{number}",
    )


async def remove(visit: Writing, number: int) -> Response:
    """It can no longer be searched; for a day it can be put back."""
    desk = visit.desk
    try:
        draft = await desk.import_documents.remove(number, visit.staff, desk.clock.now())
    except (NoDocument, NotTheirs) as refused:
        raise _refused(refused, visit) from None
    back = Undo(f"/staff/policies/drafts/{draft}/keep")
    return await desk.pages.done(visit, HOME, desk.words.say("policies.removed"), back)


async def _clauses(
    form: Form, region: str, start: dt.date | None, end: dt.date | None, visit: Visit
) -> Sequence[ImportedClause]:
    """The clauses of the file; none if it cannot be read, which the form then says."""
    # Readers of PDF and Word are large; only who imports needs them.
    from bot.importing import UnreadableDocumentError, split_apart

    file = form.files["file"]
    try:
        document = await split_apart(file.filename or "", await file.read())
    except UnreadableDocumentError as error:
        form.fail("file", str(error))
        return ()
    title = (form.text("title") or document.title)[:LONGEST_TITLE]
    number = form.text("number") or document.number
    clauses = replace(document, title=title, number=number).for_region(region, start, end)
    first = clauses[0]
    if first.effective_from and end and end < first.effective_from:
        form.fail("end", visit.desk.words.say("policies.to_before"))
        return ()
    return clauses


def _region(form: Form, visit: Visit) -> str | None:
    say, desk = visit.desk.words.say, visit.desk
    typed = form.required("region", say("policies.region_missing"))
    if not typed:
        return None
    region = "000000" if typed == desk.pages.place("000000") else desk.book.region(typed)
    if region is None:
        form.fail("region", say("policies.region_unknown", region=typed))
    elif not visit.staff.reaches(region):
        form.fail("region", say("policies.region_elsewhere", place=desk.pages.place(visit.staff.region)))
    return region


def _form(visit: Visit, form: Form, status: int = 200) -> Response:
    return visit.desk.pages.page(visit, "policies/import.html", status, form=form, here="imported")


async def _entry(number: int, visit: Visit) -> tuple[ImportedEntry, Sequence[ImportedClause]]:
    try:
        return await visit.desk.import_documents.entry(number)
    except NoDocument as refused:
        raise _refused(refused, visit) from None


async def _listed(entry: ImportedEntry, visit: Visit) -> Listed:
    return next(each for each in await visit.desk.check_documents.all() if each.imported == entry.id)


def _refused(refused: Exception, visit: Visit) -> Exception:
    say = visit.desk.words.say
    return NotAllowed(say("policies.not_theirs")) if isinstance(refused, NotTheirs) else NotFound(say("policies.gone"))


def _sorting(each: ImportedEntry, key: str) -> tuple[object, ...]:
    values = {"title": each.title, "region": each.region, "clauses": each.clauses, "at": str(each.imported_at)}
    return values[key], each.id


def _row(each: ImportedEntry, visit: Visit) -> Row:
    return (
        Link(each.title, f"{HOME}/{each.id}"),
        visit.desk.pages.place(each.region),
        each.number or visit.desk.words.say("policies.no_number"),
        period_of(each.period, visit),
        each.clauses,
        visit.desk.pages.moment(each.imported_at),
    )
