"""Files are taken in and given out: what is wrong in one is shown row by row before anything is kept."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Response

from bot.console.exporting import TYPES, download
from bot.console.failures import NotFound
from bot.console.forms import Form, read_form
from bot.console.guard import Writing
from bot.console.lists import Column as Heading
from bot.console.lists import Listing, paged, read_query
from bot.console.record_texts import address_of, edition_for
from bot.console.routing import router
from bot.core.regions.region import NATIONAL
from bot.services.people.import_people import BadPerson
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_plan import BadRow
from bot.services.records.upload_ports import Upload
from bot.spreadsheets.reading import Limits, read_content
from bot.spreadsheets.table import Column, Row, UnreadableTable
from bot.spreadsheets.writing import write_template

PEOPLE = "people"
"""What people who agreed elsewhere are taken into; everything else is a register."""
LIMITS = Limits(file=10_000_000, unpacked=60_000_000, rows=20_000, cells=400_000)
WEB_KINDS = ".xlsx,.csv"


@dataclass(frozen=True)
class Tried:
    """What a file comes to: how much would be kept, or was, and what is wrong or doubtful by row."""

    kept: bool
    added: int
    changed: int
    joined: int
    bad: Sequence[tuple[int, str]]
    doubtful: Sequence[tuple[int, str]]

    @property
    def good(self) -> int:
        """Rows that can be kept."""
        return self.added + self.changed + self.joined


def routes() -> APIRouter:
    """The form, a file that waits, and empty tables."""
    addresses = router()
    addresses.add_api_route("/files", show, methods=["GET"])
    addresses.add_api_route("/files", upload, methods=["POST"])
    addresses.add_api_route("/files/template/people/{kind}", people_template, methods=["GET"])
    addresses.add_api_route("/files/{number}", check, methods=["GET"])
    addresses.add_api_route("/files/{number}/keep", keep, methods=["POST"])
    addresses.add_api_route("/files/{number}/drop", drop, methods=["POST"])
    return addresses


async def show(visit: Writing) -> Response:
    """The form, and where files come from."""
    return _form_page(visit, Form.of({"target": visit.request.query_params.get("target", "")}))


async def upload(visit: Writing) -> Response:
    """Let a file wait, if it is a table at all; then it is shown what would come of it."""
    desk, say, form = visit.desk, visit.desk.words.say, await read_form(visit.request)
    target = form.choice("target", targets(visit), say("files.target_missing"))
    place = form.text("region")
    if place and desk.book.region(place) is None:
        form.fail("region", desk.book.say("record_unknown_place", value=place))
    file = form.files.get("file")
    if file is None:
        form.fail("file", say("files.file_missing"))
    content = await file.read(LIMITS.file + 1) if file is not None else b""
    if form.good and target and file is not None:
        try:
            rows = await _rows(file.filename or "", content)
            if not rows:
                raise UnreadableTable(say("files.no_rows"))
        except UnreadableTable as unreadable:
            form.fail("file", str(unreadable))
        else:
            said = {"region": place, "period": form.text("period")}
            waiting = Upload(target, file.filename or "", content, said)
            number = await desk.records.files.add(waiting, visit.staff, desk.clock.now())
            return await desk.pages.done(visit, f"/staff/files/{number}", say("files.looked_through"))
    return _form_page(visit, form, 422)


async def check(visit: Writing, number: str) -> Response:
    """What would come of a file, row by row; nothing is kept."""
    waiting = await _waiting(visit, number)
    try:
        tried = await _tried(visit, waiting, keeps=False)
    except RecordRefused as refused:
        return await _checked(visit, number, waiting, None, " ".join(refused.sentences), 422)
    return await _checked(visit, number, waiting, tried)


async def keep(visit: Writing, number: str) -> Response:
    """Keep all rows, or the good ones."""
    desk, form = visit.desk, await read_form(visit.request)
    waiting, good_rows = await _waiting(visit, number), form.ticked("rows", "good")
    try:
        tried = await _tried(visit, waiting, keeps=True, good_rows=good_rows)
    except RecordRefused as refused:
        return await _checked(visit, number, waiting, None, " ".join(refused.sentences), 422)
    except VersionConflict:
        return await desk.pages.done(visit, f"/staff/files/{number}", desk.words.say("files.overtaken"), problem=True)
    if not tried.kept:
        return await _checked(visit, number, waiting, tried, desk.words.say("files.not_kept"), 422)
    await desk.records.files.delete(number, visit.staff)
    told = desk.words.say(
        "files.kept", added=tried.added, changed=tried.changed, joined=tried.joined, bad=len(tried.bad)
    )
    return await desk.pages.done(visit, _address(waiting.target), told)


async def drop(visit: Writing, number: str) -> Response:
    """Nothing of the file is wanted."""
    await visit.desk.records.files.delete(number, visit.staff)
    return await visit.desk.pages.done(visit, "/staff/files", visit.desk.words.say("files.dropped"))


async def people_template(visit: Writing, kind: str) -> Response:
    """An empty table for people who agreed elsewhere."""
    if kind not in TYPES:
        raise NotFound(visit.desk.words.say("refused.not_found_hint"))
    phrases = visit.desk.phrases
    labels, notes = phrases.group("people_columns"), phrases.group("people_notes")
    columns = [Column(label, notes[name]) for name, label in labels.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"empty.{kind}"
        await asyncio.to_thread(write_template, path, columns)
        content = path.read_bytes()
    name = visit.desk.words.say("records.template_name", title=visit.desk.words.say("people.title"))
    return download(content, f"{name}.{kind}", TYPES[kind])


def targets(visit: Writing) -> Mapping[str, str]:
    """What files can be taken into here, by title."""
    registers = visit.desk.book.registers.values()
    mine = [each for each in registers if visit.staff.opens(restricted=each.restricted)]
    editions = [(each.id, edition_for(each, visit.staff.region)) for each in mine]
    titles = sorted(((name, edition.title) for name, edition in editions if edition), key=lambda each: each[1])
    return {PEOPLE: visit.desk.words.say("people.title"), **dict(titles)}


async def _waiting(visit: Writing, number: str) -> Upload:
    found = await visit.desk.records.files.get(number, visit.staff, visit.desk.clock.now())
    if found is None:
        raise NotFound(visit.desk.words.say("files.gone"))
    return found


async def _rows(name: str, content: bytes) -> list[Row]:
    """In a thread: reading a spreadsheet takes long, and others are served meanwhile."""
    return await asyncio.to_thread(lambda: list(read_content(name, content, LIMITS)))


async def _tried(visit: Writing, waiting: Upload, *, keeps: bool, good_rows: bool = False) -> Tried:
    desk, now = visit.desk, visit.desk.clock.now()
    rows = await _rows(waiting.name, waiting.content)
    if waiting.target == PEOPLE:
        people = await desk.records.import_people.run(rows, now, good_rows=good_rows, staff=visit.staff, keeps=keeps)
        return Tried(people.kept, people.added, people.changed, 0, _told(people.bad), ())
    region = desk.book.region(waiting.said.get("region", "")) if waiting.said.get("region") else None
    done = await desk.records.imports.run(
        waiting.target,
        rows,
        visit.staff,
        now,
        region=region or (visit.staff.region if visit.staff.region != NATIONAL else None),
        period=waiting.said.get("period") or None,
        good_rows=good_rows,
        keeps=keeps,
    )
    return Tried(done.kept, done.added, done.changed, done.joined, _told(done.bad), _told(done.doubtful))


def _told(rows: Sequence[BadRow | BadPerson]) -> list[tuple[int, str]]:
    return [(each.row, "".join(each.sentences)) for each in rows]


async def _checked(
    visit: Writing, number: str, waiting: Upload, tried: Tried | None, problem: str = "", status: int = 200
) -> Response:
    say = visit.desk.words.say
    columns = [Heading("row", say("files.row"), number=True), Heading("why", say("files.why"), sorts=False)]
    query = read_query(visit.request, columns, (), sort="row")
    bad = [*tried.bad][:: -1 if query.descending else 1] if tried else []
    listing = Listing(say("files.problems"), columns, paged(bad, query), len(bad), query)
    return visit.desk.pages.page(
        visit,
        "files/check.html",
        status,
        number=number,
        waiting=waiting,
        title=targets(visit).get(waiting.target, waiting.target),
        tried=tried,
        problem=problem,
        listing=listing if bad else None,
    )


def _form_page(visit: Writing, form: Form, status: int = 200) -> Response:
    titles = targets(visit)
    return visit.desk.pages.page(
        visit, "files/form.html", status, form=form, targets=titles, accept=WEB_KINDS, limits=LIMITS
    )


def _address(target: str) -> str:
    return "/staff/people" if target == PEOPLE else address_of(target)
