"""Jobs as the conversation sees them: listed, looked at, explained, wanted, and told of later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.form.advancing import advance
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.state import Form
from bot.core.conversation.jobs import showing
from bot.core.conversation.jobs.requests import Listing, ListJobs, LookAtJob, LookedAt
from bot.core.conversation.offers import menu_buttons, region_buttons, said, word
from bot.core.conversation.remembering import beginning
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply

TOPIC = "find_jobs"
INTRODUCTIONS = "introductions"
"""The register in which the wish to go somewhere is kept."""


def find(session: Session, on: dt.date, setting: Setting, stated: Turn) -> Played:
    """The first page. `stated`: what the documents say, for whoever has registered no need."""

    def then(listing: Listing) -> Turn:
        if listing.need is not None:
            return _turn(session, on, _list(listing, 0, session, setting))
        if session.region is None:
            return _where(session, on, setting)
        return _beside(stated, listing, session, setting)

    return Errand(ListJobs(session.region, 0, showing.PAGE), then)


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What a button asks for: a job by its number, or `<verb>.<number>`."""
    verb, _, rest = argument.partition(".")
    known = _VERBS.get(verb)
    return known(session, rest, on, setting) if known else _look(session, argument, on, setting)


def _page(session: Session, after: str, on: dt.date, setting: Setting) -> Played:
    start = int(after) if after.isdigit() else 0

    def then(listing: Listing) -> Turn:
        return _turn(session, on, _list(listing, start, session, setting))

    return Errand(ListJobs(session.region, start, showing.PAGE), then)


def _unfit(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    def then(listing: Listing) -> Turn:
        return _turn(session, on, showing.unfit(listing, session, setting))

    return Errand(ListJobs(session.region, 0, showing.PAGE, unfit=True), then)


def _look(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    return _of_job(session, number, on, setting, showing.one)


def _why(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    return _of_job(session, number, on, setting, showing.why)


def _want(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    """Begins the form by which staff introduce the person; which job and which need are known already."""

    def then(found: LookedAt) -> Turn:
        if found.job is None:
            return _gone(session, on, setting)
        known = {"job": found.job.id} | ({"need": found.need.id} if found.need else {})
        left_out = () if found.need else ("need",)
        form = Form(INTRODUCTIONS, region=found.job.region, values=known, skipped=left_out, old_enough=bool(found.need))
        return advance(FormCase(beginning(session, form), setting, on))

    return Errand(LookAtJob(number), then)


def _of_job(session: Session, number: str, on: dt.date, setting: Setting, reply: Callable[..., Reply]) -> Played:
    def then(found: LookedAt) -> Turn:
        if found.job is None:
            return _gone(session, on, setting)
        return _turn(session, on, reply(found.job, found.need, session, setting))

    return Errand(LookAtJob(number), then)


def _list(listing: Listing, after: int, session: Session, setting: Setting) -> Reply:
    if listing.jobs:
        return showing.page(listing, after, session, setting)
    return showing.nothing(listing, session, setting)


def _beside(stated: Turn, listing: Listing, session: Session, setting: Setting) -> Turn:
    """What the documents say, then the jobs of the region; without any, that a need can be registered."""
    answer = stated.answer
    if not listing.jobs:
        return replace(stated, answer=answer.with_buttons(showing.onward(listing, session, setting)))
    reply = showing.page(listing, 0, session, setting)
    # The first reply says that there are no jobs; what the documents say comes after it.
    policy = tuple(Reply(each.text) for each in answer.replies[1:])
    return replace(stated, answer=replace(answer, replies=(*policy, reply), detail=f"{reply.text}\n{answer.detail}"))


def _where(session: Session, on: dt.date, setting: Setting) -> Turn:
    answer = said(
        setting, session, on, "ask_region", topic=TOPIC, outcome=Outcome.NEEDS_REGION, buttons=region_buttons(setting)
    )
    return Turn(replace(session, pending=Pending("region", TOPIC)), answer)


def _gone(session: Session, on: dt.date, setting: Setting) -> Turn:
    back = Button(word(setting, session, "jobs_back"), "job:list.0")
    return Turn(
        session,
        said(setting, session, on, "job_gone", topic=TOPIC, buttons=(back, *menu_buttons(setting, session))),
    )


def _turn(session: Session, on: dt.date, reply: Reply) -> Turn:
    answer = Answer(
        topic=TOPIC, outcome=Outcome.ANSWERED, region=session.region, on=on, replies=(reply,), detail=reply.text
    )
    return Turn(replace(session, pending=None, misses=0), answer)


_VERBS: dict[str, Callable[[Session, str, dt.date, Setting], Played]] = {
    "list": _page,
    "unfit": _unfit,
    "why": _why,
    "want": _want,
}
