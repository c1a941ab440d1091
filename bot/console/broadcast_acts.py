"""What is done to a broadcast: approve, start, pause, stop, try again, try out; what cannot be undone is asked."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Response

from bot.console.failures import NotAllowed, NotFound
from bot.console.flashes import Undo
from bot.console.guard import Visit, Watching, Writing
from bot.core.messaging.broadcast import BEFORE_START, OVER, Life, Refusal
from bot.core.messaging.delivery import State
from bot.services.broadcasts.broadcast_parts import BroadcastRefused
from bot.services.broadcasts.broadcasts import View

HOME = "/staff/broadcasts"
ASKED = ("approve", "start", "stop", "retry-uncertain")
"""What is asked about before it is done: it cannot be taken back."""


@dataclass(frozen=True)
class Doing:
    """What can be done now: at once or by a page that asks, and by a link; `hint` says what has to happen first."""

    verbs: tuple[str, ...]
    links: tuple[str, ...]
    hint: str = ""

    @property
    def known(self) -> str:
        """Another one whenever anything else can be done."""
        return ".".join((*self.verbs, *self.links, str(len(self.hint))))


def add_routes(addresses: APIRouter) -> None:
    """Asking, doing, and the part of the page with what can be done."""
    addresses.add_api_route("/broadcasts/{number}/doing", doing_part, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/do/{act}", ask, methods=["GET"])
    addresses.add_api_route("/broadcasts/{number}/do/{act}", do, methods=["POST"])


async def doing_part(visit: Watching, number: str) -> Response:
    """What can be done, for the page that is open; nothing if it is what it was."""
    view = await one_view(visit, number)
    can = await doing(view, visit)
    if visit.request.query_params.get("known") == can.known:
        return Response(status_code=204)
    return visit.desk.pages.part(
        visit,
        "broadcasts/_doing.html",
        doing=can,
        home=f"{HOME}/{view.broadcast.number}",
    )


async def ask(visit: Writing, number: str, act: str) -> Response:
    """What will happen, and to how many."""
    say = visit.desk.words.say
    if act not in ASKED:
        raise NotFound(say("refused.not_found_hint"))
    view = await one_view(visit, number)
    title = view.broadcast.draft.title
    values = {"title": title, "total": view.size.total, "easy": view.size.easy}
    return visit.desk.pages.page(
        visit,
        "confirm.html",
        heading=say(f"broadcasts.ask.{act}.heading", **values),
        sentences=[say(f"broadcasts.ask.{act}.what", **values)],
        address=f"{HOME}/{view.broadcast.number}/do/{act}",
        label=say(f"broadcasts.ask.{act}.label"),
        back=f"{HOME}/{view.broadcast.number}",
    )


async def do(visit: Writing, number: str, act: str) -> Response:
    """Do it, then back to the broadcast, which says what was done."""
    desk, staff, now = visit.desk, visit.staff, visit.desk.clock.now()
    running, home, count, undo = desk.run_broadcasts, f"{HOME}/{number}", 0, None
    try:
        match act:
            case "approve":
                await running.approve(number, staff, now)
            case "start":
                await running.let_begin(number, staff, now)
            case "pause":
                paused = await running.pause(number, staff)
                undo = Undo(f"{home}/do/resume") if paused.state is Life.PAUSED else None
            case "resume":
                await running.resume(number, staff, now)
                undo = Undo(f"{home}/do/pause")
            case "stop":
                await running.let_stop(number, staff, now)
            case "retry" | "retry-uncertain":
                count = await running.retry(number, staff, now, uncertain=act == "retry-uncertain")
            case "test":
                count = await running.test_at_own(number, staff, now)
            case _:
                raise NotFound(desk.words.say("refused.not_found_hint"))
    except BroadcastRefused as refused:
        if refused.why is Refusal.UNKNOWN:
            raise named(refused, visit) from None
        return await desk.pages.done(visit, home, refusal(refused, visit), problem=True)
    return await desk.pages.done(visit, home, desk.words.say(f"broadcasts.done.{act}", count=count), undo)


async def one_view(visit: Visit, number: str) -> View:
    """The broadcast, if it is one of theirs."""
    try:
        return await visit.desk.broadcasts.view(number, visit.staff, visit.desk.clock.now())
    except BroadcastRefused as refused:
        raise named(refused, visit) from None


def named(refused: BroadcastRefused, visit: Visit) -> NotFound | NotAllowed:
    """The page that says why nothing is shown or done."""
    sentence = refusal(refused, visit)
    return NotFound(sentence) if refused.why is Refusal.UNKNOWN else NotAllowed(sentence)


def refusal(refused: BroadcastRefused, visit: Visit) -> str:
    """Why nothing was done, in words; with what has to be mended first."""
    phrases, own = visit.desk.phrases, visit.desk.words.group("broadcasts.refused")
    lines = [own.get(refused.why.value) or phrases.name("broadcast_refusals", refused.why.value)]
    lines += [phrases.say(each.key, False, **each.values) for each in refused.findings if each.stops]
    return "".join(lines)


async def doing(view: View, visit: Visit) -> Doing:
    """What whoever looks can do in this state."""
    broadcast, say = view.broadcast, visit.desk.words.say
    if not visit.staff.writes:
        return Doing((), (), say("broadcasts.only_look"))
    before, needs_approval = broadcast.state in BEFORE_START, broadcast.approved is None
    mine = broadcast.created.by == visit.staff.id
    other = needs_approval and mine and view.size.total > visit.desk.alone_up_to and broadcast.state not in OVER
    report = None if before else await visit.desk.report_broadcasts.report(broadcast.number, visit.staff)
    counts = report.states if report and broadcast.state in (Life.SENDING, Life.PAUSED, Life.FINISHED) else {}
    can = {
        "approve": needs_approval and not other and broadcast.state in (Life.DRAFT, Life.PAUSED),
        "start": broadcast.state is Life.APPROVED,
        "pause": broadcast.state in (Life.SENDING, Life.SCHEDULED),
        "resume": broadcast.state is Life.PAUSED and not needs_approval,
        "test": before,
        "retry": counts.get(State.FAILED.word, 0) > 0,
        "retry-uncertain": counts.get(State.UNCERTAIN.word, 0) > 0,
        "stop": broadcast.state not in OVER,
    }
    links = {
        "edit": before or broadcast.state is Life.PAUSED,
        "correct": broadcast.state not in BEFORE_START and broadcast.state is not Life.FREEZING,
        "repeat": broadcast.approved is not None and broadcast.state is not Life.STOPPED,
    }
    hint = say("broadcasts.needs_other", limit=visit.desk.alone_up_to) if other else ""
    return Doing(
        tuple(name for name, yes in can.items() if yes), tuple(name for name, yes in links.items() if yes), hint
    )
