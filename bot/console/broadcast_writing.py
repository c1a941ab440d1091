"""Writing a broadcast: a new one, a changed one, a correction."""

from __future__ import annotations

from fastapi import APIRouter, Response

from bot.console.broadcast_acts import HOME, named, one_view, refusal
from bot.console.broadcast_form import (
    choices,
    field_of,
    kept_form,
    new_form,
    waiting_image,
    with_image_kept,
    written_of,
)
from bot.console.forms import Form, read_form
from bot.console.guard import Visit, Writing
from bot.core.messaging.broadcast import BEFORE_START, Broadcast, Refusal
from bot.services.broadcasts.broadcast_parts import BroadcastRefused, Written

FIELDS = {
    Refusal.NOBODY: "regions",
    Refusal.ELSEWHERE: "regions",
    Refusal.FROZEN: "regions",
    Refusal.EXPIRED: "expires_at",
}


def add_routes(addresses: APIRouter) -> None:
    """The form, empty or filled in, and what is sent by it."""
    addresses.add_api_route("/broadcasts", create, methods=["POST"])
    addresses.add_api_route("/broadcasts/new", show_new, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/edit", show_edit, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/edit", edit, methods=["POST"])
    addresses.add_api_route("/broadcasts/{number}/correct", show_correct, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/correct", correct, methods=["POST"])


async def show_new(visit: Writing) -> Response:
    """An empty form, or one filled in for a day of the year or a fair."""
    asked = visit.request.query_params
    day = visit.desk.special_days.get(asked.get("day", ""))
    return _page(visit, new_form(visit, day, asked.get("fair", "")[:20]))


async def create(visit: Writing) -> Response:
    """Keep a draft; nothing is sent by that."""
    desk, form = visit.desk, await read_form(visit.request)
    written = await written_of(form, visit, None, for_whom=True)
    if form.good:
        try:
            view = await desk.broadcasts.create(written, visit.staff, desk.clock.now())
        except BroadcastRefused as refused:
            _tell(refused, form, visit)
        else:
            told = desk.words.say("broadcasts.kept", total=view.size.total)
            return await desk.pages.done(visit, f"{HOME}/{view.broadcast.number}", told)
    return await _again(visit, form, written)


async def show_edit(visit: Writing, number: str) -> Response:
    """The form with what is kept."""
    view = await one_view(visit, number)
    return _page(visit, kept_form(view.broadcast, visit), edited=view.broadcast)


async def edit(visit: Writing, number: str) -> Response:
    """Replace what it says; it has to be approved anew."""
    desk, form, before = visit.desk, await read_form(visit.request), (await one_view(visit, number)).broadcast
    is_open = _has_audience(before)
    written = await written_of(form, visit, before, for_whom=is_open)
    if not is_open:  # who gets it, and when it began, stands
        written = type(written)(written.draft, before.audience, before.send_at, written.expires_at, written.files)
    if form.good:
        try:
            await desk.broadcasts.edit(number, written, visit.staff, desk.clock.now())
        except BroadcastRefused as refused:
            _tell(refused, form, visit)
        else:
            return await desk.pages.done(visit, f"{HOME}/{before.number}", desk.words.say("broadcasts.edited"))
    return await _again(visit, form, written, edited=before)


async def show_correct(visit: Writing, number: str) -> Response:
    """The form of a correction."""
    view = await one_view(visit, number)
    draft = view.broadcast.draft
    form = Form.of({"title": draft.title, "text": draft.text, "easy_text": draft.easy_text, "fair": draft.fair or ""})
    return _page(visit, form, corrected=view.broadcast)


async def correct(visit: Writing, number: str) -> Response:
    """Keep a correction for those who got it."""
    desk, form, before = visit.desk, await read_form(visit.request), (await one_view(visit, number)).broadcast
    written = await written_of(form, visit, None, for_whom=False)
    if form.good:
        try:
            view = await desk.broadcasts.correct(number, written, visit.staff, desk.clock.now())
        except BroadcastRefused as refused:
            _tell(refused, form, visit)
        else:
            told = desk.words.say("broadcasts.kept", total=view.size.total)
            return await desk.pages.done(visit, f"{HOME}/{view.broadcast.number}", told)
    return await _again(visit, form, written, corrected=before)


async def _again(
    visit: Visit, form: Form, written: Written, *, edited: Broadcast | None = None, corrected: Broadcast | None = None
) -> Response:
    """The form with everything that was filled in."""
    kept = await with_image_kept(form, written, visit)
    is_there = await waiting_image(kept, visit) is not None
    return _page(visit, kept, edited=edited, corrected=corrected, is_image_there=is_there, status=422)


def _page(
    visit: Visit,
    form: Form,
    *,
    edited: Broadcast | None = None,
    corrected: Broadcast | None = None,
    is_image_there: bool = False,
    status: int = 200,
) -> Response:
    say, before = visit.desk.words.say, edited or corrected
    heading = "edit_title" if edited else "correct_title" if corrected else "new_title"
    address = HOME if before is None else f"{HOME}/{before.number}/{'edit' if edited else 'correct'}"
    return visit.desk.pages.page(
        visit,
        "broadcasts/form.html",
        status,
        form=form,
        heading=say(f"broadcasts.{heading}", title=before.draft.title if before else ""),
        address=address,
        back=HOME if before is None else f"{HOME}/{before.number}",
        choices=choices(visit.desk),
        image=edited.draft.image if edited else None,
        is_image_there=is_image_there,
        has_audience=corrected is None and (edited is None or _has_audience(edited)),
        has_send_at=edited is None or edited.state in BEFORE_START,
        days={} if before else visit.desk.special_days,
    )


def _has_audience(broadcast: Broadcast) -> bool:
    """Whether it can still be said for whom it is."""
    return broadcast.corrects is None and broadcast.state in BEFORE_START


def _tell(refused: BroadcastRefused, form: Form, visit: Visit) -> None:
    """Why it was not kept, at the field where that is mended."""
    if refused.why in (Refusal.UNKNOWN, Refusal.READ_ONLY):
        raise named(refused, visit)
    stops = [each for each in refused.findings if each.stops]
    for each in stops:
        form.fail(field_of(each.key), visit.desk.phrases.say(each.key, False, **each.values))
    if not stops:
        form.fail(FIELDS.get(refused.why, "title"), refusal(refused, visit))
