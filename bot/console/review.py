"""Postings that wait for review: one after the other, with what is doubtful in them marked and why."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Response

from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, Writing
from bot.console.lists import Badge, Column, Link, Listing, paged, read_query
from bot.console.record import parts_of, seen
from bot.console.record_fields import name_of, show_problems
from bot.console.record_texts import address_of
from bot.console.routing import router
from bot.core.records.reading import read
from bot.core.registry.review import review
from bot.core.registry.wording import check
from bot.services.ports import VersionConflict
from bot.services.records.record_book import RecordRefused
from bot.services.records.record_lists import Listed
from bot.services.records.record_pages import Asked

JOBS, WAITING, PUBLISHED, RETURNED, NOTE = "jobs", "in_review", "published", "draft", "review_note"
QUEUE = f"/staff/records/{JOBS}/review"
TEXTS = ("title", "essential", "others", "skills", "certificates")
MOST = 500
"""Postings that are looked at as one queue; the others follow when these are done."""


@dataclass(frozen=True)
class Piece:
    """A part of a text; `doubtful` if it is what staff should look at."""

    text: str
    doubtful: bool


def routes() -> APIRouter:
    """The queue, and one posting of it."""
    addresses = router()
    addresses.add_api_route(f"/records/{JOBS}/review", queue, methods=["GET"])
    addresses.add_api_route(f"/records/{JOBS}/review/{{number}}", show, methods=["GET"])
    addresses.add_api_route(f"/records/{JOBS}/review/{{number}}/publish", publish, methods=["POST"])
    addresses.add_api_route(f"/records/{JOBS}/review/{{number}}/return", send_back, methods=["POST"])
    return addresses


async def queue(visit: Signed) -> Response:
    """Everything that waits, the oldest first, with how much is doubtful in it."""
    desk, say = visit.desk, visit.desk.words.say
    columns = [
        Column("since", say("records.since")),
        Column("title", say("records.review.job"), sorts=False),
        Column("employer", say("records.review.employer"), sorts=False),
        Column("region", say("records.region"), sorts=False),
        Column("doubts", say("records.doubts"), sorts=False),
    ]
    query = read_query(visit.request, columns, (), sort="since")
    waiting = await _waiting(visit)
    several = waiting[::-1] if query.descending else waiting
    rows = []
    for each in paged(several, query):
        words = desk.records.lists.words(each, visit.staff, masked=True)
        doubts = len(_doubts(each, visit))
        rows.append((
            (each.record.state_since or desk.clock.today()).isoformat(),
            Link(words.get("title", each.record.id), f"{QUEUE}/{each.record.id}"),
            words.get("employer", ""),
            desk.pages.place(each.record.region),
            Badge(say("records.review.doubtful", count=doubts), "warn") if doubts else "—",
        ))  # fmt: skip
    listing = Listing(
        say("records.review.title"), columns, rows, len(waiting), query, empty=say("records.review.empty")
    )
    first = waiting[0].record.id if waiting else None
    return desk.pages.page(visit, "records/queue.html", listing=listing, first=first)


async def show(visit: Signed, number: str) -> Response:
    """One posting with what is doubtful in it, and what can be done."""
    one, _ = await seen(visit, JOBS, number)
    return await _page(visit, one, Form.of({"version": str(one.record.version)}))


async def publish(visit: Writing, number: str) -> Response:
    """The posting is published; the next one follows."""
    one, _ = await seen(visit, JOBS, number)
    return await _decide(visit, one, PUBLISHED, await read_form(visit.request))


async def send_back(visit: Writing, number: str) -> Response:
    """The posting goes back to its employer with a reason; the next one follows."""
    one, _ = await seen(visit, JOBS, number)
    form = await read_form(visit.request)
    form.required(name_of(NOTE), visit.desk.words.say("records.review.reason_missing"))
    return await _decide(visit, one, RETURNED, form)


async def _decide(visit: Writing, one: Listed, to: str, form: Form) -> Response:
    desk, typed = visit.desk, form.text(name_of(NOTE)).replace("\r\n", "\n")
    said = {NOTE: typed} if typed else {}
    show_problems(form, read(said, one.edition, desk.book.region, whole=False), desk)
    version = form.whole("version", desk.words.say("records.version_missing"))
    following = await _following(visit, one)
    where = f"{QUEUE}/{following}" if following else QUEUE
    if form.good:
        try:
            after = await desk.records.keep.move(one.record.id, to, visit.staff, desk.clock.now(), said, version)
        except RecordRefused as refused:
            form.fail("form", " ".join(refused.sentences))
        except VersionConflict:
            here = f"{QUEUE}/{one.record.id}"
            return await desk.pages.done(visit, here, desk.words.say("records.overtaken"), problem=True)
        else:
            undo = Undo(f"{address_of(JOBS, one.record.id)}/undo", {"version": str(after.version)})
            text = desk.words.say(f"records.review.done.{to}", number=one.record.id)
            return await desk.pages.done(visit, where, text, undo)
    return await _page(visit, one, form, 422)


async def _page(visit: Visit, one: Listed, form: Form, status: int = 200) -> Response:
    waiting = await _waiting(visit)
    return visit.desk.pages.page(
        visit,
        "records/review.html",
        status,
        one=one,
        form=form,
        note=name_of(NOTE),
        waits=one.record.state == WAITING,
        parts=parts_of(one, visit),
        marked=_marked(one, visit),
        doubts=_doubts(one, visit),
        following=await _following(visit, one),
        left=len(waiting),
        address=address_of(JOBS, one.record.id),
        here=f"{QUEUE}/{one.record.id}",
    )


async def _waiting(visit: Visit) -> Sequence[Listed]:
    desk = visit.desk
    asked = Asked(state=WAITING, descending=False)
    found, _ = await desk.records.pages.page(desk.book.registers[JOBS], asked, visit.staff, desk.clock.today(), 0, MOST)
    return found


async def _following(visit: Visit, one: Listed) -> str | None:
    """The posting after this one; after the last the first of the others."""
    numbers = [each.record.id for each in await _waiting(visit)]
    place = numbers.index(one.record.id) + 1 if one.record.id in numbers else 0
    others = [each for each in numbers[place:] + numbers[:place] if each != one.record.id]
    return others[0] if others else None


def _doubts(one: Listed, visit: Visit) -> Sequence[str]:
    return review(one.record.values, visit.desk.records.doubts, visit.desk.phrases)


def _marked(one: Listed, visit: Visit) -> list[tuple[str, list[Piece]]]:
    """The texts in which something is doubtful, taken apart where it begins and ends."""
    codes = one.record.values.get("occupation")
    occupation = str(codes[0]) if isinstance(codes, tuple) and codes else None
    found = []
    for name in TEXTS:
        value = one.record.values.get(name, "")
        text = "\n".join(map(str, value)) if isinstance(value, tuple) else str(value)
        spans = [(each.start, each.end) for each in check(text, visit.desk.records.doubts, occupation)]
        if spans:
            found.append((one.edition.fields[name].label, _pieces(text, spans)))
    return found


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    doubtful = {place for start, end in spans for place in range(start, end)}
    parts = itertools.groupby(range(len(text)), key=lambda place: place in doubtful)
    return [Piece("".join(text[place] for place in places), is_doubtful) for is_doubtful, places in parts]
