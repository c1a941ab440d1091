"""One record: what is kept, what it lacks, what happened to it, and where it may go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from bot.console.exporting import download
from bot.console.failures import NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Managing, Signed, Writing
from bot.console.record_fields import groups_of, sent, show_problems
from bot.console.record_texts import address_of, figure_texts, history_texts, state_label
from bot.console.records import register_of
from bot.console.routing import router
from bot.core.conversation.listing.kinds import FAIRS
from bot.core.records.fields import FieldType
from bot.core.records.periods import period_text
from bot.core.records.reading import read
from bot.core.records.register import Subject
from bot.core.records.staff import StaffRole
from bot.core.records.states import stopped
from bot.core.registry.review import review
from bot.services.broadcasts.fair_files import calendar_file, code_file
from bot.services.people.people_ports import LooksWanted
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_changes import stopped_text
from bot.services.records.record_lists import Listed
from bot.services.records.record_ports import Happened
from bot.services.records.undo_records import may_undo

LOOKS = 10
"""The last looks at a record that its page shows."""
POSTINGS = ("jobs", "notice_reviews")


@dataclass(frozen=True)
class Line:
    """A field with its value; `address` if it leads to another record."""

    label: str
    text: str
    address: str = ""


@dataclass(frozen=True)
class Way:
    """A state the record may go to: whether fields have to be filled first, or why it may not."""

    state: str
    label: str
    asks: bool
    why_not: str = ""


def routes() -> APIRouter:
    """The page of a record, and what can be done there."""
    addresses = router()
    here = "/records/{register}/{number}"
    addresses.add_api_route(here, show, methods=["GET"])
    addresses.add_api_route(here + "/to/{state}", ask_move, methods=["GET"])
    addresses.add_api_route(here + "/to/{state}", move, methods=["POST"])
    addresses.add_api_route(here + "/undo", undo, methods=["POST"])
    addresses.add_api_route(here + "/delete", ask_delete, methods=["GET"])
    addresses.add_api_route(here + "/delete", delete, methods=["POST"])
    addresses.add_api_route(here + "/letter", letter, methods=["GET"])
    addresses.add_api_route(here + "/calendar", calendar, methods=["GET"])
    addresses.add_api_route(here + "/poster", poster, methods=["GET"])
    return addresses


async def show(visit: Signed, register: str, number: str) -> Response:
    """The page; the look is noted before anything is shown."""
    one, history = await seen(visit, register, number)
    desk, staff = visit.desk, visit.staff
    last = history[-1] if history else None
    return desk.pages.page(
        visit,
        "records/one.html",
        one=one,
        address=address_of(register, one.record.id),
        parts=parts_of(one, visit),
        facts=_facts(one, visit),
        figures=figure_texts(one, desk),
        ways=ways_of(one, visit),
        doubts=review(one.record.values, desk.records.doubts, desk.phrases) if register in POSTINGS else (),
        history=[
            (each, desk.words.group("records.events").get(each.kind, each.kind), history_texts(each, one.edition, desk))
            for each in reversed(history)
        ],
        undoable=last is not None and staff.writes and may_undo(history, staff),
        looks=await _looks(visit, one),
        looked=desk.words.group("audit.looks"),
        source=desk.book.source(one.edition, desk.clock.today()),
        has_letter=one.edition.drafts.record is not None,
        is_fair=register == FAIRS and one.record.state == "published",
        links=desk.records.links,
        matches=register == "jobs" and one.record.state == "published" and staff.writes,
        deletes=staff.role is StaffRole.ADMIN and one.edition.subject is Subject.PERSON,
    )


async def ask_move(visit: Writing, register: str, number: str, state: str) -> Response:
    """The fields that a step needs first."""
    one, _ = await seen(visit, register, number)
    return _move_page(visit, one, state, Form.of({"version": str(one.record.version)}))


async def move(visit: Writing, register: str, number: str, state: str) -> Response:
    """Take a step, filling the fields it needs on the way."""
    desk, form = visit.desk, await read_form(visit.request)
    one, _ = await seen(visit, register, number)
    address = address_of(register, one.record.id)
    said = {name: typed for name, typed in sent(form, one.edition, _needs(one, state)).items() if typed}
    show_problems(form, read(said, one.edition, desk.book.region, whole=False), desk)
    if form.good:
        version = form.whole("version", desk.words.say("records.version_missing"))
        try:
            after = await desk.records.keep.move(one.record.id, state, visit.staff, desk.clock.now(), said, version)
        except RecordRefused as refused:
            form.fail("form", " ".join(refused.sentences))
        except VersionConflict:
            return await desk.pages.done(visit, address, desk.words.say("records.overtaken"), problem=True)
        else:
            told = desk.words.say("records.moved", state=_label(one, after.state or ""))
            undo = (
                None if one.edition.private & said.keys() else Undo(f"{address}/undo", {"version": str(after.version)})
            )
            return await desk.pages.done(visit, address, told, undo)
    return _move_page(visit, one, state, form, 422)


async def undo(visit: Writing, register: str, number: str) -> Response:
    """Take back one's last step."""
    desk, form = visit.desk, await read_form(visit.request)
    one, _ = await seen(visit, register, number)
    address, number = address_of(register, one.record.id), one.record.id
    version = form.whole("version", desk.words.say("records.version_missing")) or 0
    try:
        await desk.records.undo.undo(number, version, visit.staff, desk.clock.now())
    except RecordRefused as refused:
        return await desk.pages.done(visit, address, " ".join(refused.sentences), problem=True)
    except VersionConflict:
        return await desk.pages.done(visit, address, desk.words.say("records.overtaken"), problem=True)
    return await desk.pages.done(visit, address, desk.words.say("records.undone"))


async def ask_delete(visit: Managing, register: str, number: str) -> Response:
    """How many records of somebody would go."""
    one, _ = await seen(visit, register, number)
    say, would = visit.desk.words.say, await visit.desk.records.undo.would_delete(one.record.id, visit.staff)
    sentences = [say("records.delete.what", count=would.mine)]
    if would.others:
        sentences.append(say("records.delete.others", count=would.others))
    return visit.desk.pages.page(
        visit,
        "confirm.html",
        heading=say("records.delete.heading"),
        sentences=[*sentences, say("records.delete.for_good")],
        address=f"{address_of(register, one.record.id)}/delete",
        label=say("records.delete.label", count=would.mine),
        back=address_of(register, one.record.id),
    )


async def delete(visit: Managing, register: str, number: str) -> Response:
    """Delete everything about the person of a record, in the staff's region."""
    one, _ = await seen(visit, register, number)
    done = await visit.desk.records.undo.delete(one.record.id, visit.staff, visit.desk.clock.now())
    return await visit.desk.pages.done(
        visit, address_of(register), visit.desk.words.say("records.deleted", count=done.mine)
    )


async def letter(visit: Signed, register: str, number: str) -> Response:
    """The text that the declaration offers for a record, to be taken over."""
    one, _ = await seen(visit, register, number)
    text = await visit.desk.records.lists.letter(one.record.id, visit.staff, visit.desk.clock.today())
    address = address_of(register, one.record.id)
    return visit.desk.pages.page(visit, "records/letter.html", one=one, text=text, address=address)


async def calendar(visit: Signed, register: str, number: str) -> Response:
    """A fair as a file for calendars."""
    one, _ = await seen(visit, register, number)
    fair = await visit.desk.records.fairs.fair(one.record.id)
    if fair is None:
        raise NotFound(visit.desk.words.say("records.not_announced"))
    desk = visit.desk
    title = str(fair.record.values["title"])
    content = calendar_file(title, (fair,), desk.clock.now(), desk.pages.place, desk.records.public_url)
    return download(content, f"{title}.ics", "text/calendar; charset=utf-8")


async def poster(visit: Signed, register: str, number: str) -> Response:
    """The code that opens the chat at a fair, as a picture for print."""
    one, _ = await seen(visit, register, number)
    fair, links = await visit.desk.records.fairs.fair(one.record.id), visit.desk.records.links
    if fair is None or fair.cancelled or not links:
        key = "records.no_link" if fair and not fair.cancelled else "records.not_announced"
        raise NotFound(visit.desk.words.say(key))
    return download(code_file(links[0].format(number=fair.number)), f"{fair.number}.png", "image/png")


async def seen(visit: Signed, register: str, number: str) -> tuple[Listed, Sequence[Happened]]:
    """A record of this register and its history, with the look noted. Raises `NotFound`, `RecordRefused`."""
    desk = visit.desk
    found = register_of(visit, register)
    try:
        one, history = await desk.records.looks.view(number, visit.staff, desk.clock.now())
    except RecordRefused:
        # Nobody learns from the answer whether there is a record that is not theirs.
        raise NotFound(desk.book.say("record_unknown", number=number)) from None
    if one.record.register != found.id:
        raise NotFound(desk.book.say("record_unknown", number=number))
    return one, history


def parts_of(one: Listed, visit: Signed) -> list[tuple[str, list[Line]]]:
    """Fields that have a value, under the headings of the form; personal ones masked for whoever may not see them."""
    words = visit.desk.records.lists.words(one, visit.staff)
    lines = {f"field-{name}": _line(one, name, text) for name, text in words.items()}
    parts = [
        (group.heading, [lines[entry.name] for entry in group.entries if entry.name in lines])
        for group in groups_of(one.edition, visit.desk)
    ]
    return [part for part in parts if part[1]]


def ways_of(one: Listed, visit: Signed) -> list[Way]:
    """Where the record may go from here, and why not yet or not by this member of staff."""
    states, record = one.edition.states, one.record
    if states is None or record.state is None or not visit.staff.writes:
        return []
    found = []
    for to in states.onward(record.state):
        stop = stopped(states, record.state, to, record.values, visit.staff, record.entered_by)
        asks = stop is not None and stop.kind == "needs_first"
        why = stopped_text(stop, record.state, to, one.edition, visit.desk.book) if stop and not asks else ""
        found.append(Way(to, states.labels[to], bool(_needs(one, to)), why))
    return found


def _line(one: Listed, name: str, text: str) -> Line:
    field = one.edition.fields[name]
    leads = field.type is FieldType.RECORD and field.register is not None and text == one.record.values.get(name)
    return Line(field.label, text, address_of(field.register or "", text) if leads else "")


def _facts(one: Listed, visit: Signed) -> Mapping[str, str]:
    """What every record has beside its fields."""
    say, record = visit.desk.words.say, one.record
    facts = {say("records.number"): record.id, say("records.region"): visit.desk.pages.place(record.region)}
    if record.period:
        facts[say("records.period")] = period_text(record.period)
    if record.state and record.state_since:
        days = (visit.desk.clock.today() - record.state_since).days
        since = say("records.state_since", state=state_label(one), day=record.state_since.isoformat(), days=days)
        facts[say("records.state")] = since
    facts[say("records.entered_by")] = visit.desk.words.group("audit.places").get(record.entered_by, record.entered_by)
    return facts


async def _looks(visit: Signed, one: Listed) -> Sequence[object]:
    """The last looks, for whoever may read the audit."""
    if visit.staff.role is StaffRole.EDITOR:
        return ()
    wanted = LooksWanted(record=one.record.id)
    looks, _ = await visit.desk.audit.looks(visit.staff, wanted, 0, LOOKS)
    return looks


def _needs(one: Listed, state: str) -> tuple[str, ...]:
    """Fields that a step needs and that are still empty, or that say something about this very step."""
    move = one.edition.states.moves.get(state) if one.edition.states else None
    return tuple(move.needs) if move else ()


def _label(one: Listed, state: str) -> str:
    return one.edition.states.labels.get(state, state) if one.edition.states else state


def _move_page(visit: Writing, one: Listed, state: str, form: Form, status: int = 200) -> Response:
    states = one.edition.states
    if states is None or state not in states.labels:
        raise NotFound(visit.desk.words.say("refused.not_found_hint"))
    return visit.desk.pages.page(
        visit,
        "records/move.html",
        status,
        one=one,
        form=form,
        state=state,
        label=states.labels[state],
        groups=groups_of(one.edition, visit.desk, _needs(one, state)),
        address=address_of(one.record.register, one.record.id),
    )
