"""Pages of what was not understood: staff look through it, make examples of it, and train the language model."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from bot.console.exporting import exported
from bot.console.failures import NotFound
from bot.console.flashes import Undo
from bot.console.forms import Form, read_form
from bot.console.guard import Managing, Visit, Watching, Writing
from bot.console.lists import Badge, Column, Filter, Link, Listing, Query, Row, read_query
from bot.console.routing import router
from bot.core.records.staff import StaffRole
from bot.services.learning.learning import TellsSomebody, UnknownSentence
from bot.services.learning.learning_ports import Decision, Sentence, SentenceOrder, Training
from bot.services.ports import VersionConflict

HOME = "/staff/learning"
LONGEST = 80
KINDS = {Decision.OPEN: "warn", Decision.ASSIGNED: "good"}
Number = Annotated[int, Path(ge=1, le=2**53)]


def routes() -> APIRouter:
    """The list, one sentence, the examples, and the training."""
    addresses = router()
    for path, page, methods in (
        ("/learning", show_list, ["GET"]),
        ("/learning/examples", show_examples, ["GET"]),
        ("/learning/examples/remove", remove_example, ["POST"]),
        ("/learning/model", show_model, ["GET"]),
        ("/learning/model/state", model_state, ["GET"]),
        ("/learning/model/train", train, ["POST"]),
        ("/learning/model/back", go_back, ["POST"]),
        ("/learning/{number}", show_one, ["GET"]),
        ("/learning/{number}", decide, ["POST"]),
        ("/learning/{number}/reopen", reopen, ["POST"]),
    ):
        addresses.add_api_route(path, page, methods=methods)
    return addresses


async def show_list(visit: Writing) -> Response:
    """Sentences of the staff's region."""
    desk, words = visit.desk, visit.desk.words
    columns = [Column("text", words.say("learning.text"), sorts=False)]
    columns += [Column(key, words.say(f"learning.{key}")) for key in ("read_as", "last_on", "region", "decision")]
    columns.insert(2, Column("times", words.say("learning.times"), number=True))
    query = read_query(visit.request, columns, ("decision", "read_as"), "-last_on")
    rows, total = await desk.learning.page(visit.staff, _order(query), desk.clock.now())
    listing = Listing(
        caption=words.say("learning.title"), columns=columns, rows=[_row(visit, each) for each in rows], total=total,
        query=query, name=words.say("learning.title"), exports=("xlsx", "csv"), empty=words.say("learning.empty"),
        filters=[
            Filter("decision", words.say("learning.decision"), words.group("learning.decisions")),
            Filter("read_as", words.say("learning.read_as"), _topics(visit)),
        ],
    )  # fmt: skip
    return await exported(listing) if query.export else desk.pages.page(visit, "learning/list.html", listing=listing)


async def show_one(visit: Writing, number: Number) -> Response:
    """One sentence, and what can be done with it."""
    return _one(visit, await _sentence(visit, number))


async def decide(visit: Writing, number: Number) -> Response:
    """What the staff decided."""
    form, say, learning = await read_form(visit.request), visit.desk.words.say, visit.desk.learning
    sentence, staff, today = await _sentence(visit, number), visit.staff, visit.desk.clock.today()
    what = form.choice("what", visit.desk.words.group("learning.actions"), say("learning.what_missing"))
    example = " ".join(form.text("example").split())
    if what in ("assign", "refuse") and not 0 < len(example) <= LONGEST:
        form.fail("example", say("learning.example_wrong", most=LONGEST))
    if what in ("assign", "refuse") and not form.ticked("harmless"):
        form.fail("harmless", say("learning.harmless_missing"))
    topic = form.choice("topic", _topics(visit), say("learning.topic_missing")) if what == "assign" else None
    note = form.required("note", say("learning.note_missing")) if what == "note" else ""
    if form.good:
        try:
            if what == "assign" and topic is not None:
                await learning.assign(number, topic, example, staff, today)
            elif what == "refuse":
                await learning.refuse(number, example, staff, today)
            elif what == "note":
                await learning.note(number, note, staff)
            else:
                await learning.drop(number, staff)
        except TellsSomebody:
            form.fail("example", say("learning.tells_somebody"))
        except VersionConflict:
            form.fail("what", say("learning.overtaken"))
    if not form.good:
        return _one(visit, sentence, form, 422)
    return await visit.desk.pages.done(visit, HOME, say(f"learning.done.{what}"), Undo(f"{HOME}/{number}/reopen"))


async def reopen(visit: Writing, number: Number) -> Response:
    """A decision is taken back."""
    say = visit.desk.words.say
    await _sentence(visit, number)
    try:
        await visit.desk.learning.reopen(number, visit.staff)
    except VersionConflict:
        return await visit.desk.pages.done(visit, f"{HOME}/{number}", say("learning.overtaken"), problem=True)
    return await visit.desk.pages.done(visit, f"{HOME}/{number}", say("learning.reopened"))


async def show_examples(visit: Writing) -> Response:
    """Examples that the model is to learn."""
    examples = await visit.desk.learning.examples(visit.staff)
    return visit.desk.pages.page(visit, "learning/examples.html", examples=examples, topics=_topics(visit))


async def remove_example(visit: Writing) -> Response:
    """The model is not to learn one any more."""
    form, say = await read_form(visit.request), visit.desk.words.say
    try:
        await visit.desk.learning.remove_example(form.text("id"), visit.staff)
    except UnknownSentence:
        raise NotFound(say("learning.gone")) from None
    return await visit.desk.pages.done(visit, f"{HOME}/examples", say("learning.example_removed"))


async def show_model(visit: Writing) -> Response:
    """The language model: which one answers, and its trainings."""
    return visit.desk.pages.page(visit, "learning/model.html", **await _model(visit))


async def model_state(visit: Watching) -> Response:
    """The same, as far as it changes."""
    if visit.staff.role is StaffRole.AUDITOR:
        raise NotFound(visit.desk.words.say("learning.gone"))
    return visit.desk.pages.part(visit, "learning/_model.html", **await _model(visit))


async def train(visit: Managing) -> Response:
    """Ask for a training."""
    await visit.desk.train_model.ask(visit.staff.id)
    return await visit.desk.pages.done(visit, f"{HOME}/model", visit.desk.words.say("learning.training_asked"))


async def go_back(visit: Managing) -> Response:
    """The model before this one is to answer again."""
    went = await visit.desk.train_model.go_back()
    text = visit.desk.words.say("learning.went_back" if went else "learning.nothing_before")
    return await visit.desk.pages.done(visit, f"{HOME}/model", text, problem=not went)


async def _model(visit: Visit) -> dict[str, Any]:
    training, zone = visit.desk.train_model, visit.desk.clock.now().tzinfo
    trainings = await training.latest()

    def moment(at: int | None) -> dt.datetime | None:
        return None if at is None else dt.datetime.fromtimestamp(at / 1000, zone)

    return {
        "possible": training.is_possible,
        "state": await training.state(),
        "trainings": [(each, moment(each.asked_at), _figures(visit, each)) for each in trainings],
        "running": next((each for each in trainings if each.ended_at is None), None),
        "manages": visit.staff.role is StaffRole.ADMIN,
    }


def _figures(visit: Visit, training: Training) -> list[tuple[str, str, str]]:
    """Each figure with its name, before and after."""
    before, after = training.before or {}, training.after or {}
    names = visit.desk.words.group("learning.figures")
    return [(label, _share(before.get(name)), _share(after.get(name))) for name, label in names.items()]


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _order(query: Query) -> SentenceOrder:
    filters = (query.filters["decision"], query.filters["read_as"])
    part = (0, None) if query.export else (query.first, query.size)
    return SentenceOrder("", *filters, query.sort, query.descending, *part)


def _row(visit: Visit, each: Sentence) -> Row:
    topics, decision = _topics(visit), Badge(
        visit.desk.words.say(f"learning.decisions.{each.decision.value}"), KINDS.get(each.decision, "")
    )  # fmt: skip
    place = visit.desk.pages.place(each.region)
    read_as = topics.get(each.read_as, each.read_as)
    return (Link(each.text, f"{HOME}/{each.id}"), read_as, each.times, each.last_on.isoformat(), place, decision)


def _topics(visit: Visit) -> dict[str, str]:
    return {topic.id: topic.title for topic in visit.desk.topics.values()}


def _one(visit: Visit, sentence: Sentence, form: Form | None = None, status: int = 200) -> Response:
    filled = form or Form.of({"example": sentence.text, "topic": sentence.topic or "", "note": sentence.note})
    return visit.desk.pages.page(
        visit, "learning/one.html", status, sentence=sentence, form=filled, topics=_topics(visit), longest=LONGEST
    )


async def _sentence(visit: Visit, number: int) -> Sentence:
    try:
        return await visit.desk.learning.get(number, visit.staff)
    except UnknownSentence:
        raise NotFound(visit.desk.words.say("learning.gone")) from None
