"""One conversation handed over: what was said, live, and what staff do with it."""

from __future__ import annotations

import re
from typing import Any

from fastapi import APIRouter, Response

from bot.console.failures import NotAllowed, NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, Watching, Writing
from bot.core.handover.case import Case, EndedBy, Reason, Side
from bot.core.regions.region import NATIONAL
from bot.services.handover.handover_ports import Speaker
from bot.services.handover.handovers import HandoverRefused, Refused, View

HOME = "/staff/conversations"
LONGEST = 2000
"""Characters of a reply: what is read aloud has to be short."""
_NUMBER = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}", re.ASCII)


def add_routes(addresses: APIRouter) -> None:
    """The page of a conversation, its live part, and what is done."""
    one = "/conversations/{number}"
    addresses.add_api_route(one, show, methods=["GET"])
    addresses.add_api_route(f"{one}/news", news, methods=["GET"])
    addresses.add_api_route(f"{one}/take", take, methods=["POST"])
    addresses.add_api_route(f"{one}/put-back", put_back, methods=["POST"])
    addresses.add_api_route(f"{one}/reply", reply, methods=["POST"])
    addresses.add_api_route(f"{one}/note", note, methods=["POST"])
    addresses.add_api_route(f"{one}/hand-on", show_hand_on, methods=["GET"])
    addresses.add_api_route(f"{one}/hand-on", hand_on, methods=["POST"])
    addresses.add_api_route(f"{one}/close", ask_close, methods=["GET"])
    addresses.add_api_route(f"{one}/close", close, methods=["POST"])


async def show(visit: Signed, number: str) -> Response:
    """Everything said so far. The look is noted."""
    return await _page(visit, _tidy(number))


async def news(visit: Watching, number: str) -> Response:
    """What was said after the last message that the page shows; nothing if nothing changed."""
    asked = visit.request.query_params
    view = await _news(visit, number, asked.get("after", ""))
    if not view.said and asked.get("version") == str(view.case.version):
        return Response(status_code=204)
    return _news_part(visit, view, asked.get("after", ""))


async def take(visit: Writing, number: str) -> Response:
    """They have it now; the second of two is told who was first."""
    number, desk = _tidy(number), visit.desk
    try:
        await desk.handovers.take(number, visit.staff)
    except HandoverRefused as refused:
        return await _refused(visit, number, refused)
    undo = Undo(f"{HOME}/{number}/put-back")
    return await desk.pages.done(visit, f"{HOME}/{number}", desk.words.say("conversations.taken"), undo)


async def put_back(visit: Writing, number: str) -> Response:
    """Back into the queue."""
    number, desk = _tidy(number), visit.desk
    try:
        await desk.handovers.put_back(number, visit.staff)
    except HandoverRefused as refused:
        return await _refused(visit, number, refused)
    return await desk.pages.done(visit, HOME, desk.words.say("conversations.put_back", number=number))


async def reply(visit: Writing, number: str) -> Response:
    """Words for the person. Sent by the script, the page stays as it is and gets what is new."""
    number, desk, form = _tidy(number), visit.desk, await read_form(visit.request)
    text = _text(form, "text", visit, "conversations.reply_missing")
    if form.good:
        try:
            await desk.handovers.reply(number, text, visit.staff, desk.clock.now())
        except HandoverRefused as refused:
            form.fail("text", await _why(visit, number, refused))
    if "hx-request" in visit.request.headers:
        view = await _news(visit, number, form.text("after"))
        return _news_part(visit, view, form.text("after"), problem=form.problems.get("text", ""), sent=form.good)
    if not form.good:
        return await _page(visit, number, reply=form, status=422)
    return await desk.pages.done(visit, f"{HOME}/{number}", desk.words.say("conversations.replied"))


async def note(visit: Writing, number: str) -> Response:
    """A note that only staff see."""
    number, desk, form = _tidy(number), visit.desk, await read_form(visit.request)
    text = _text(form, "note", visit, "conversations.note_missing")
    if not form.good:
        return await _page(visit, number, note=form, status=422)
    try:
        await desk.handovers.note(number, text, visit.staff, desk.clock.now())
    except HandoverRefused as refused:
        return await _refused(visit, number, refused)
    return await desk.pages.done(visit, f"{HOME}/{number}", desk.words.say("conversations.noted"))


async def show_hand_on(visit: Writing, number: str) -> Response:
    """To whom it may go."""
    return await _hand_on_page(visit, _tidy(number), Form.of({}))


async def hand_on(visit: Writing, number: str) -> Response:
    """To a colleague, or to the staff of another region."""
    number, desk, form, say = _tidy(number), visit.desk, await read_form(visit.request), visit.desk.words.say
    try:
        match form.choice("to", ("colleague", "office"), say("conversations.to_missing")):
            case "colleague":
                name = form.required("colleague", say("conversations.colleague_missing"))
                if form.good:
                    await desk.handovers.hand_to(number, name, visit.staff)
                    told = say("conversations.handed_to", name=name)
                    return await desk.pages.done(visit, HOME, told)
            case "office":
                typed = form.required("region", say("conversations.region_missing"))
                region = desk.book.region(typed) if typed else None
                if typed and region is None:
                    form.fail("region", say("conversations.region_unknown", region=typed))
                if form.good and region is not None:
                    place = desk.pages.place(region)
                    await desk.handovers.send_on(number, region, place, visit.staff, desk.clock.now())
                    return await desk.pages.done(visit, HOME, say("conversations.sent_on", place=place))
    except HandoverRefused as refused:
        if refused.why is not Refused.NO_COLLEAGUE:
            return await _refused(visit, number, refused)
        form.fail("colleague", desk.words.say("conversations.refused.no_colleague"))
    return await _hand_on_page(visit, number, form, 422)


async def ask_close(visit: Writing, number: str) -> Response:
    """What closing does."""
    number, say = _tidy(number), visit.desk.words.say
    return visit.desk.pages.page(
        visit,
        "confirm.html",
        heading=say("conversations.close_heading", number=number),
        sentences=[say("conversations.close_what")],
        address=f"{HOME}/{number}/close",
        label=say("conversations.close_label"),
        back=f"{HOME}/{number}",
    )


async def close(visit: Writing, number: str) -> Response:
    """It is over; the person is told."""
    number, desk = _tidy(number), visit.desk
    try:
        await desk.handovers.close(number, visit.staff, desk.clock.now())
    except HandoverRefused as refused:
        return await _refused(visit, number, refused)
    return await desk.pages.done(visit, HOME, desk.words.say("conversations.closed", number=number))


def place_of(case: Case, visit: Visit) -> str:
    """The region of a case in words."""
    return (
        visit.desk.words.say("conversations.nowhere")
        if case.region == NATIONAL
        else visit.desk.pages.place(case.region)
    )


async def _page(
    visit: Visit, number: str, *, reply: Form | None = None, note: Form | None = None, status: int = 200
) -> Response:
    try:
        view = await visit.desk.handovers.view(number, visit.staff, visit.desk.clock.now())
    except HandoverRefused as refused:
        raise _missing(visit, refused) from None
    return visit.desk.pages.page(
        visit,
        "conversations/one.html",
        status,
        form=reply or note or Form.of({}),
        reply=reply or Form.of({}),
        note=note or Form.of({}),
        **_values(visit, view, 0),
    )


async def _hand_on_page(visit: Visit, number: str, form: Form, status: int = 200) -> Response:
    try:
        colleagues = await visit.desk.handovers.colleagues(number, visit.staff)
    except HandoverRefused as refused:
        raise _missing(visit, refused) from None
    several = {name: name for name in colleagues}
    return visit.desk.pages.page(
        visit, "conversations/hand_on.html", status, form=form, number=number, colleagues=several
    )


async def _news(visit: Visit, number: str, after: str) -> View:
    last = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    try:
        return await visit.desk.handovers.news(_tidy(number), last, visit.staff, visit.desk.clock.now())
    except HandoverRefused as refused:
        raise _missing(visit, refused) from None


def _news_part(visit: Visit, view: View, after: str, *, problem: str = "", sent: bool = False) -> Response:
    last = int(after) if after.isascii() and after.isdigit() and len(after) < 19 else 0
    answer = visit.desk.pages.part(
        visit, "conversations/_news.html", problem=problem, sent=sent, **_values(visit, view, last)
    )
    if sent:
        answer.headers["HX-Trigger"] = "said"
    return answer


def _values(visit: Visit, view: View, after: int) -> dict[str, Any]:
    """What the templates show of a case."""
    say, phrases, case = visit.desk.words.say, visit.desk.phrases, view.case
    role = phrases.name("roles", case.role) if case.role else say("conversations.no_role")
    facts = [
        (say("conversations.place"), place_of(case, visit)),
        (say("conversations.role"), role),
        (say("conversations.channel"), phrases.name("channels", view.channel)),
        (say("conversations.reason"), phrases.name("handover_reasons", Reason(case.reason).value)),
        (say("conversations.words"), say("conversations.words_easy" if case.easy else "conversations.words_standard")),
    ]
    mine = case.staff == visit.staff.id
    return {
        "case": case,
        "facts": facts,
        "said": view.said,
        "person": Speaker.PERSON,
        "names": {each: phrases.name("handover_speakers", each.value) for each in Speaker},
        "after": view.said[-1].id if view.said else after,
        "mine": mine,
        "home": f"{HOME}/{case.number}",
        "state": _state(visit, case),
        "may_write": visit.staff.writes and case.is_open and (mine or case.staff is None),
    }


def _state(visit: Visit, case: Case) -> str:
    say = visit.desk.words.say
    if not case.is_open:
        return visit.desk.phrases.name("handover_ended_by", (case.ended_by or EndedBy.STAFF).value)
    if case.staff is None:
        holder = say("conversations.state_free")
    elif case.staff == visit.staff.id:
        holder = say("conversations.state_mine")
    else:
        holder = say("conversations.state_others", name=case.staff)
    waits = "waits_staff" if case.awaited is Side.STAFF else "waits_person"
    return holder + say(f"conversations.{waits}") + ("" if case.silent else say("conversations.assistant_back"))


def _text(form: Form, name: str, visit: Visit, missing: str) -> str:
    say = visit.desk.words.say
    text = form.required(name, say(missing))
    if len(text) > LONGEST:
        form.fail(name, say("conversations.too_long", count=len(text), limit=LONGEST))
    return text


async def _refused(visit: Visit, number: str, refused: HandoverRefused) -> Response:
    """Back to the conversation, which says why nothing was done."""
    return await visit.desk.pages.done(visit, f"{HOME}/{number}", await _why(visit, number, refused), problem=True)


async def _why(visit: Visit, number: str, refused: HandoverRefused) -> str:
    """The reason in words, with the name of the colleague who was faster."""
    if refused.why is Refused.UNKNOWN:
        raise _missing(visit, refused)
    say = visit.desk.words.say
    if refused.why is not Refused.TAKEN:
        return say(f"conversations.refused.{refused.why.value}")
    last = await visit.desk.handovers.board(visit.staff, visit.desk.clock.now())
    names = [each.case.staff for each in last if each.case.number == number and each.case.staff]
    return say("conversations.refused.taken", name="、".join(names))


def _missing(visit: Visit, refused: HandoverRefused) -> NotFound | NotAllowed:
    sentence = visit.desk.words.say(f"conversations.refused.{refused.why.value}", name="")
    return NotFound(sentence) if refused.why is Refused.UNKNOWN else NotAllowed(sentence)


def _tidy(number: str) -> str:
    """A number as it is kept; what cannot be one is passed on and found nowhere."""
    tidied = number.strip().upper()
    return tidied if _NUMBER.fullmatch(tidied) else "-"
