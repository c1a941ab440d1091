"""What runs when: standing work, broadcasts that repeat, the plan of a quarter, days of the year."""

from __future__ import annotations

import datetime as dt
import re

from fastapi import APIRouter, Response

from bot.console.broadcast_acts import HOME, named, one_view, refusal
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Signed, Visit, Writing
from bot.core.messaging.broadcast import Refusal
from bot.services.broadcasts.broadcast_parts import BroadcastRefused
from bot.services.broadcasts.plan_quarter import following, quarter_of
from bot.services.schedule.planned_work import Planned

KINDS = ("day", "week", "month", "quarter")
LATE = dt.timedelta(minutes=30)
"""What is due for so long is not being done."""
_AT = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


def add_routes(addresses: APIRouter) -> None:
    """The schedule, the quarter, and the repetition of one broadcast."""
    addresses.add_api_route("/broadcasts/schedule", show, methods=["GET"])
    addresses.add_api_route("/broadcasts/quarter", quarter, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/repeat", show_repeat, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/repeat", repeat, methods=["POST"])
    addresses.add_api_route("/broadcasts/{number}/end-repeat", end_repeat, methods=["POST"])


async def show(visit: Signed) -> Response:
    """Everything planned, and who does it."""
    desk, now = visit.desk, visit.desk.clock.now()
    planned = await desk.plans.all(visit.staff, now)
    works = desk.words.group("schedules.works")
    return desk.pages.page(
        visit,
        "schedules/list.html",
        leader=planned.leader,
        standing=[(works.get(each.name, each.name), *_told(each, visit, now)) for each in planned.standing],
        repeated=[(each.repeated, *_told(each, visit, now)) for each in planned.repeated if each.repeated],
    )


async def quarter(visit: Signed) -> Response:
    """Fairs and days of a quarter, `from` any day of it."""
    desk = visit.desk
    try:
        day = dt.date.fromisoformat(visit.request.query_params.get("from", ""))
    except ValueError:
        day = desk.clock.today()
    day = min(max(day, dt.date(2000, 4, 1)), dt.date(2100, 1, 1))
    found = await desk.quarter.of(day, None, visit.staff)
    before = quarter_of(found.first - dt.timedelta(days=1))[0]
    return desk.pages.page(visit, "schedules/quarter.html", found=found, before=before, after=following(found.first))


async def show_repeat(visit: Writing, number: str) -> Response:
    """How it is to repeat."""
    view = await one_view(visit, number)
    return await _repeat_page(visit, view.broadcast.number, Form.of({"kind": "month", "day": "1", "at": "09:00"}))


async def repeat(visit: Writing, number: str) -> Response:
    """Send it again and again."""
    desk, form, say = visit.desk, await read_form(visit.request), visit.desk.words.say
    number = (await one_view(visit, number)).broadcast.number
    kind = form.choice("kind", KINDS, say("schedules.kind_missing"))
    at = form.required("at", say("schedules.at_wrong"))
    if at and not _AT.fullmatch(at):
        form.fail("at", say("schedules.at_wrong"))
    needs_day = kind not in (None, "day")
    day = form.whole(
        "day", say(f"schedules.day_wrong_{'week' if kind == 'week' else 'month'}"), 1, 7 if kind == "week" else 31
    )
    if needs_day and day is None and "day" not in form.problems:
        form.fail("day", say(f"schedules.day_wrong_{'week' if kind == 'week' else 'month'}"))
    if form.good:
        text = f"{kind} {day} {at}" if needs_day else f"{kind} {at}"
        try:
            following = await desk.repeat_broadcasts.plan(number, text, visit.staff, desk.clock.now())
        except BroadcastRefused as refused:
            form.fail("kind", refusal(refused, visit))
        else:
            told = say("schedules.repeats", time=desk.pages.moment(following))
            return await desk.pages.done(visit, f"{HOME}/{number}", told, Undo(f"{HOME}/{number}/end-repeat"))
    return await _repeat_page(visit, number, form, 422)


async def end_repeat(visit: Writing, number: str) -> Response:
    """Send it again no more."""
    desk = visit.desk
    try:
        was = await desk.repeat_broadcasts.end(number, visit.staff)
    except BroadcastRefused as refused:
        if refused.why is Refusal.UNKNOWN:
            raise named(refused, visit) from None
        return await desk.pages.done(visit, f"{HOME}/{number}", refusal(refused, visit), problem=True)
    key = "schedules.repeat_ended" if was else "schedules.repeats_not"
    return await desk.pages.done(visit, f"{HOME}/{number}", desk.words.say(key))


async def repetition_of(visit: Visit, number: str) -> tuple[str, str] | None:
    """How a broadcast repeats and when it is sent next, in words; `None` if it does not."""
    now = visit.desk.clock.now()
    for each in (await visit.desk.plans.all(visit.staff, now)).repeated:
        if each.repeated is not None and each.repeated.number == number:
            rhythm, _, due, _ = _told(each, visit, now)
            return rhythm, due
    return None


def rhythm(repeats: str | None, visit: Visit) -> str:
    """A repetition as people say it."""
    say = visit.desk.words.say
    if repeats is None:
        return say("schedules.once")
    kind, *rest = repeats.split()
    match kind:
        case "every":
            seconds = int(rest[0])
            return (
                say("schedules.every_minutes", count=seconds // 60)
                if seconds % 60 == 0
                else say("schedules.every_seconds", count=seconds)
            )
        case "day":
            return say("schedules.every_day", at=rest[0])
        case "week":
            weekday = visit.desk.phrases.name("weekdays", str(int(rest[0]) - 1))
            return say("schedules.every_week", weekday=weekday, at=rest[1])
        case _:
            return say(f"schedules.every_{kind}", day=rest[0], at=rest[1])


async def _repeat_page(visit: Visit, number: str, form: Form, status: int = 200) -> Response:
    return visit.desk.pages.page(visit, "schedules/repeat.html", status, number=number, form=form)


def _told(each: Planned, visit: Visit, now: dt.datetime) -> tuple[str, str, str, bool]:
    """Rhythm, last time, next time, and whether it is late."""
    moment = visit.desk.pages.moment
    late = each.due_at is not None and each.due_at < now - LATE
    return rhythm(each.repeats, visit), moment(each.last_at), moment(each.due_at), late
