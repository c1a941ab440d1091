"""How far a broadcast has come, live, and what became of it: by state, reason and region, as a file, and as proof."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse
from starlette.background import BackgroundTask

from bot.console.broadcast_acts import HOME, named, one_view
from bot.console.exporting import TYPES, exported
from bot.console.failures import NotFound
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, Watching, Writing
from bot.console.lists import Column, Filter, Link, Listing, paged, read_query
from bot.core.messaging.announcement import Announcement
from bot.core.messaging.broadcast import OVER
from bot.core.messaging.delivery import State
from bot.services.broadcasts.broadcast_parts import BroadcastRefused
from bot.services.broadcasts.broadcast_ports import Line
from bot.services.broadcasts.report_broadcasts import WHEN_OPENED, Report
from bot.services.staff.staff_ports import Contact
from bot.spreadsheets.table import Column as Heading
from bot.spreadsheets.writing import write_table

SHOWN = ("sent", "failed", "uncertain", "skipped", "queued", "claimed", "retry", WHEN_OPENED)
"""States in the order in which they are told."""
DONE = ("sent", "failed", "uncertain", "skipped")
CHANNELS = ("telegram", "web", "wechat")
FIELDS = ("id", "region", "channel", "words", "state", "reason", "sent_at", "edition", "message", "text")
AT_ONCE = 1000
STOP_POLLING = 286
"""The status by which htmx stops asking again."""


def add_routes(addresses: APIRouter) -> None:
    """The live parts, the list of regions, the file and the proof."""
    one = "/broadcasts/{number}"
    addresses.add_api_route(f"{one}/progress", progress, methods=["GET"])
    addresses.add_api_route(f"{one}/says", says, methods=["GET"])
    addresses.add_api_route(f"{one}/regions", regions, methods=["GET"])
    addresses.add_api_route(f"{one}/recipients.{{kind}}", export, methods=["GET"])
    addresses.add_api_route(f"{one}/proof", show_proof, methods=["GET"])
    addresses.add_api_route(f"{one}/proof", proof, methods=["POST"])


async def progress(visit: Watching, number: str) -> Response:
    """The bar and the table, drawn anew."""
    report = await _report(visit, number)
    status = STOP_POLLING if report.broadcast.state in OVER else 200
    return visit.desk.pages.part(visit, "broadcasts/_progress.html", status, **progress_values(report, visit))


async def says(visit: Watching, number: str) -> Response:
    """One sentence to be read out; nothing if it would be the same again."""
    report = await _report(visit, number)
    values = progress_values(report, visit)
    if visit.request.query_params.get("said") == values["says"]:
        return Response(status_code=STOP_POLLING if report.broadcast.state in OVER else 204)
    return visit.desk.pages.part(visit, "broadcasts/_says.html", **values)


def progress_values(report: Report, visit: Visit) -> dict[str, Any]:
    """What the templates show of it. Shares are in thousandths of the bar."""
    say, phrases = visit.desk.words.say, visit.desk.phrases
    names, why = phrases.group("delivery_states"), phrases.group("delivery_reasons")
    pauses = phrases.group("broadcast_pauses")
    total = report.recipients
    count = {word: report.states.get(word, 0) for word in SHOWN}
    rows = [
        (names[word], count[word], _share(count[word], total),
         [(why.get(reason, reason), each) for (state, reason), each in sorted(report.reasons.items()) if state == word])
        for word in SHOWN if count[word]
    ]  # fmt: skip
    decided = sum(count[word] for word in DONE)
    state = phrases.name("broadcast_states", report.broadcast.state.value)
    reason = report.broadcast.pause_reason
    return {
        "state": state,
        "pause": pauses.get(reason, reason) if reason else "",
        "total": total,
        "rows": rows,
        "bars": list(_bars(count, total)),
        "says": say(
            "broadcasts.says", state=state, done=decided, total=total, sent=count["sent"], failed=count["failed"]
        ),
        "opt_outs": [(phrases.name("opt_out_reasons", key), each) for key, each in sorted(report.opt_outs.items())],
    }


async def regions(visit: Signed, number: str) -> Response:
    """Every region with its recipients by state."""
    report, desk, say = await _report(visit, number), visit.desk, visit.desk.words.say
    names = desk.phrases.group("delivery_states")
    words = [word for word in SHOWN if word in report.states]
    columns = [Column("region", say("broadcasts.region")), Column("total", say("broadcasts.recipients"), number=True)]
    columns += [Column(word, names[word], number=True) for word in words]
    query = read_query(visit.request, columns, filters=("region",), sort="-total")
    several: list[tuple[str | int, ...]] = [
        (desk.pages.place(region), sum(states.values()), *(states.get(word, 0) for word in words))
        for region, states in report.regions.items()
        if query.filters["region"] in desk.pages.place(region)
    ]
    at = [column.key for column in columns].index(query.sort)
    several.sort(key=lambda row: (row[at], row[0]), reverse=query.descending)
    title = report.broadcast.draft.title
    listing = Listing(
        caption=say("broadcasts.regions_of", title=title),
        columns=columns,
        rows=paged(several, query),
        total=len(several),
        query=query,
        filters=[Filter("region", say("broadcasts.region"))],
        empty=say("broadcasts.no_regions"),
        exports=("xlsx", "csv"),
        name=say("broadcasts.regions_of", title=title),
    )
    if query.export:
        return await exported(listing)
    back = Link(title, f"{HOME}/{report.broadcast.number}")
    return desk.pages.page(visit, "broadcasts/regions.html", listing=listing, back=back)


async def export(visit: Signed, number: str, kind: str) -> Response:
    """Every recipient as a line of a file, written on disk a part at a time; nobody's name or address is in it."""
    if kind not in TYPES:
        raise NotFound(visit.desk.words.say("refused.not_found_hint"))
    broadcast = (await one_view(visit, number)).broadcast
    lines = visit.desk.report_broadcasts.lines(broadcast.number, visit.staff)
    file = await asyncio.to_thread(_empty_file, kind)
    try:
        await _write(file, lines, visit)
    except BaseException:
        await asyncio.to_thread(file.unlink)
        raise
    told = quote(f"{visit.desk.words.say('broadcasts.recipients_file', number=broadcast.number)}.{kind}")
    disposition = f"attachment; filename=\"{broadcast.number}.{kind}\"; filename*=UTF-8''{told}"
    headers = {"Content-Disposition": disposition}
    return FileResponse(file, media_type=TYPES[kind], headers=headers, background=BackgroundTask(file.unlink))


async def show_proof(visit: Writing, number: str) -> Response:
    """Whose message is looked up."""
    view = await one_view(visit, number)
    return _proof_page(visit, view.broadcast.number, view.broadcast.draft.title, Form.of({}))


async def proof(visit: Writing, number: str) -> Response:
    """The exact words somebody was sent; the look is noted. The address comes by POST, so that it stands in no log."""
    desk, form, say = visit.desk, await read_form(visit.request), visit.desk.words.say
    view = await one_view(visit, number)
    title, number = view.broadcast.draft.title, view.broadcast.number
    channel = form.choice("channel", CHANNELS, say("broadcasts.channel_missing"))
    address = form.required("address", say("broadcasts.address_missing"))
    if not form.good or channel is None:
        return _proof_page(visit, number, title, form, status=422)
    try:
        contact = Contact(channel, address)
        found = await desk.report_broadcasts.proof(number, contact, visit.staff, desk.clock.now())
    except BroadcastRefused as refused:
        raise named(refused, visit) from None
    if found is None:
        form.fail("address", say("broadcasts.no_proof"))
        return _proof_page(visit, number, title, form, status=422)
    row = _row(found.line, found.sent, visit)
    told = [(say(f"broadcasts.fields.{key}"), value) for key, value in zip(FIELDS, row, strict=True) if value != ""]
    return _proof_page(visit, number, title, form, told=told)


def _proof_page(
    visit: Visit,
    number: str,
    title: str,
    form: Form,
    *,
    told: list[tuple[str, str | int]] | None = None,
    status: int = 200,
) -> Response:
    names = {channel: visit.desk.phrases.name("channels", channel) for channel in CHANNELS}
    return visit.desk.pages.page(
        visit, "broadcasts/proof.html", status, number=number, title=title, form=form, told=told or [], channels=names
    )


async def _report(visit: Visit, number: str) -> Report:
    try:
        return await visit.desk.report_broadcasts.report(number, visit.staff)
    except BroadcastRefused as refused:
        raise named(refused, visit) from None


def _empty_file(kind: str) -> Path:
    handle, name = tempfile.mkstemp(suffix=f".{kind}")
    os.close(handle)
    return Path(name)


async def _write(file: Path, lines: AsyncIterator[tuple[Line, Announcement | None]], visit: Visit) -> None:
    """Rows come from the database a part at a time while a thread writes them."""
    loop = asyncio.get_running_loop()
    headings = [Heading(visit.desk.words.say(f"broadcasts.fields.{key}")) for key in FIELDS]

    def rows() -> Iterator[tuple[str | int, ...]]:
        while some := asyncio.run_coroutine_threadsafe(_some(lines), loop).result():
            for line, sent in some:
                yield _row(line, sent, visit)

    await asyncio.to_thread(write_table, file, headings, rows())


async def _some(lines: AsyncIterator[tuple[Line, Announcement | None]]) -> list[tuple[Line, Announcement | None]]:
    found: list[tuple[Line, Announcement | None]] = []
    async for each in lines:
        found.append(each)
        if len(found) == AT_ONCE:
            break
    return found


def _row(line: Line, sent: Announcement | None, visit: Visit) -> tuple[str | int, ...]:
    phrases, pages = visit.desk.phrases, visit.desk.pages
    why = phrases.group("delivery_reasons")
    return (
        line.id,
        pages.place(line.region),
        phrases.name("channels", line.channel),
        visit.desk.words.say("broadcasts.wordings.easy" if line.easy else "broadcasts.wordings.standard"),
        phrases.name("delivery_states", line.state.word),
        why.get(line.reason, line.reason) if line.reason else "",
        pages.moment(line.sent_at) if line.sent_at else "",
        line.edition or "",
        line.message or "",
        sent.said() if sent else "",
    )


def _share(count: int, total: int) -> int:
    return round(100 * count / total) if total else 0


def _bars(count: dict[str, int], total: int) -> Iterator[tuple[str, int, int]]:
    """Kind, beginning and length of each piece, of 1000."""
    if not total:
        return
    pieces = (
        ("sent", count[State.SENT.word]),
        ("failed", count[State.FAILED.word] + count[State.UNCERTAIN.word]),
        ("other", count[State.SKIPPED.word]),
    )
    passed = 0
    for kind, each in pieces:
        first, last = 1000 * passed // total, 1000 * (passed + each) // total
        if last > first:
            yield kind, first, last - first
        passed += each
