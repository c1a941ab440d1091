"""A record is added or changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from bot.console.failures import NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Writing
from bot.console.record import seen
from bot.console.record_fields import altered, defaults, filled_in, groups_of, name_of, sent, show_problems
from bot.console.record_texts import address_of
from bot.console.records import register_of
from bot.console.routing import router
from bot.core.records.reading import read
from bot.core.records.register import Edition, Register
from bot.core.records.showing import shown
from bot.core.regions.region import NATIONAL
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_lists import Listed


@dataclass(frozen=True)
class Clash:
    """A field that somebody else changed meanwhile: what stands there now, and what was typed."""

    label: str
    now: str
    typed: str


def routes() -> APIRouter:
    """The forms. They come before the page of one record, whose address would take them for numbers."""
    addresses = router()
    addresses.add_api_route("/records/{register}/new", show_new, methods=["GET"])
    addresses.add_api_route("/records/{register}/new", add, methods=["POST"])
    addresses.add_api_route("/records/{register}/{number}/change", show_change, methods=["GET"])
    addresses.add_api_route("/records/{register}/{number}/change", change, methods=["POST"])
    return addresses


async def show_new(visit: Writing, register: str) -> Response:
    """The form of a new record, once it is known for which place: registers differ from place to place."""
    found, place = register_of(visit, register), visit.request.query_params.get("region", "").strip()
    typed = place or ("" if visit.staff.region == NATIONAL else visit.desk.pages.place(visit.staff.region))
    form = Form.of({"region": typed})
    edition = _edition(visit, found, form) if typed else None
    if edition is not None:
        form = Form.of({"region": typed, **defaults(edition), **await _employer(visit, edition)})
    return _new_page(visit, found, edition, form, 422 if form.problems and place else 200)


async def _employer(visit: Writing, edition: Edition) -> dict[str, str]:
    """The name of the employer one came from, whom the address names by a record of theirs (`of`)."""
    number, field = visit.request.query_params.get("of", ""), edition.identified_by
    if not number or field is None or not edition.employs:
        return {}
    try:
        one = await visit.desk.employers.one(number, visit.staff, visit.desk.clock.today())
    except RecordRefused:
        raise NotFound(visit.desk.book.say("record_unknown", number=number)) from None
    return {name_of(field): one.name}


async def add(visit: Writing, register: str) -> Response:
    """A new record; what is wrong is said beside the field."""
    desk, found, form = visit.desk, register_of(visit, register), await read_form(visit.request)
    form.required("region", desk.words.say("records.region_missing"))
    edition = _edition(visit, found, form) if form.good else None
    if edition is None:
        return _new_page(visit, found, None, form, 422)
    raw, region = sent(form, edition), desk.book.region(form.text("region")) or ""
    show_problems(form, read(raw, edition, desk.book.region), desk)
    if not any(raw.values()):
        form.fail("form", desk.words.say("records.nothing_typed"))
    if form.good:
        try:
            period = form.text("period") or None
            kept = await desk.records.keep.add(found.id, region, raw, visit.staff, desk.clock.now(), period)
        except RecordRefused as refused:
            form.fail("period" if _has_period(edition) else "region", " ".join(refused.sentences))
        else:
            said = desk.words.say("records.added", number=kept.record.id)
            text = " ".join((said, *kept.warnings))
            return await desk.pages.done(visit, address_of(found.id, kept.record.id), text)
    return _new_page(visit, found, edition, form, 422)


async def show_change(visit: Writing, register: str, number: str) -> Response:
    """The form with what is kept; it shows personal values, so that the look is noted."""
    one = await _one(visit, register, number)
    form = Form.of({**filled_in(one.record.values, one.edition, visit.desk), "version": str(one.record.version)})
    return _change_page(visit, one, form)


async def change(visit: Writing, register: str, number: str) -> Response:
    """Only what was typed anew is changed. If somebody else was quicker, both are shown, and nothing is lost."""
    desk, form = visit.desk, await read_form(visit.request)
    one = await _one(visit, register, number)
    version = form.whole("version", desk.words.say("records.version_missing")) or 0
    raw = altered(form, one.record.values, one.edition, desk)
    show_problems(form, read(raw, one.edition, desk.book.region, whole=False), desk)
    if version != one.record.version:
        return _clashing(visit, one, form, raw)
    if form.good:
        try:
            after = await desk.records.keep.change(one.record.id, raw, visit.staff, desk.clock.now(), version)
        except RecordRefused as refused:
            form.fail("form", " ".join(refused.sentences))
        except VersionConflict:
            return _clashing(visit, await _one(visit, register, number), form, raw)
        else:
            return await _changed(visit, one, raw, after.version)
    return _change_page(visit, one, form, 422)


async def _changed(visit: Writing, one: Listed, raw: dict[str, str | list[str]], version: int) -> Response:
    desk, address = visit.desk, address_of(one.record.register, one.record.id)
    if not raw:
        return await desk.pages.done(visit, address, desk.words.say("records.not_changed"))
    hidden = one.edition.private & raw.keys()
    undo = None if hidden else Undo(f"{address}/undo", {"version": str(version)})
    return await desk.pages.done(visit, address, desk.words.say("records.saved"), undo)


def _clashing(visit: Writing, one: Listed, form: Form, raw: dict[str, str | list[str]]) -> Response:
    """The form again, on top of what the record is now: sending it once more keeps what was typed."""
    clashes = []
    for name, typed in raw.items():
        field = one.edition.fields[name]
        now = shown(field, one.record.values[name], visit.desk.pages.place) if name in one.record.values else ""
        labels = [field.choices.get(each, each) for each in (typed if isinstance(typed, list) else [typed])]
        clashes.append(Clash(field.label, now or visit.desk.words.say("records.empty_value"), "、".join(labels)))
    form.fail("form", visit.desk.words.say("records.clash"))
    renewed = form.having("version", str(one.record.version))
    return _change_page(visit, one, renewed, 409, clashes)


async def _one(visit: Writing, register: str, number: str) -> Listed:
    one, _ = await seen(visit, register, number)
    return one


def _edition(visit: Writing, register: Register, form: Form) -> Edition | None:
    """The register at the place of the form; what stands in the way is said beside it."""
    book, typed = visit.desk.book, form.text("region")
    region = book.region(typed)
    if region is None:
        form.fail("region", book.say("record_unknown_place", value=typed))
        return None
    try:
        edition = book.edition(register, region)
        book.check_place(edition, region)
        book.check_writes(edition, region, visit.staff)
    except RecordRefused as refused:
        form.fail("region", " ".join(refused.sentences))
        return None
    return edition


def _has_period(edition: Edition) -> bool:
    return bool(edition.deadlines) or edition.period not in (None, "once")


def _new_page(visit: Writing, register: Register, edition: Edition | None, form: Form, status: int = 200) -> Response:
    title = edition.title if edition else register.title
    return visit.desk.pages.page(
        visit,
        "records/new.html",
        status,
        register=register,
        title=title,
        edition=edition,
        form=form,
        groups=groups_of(edition, visit.desk) if edition else (),
        has_period=edition is not None and _has_period(edition),
        source=visit.desk.book.source(edition, visit.desk.clock.today()) if edition else "",
    )


def _change_page(visit: Writing, one: Listed, form: Form, status: int = 200, clashes: Sequence[Clash] = ()) -> Response:
    return visit.desk.pages.page(
        visit,
        "records/change.html",
        status,
        one=one,
        form=form,
        groups=groups_of(one.edition, visit.desk),
        clashes=clashes,
        address=address_of(one.record.register, one.record.id),
    )
