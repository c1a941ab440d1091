"""Sets the region from what was chosen or named, and goes on with what it was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation import tasks
from bot.core.conversation.actions import ACTIONS, set_region
from bot.core.conversation.answering import answer_topic
from bot.core.conversation.checking import EVERYTHING
from bot.core.conversation.errands import Played
from bot.core.conversation.form import flow as form
from bot.core.conversation.form.state import Form, Stage
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.offers import menu_buttons, said, word
from bot.core.conversation.session import Pending, Session, Step
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button
from bot.core.regions.region import Region

MOST_NAMESAKES = 8


def choose_region(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A region by its code; without one, asks which."""
    if not argument or setting.knowledge.gazetteer.get(argument) is None:
        return set_region(session, on, setting)
    return settle(session, argument, on, setting)


def named_region(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A region by what was typed: settled, asked about if several bear the name, confirmed if it was a guess."""
    bare = setting.cues.ellipsis(argument) or argument
    found = setting.places.named(bare)
    if found.outcome == "ambiguous":
        return which_region(session, found.candidates, found.matched, on, setting)
    code = found.candidates[0].code
    if found.certainty != "typo":
        return settle(session, code, on, setting)
    place = setting.knowledge.gazetteer.full_name(code)
    buttons = [
        Button(word(setting, session, "yes"), f"region:{code}"),
        Button(word(setting, session, "no"), "cmd:region"),
    ]
    answer = said(
        setting, session, on, "ask_region_confirm", topic=_topic(session), outcome=Outcome.NEEDS_REGION, place=place,
        buttons=buttons,
    )  # fmt: skip
    return Turn(_awaiting(session), answer)


def which_region(session: Session, candidates: Sequence[Region], name: str, on: dt.date, setting: Setting) -> Turn:
    """Asks which of several places of one name is meant."""
    gazetteer = setting.knowledge.gazetteer
    buttons = [Button(gazetteer.full_name(region.code), f"region:{region.code}") for region in candidates]
    answer = said(
        setting, session, on, "ask_region_ambiguous", topic=_topic(session), outcome=Outcome.NEEDS_REGION, name=name,
        buttons=buttons[:MOST_NAMESAKES],
    )  # fmt: skip
    return Turn(_awaiting(session), answer)


def settle(session: Session, code: str, on: dt.date, setting: Setting) -> Played:
    """Remembers the region, and answers what was waiting for it or was answered for another region before."""
    pending, last = session.pending, session.last
    session = replace(session, region=code, pending=None)
    if pending and pending.topic and pending.topic not in ("set_region", "help"):
        return _resume(session, pending, on, setting)
    if isinstance(session.task, Form) and session.task.stage is Stage.REGION:
        return form.settle(session, code, on, setting)
    if isinstance(session.task, Interview) and _is_about_results(session.task, last):
        return tasks.go_on(session, on, setting)
    if last is not None and last.topic not in ACTIONS:
        question = _asks_of(last.measure, setting)
        return answer_topic(session, last.topic, on, setting, question=question)
    gazetteer = setting.knowledge.gazetteer
    held = setting.knowledge.catalogue.planned_region(code) is not None
    answer = said(
        setting, session, on, "region_set" if held else "region_unknown_documents", topic="set_region",
        place=gazetteer.display_name(code), buttons=menu_buttons(setting, session),
    )  # fmt: skip
    return Turn(session, answer)


def _is_about_results(interview: Interview, last: Step | None) -> bool:
    """Whether what was shown last are the results of the interview, or one of them."""
    if interview.waiting or last is None:
        return False
    return last.topic == EVERYTHING or (last.measure is not None and last.measure == interview.focus)


def _resume(session: Session, pending: Pending, on: dt.date, setting: Setting) -> Played:
    assert pending.topic is not None
    question = pending.hint or ""
    if pending.hint and "." in pending.hint:
        question = _asks_of(pending.hint, setting)
    return answer_topic(session, pending.topic, on, setting, question=question)


def _asks_of(measure_id: str | None, setting: Setting) -> str:
    """Words of a measure, to find its counterpart in another region; none for the topic's plain question."""
    if measure_id is None:
        return ""
    measure = setting.knowledge.catalogue.measure(measure_id)
    if measure_id.partition(".")[2] == measure.topic:
        return ""
    return "，".join((measure.title, *measure.asks[:2]))


def _topic(session: Session) -> str:
    return session.pending.topic if session.pending and session.pending.topic else "set_region"


def _awaiting(session: Session) -> Session:
    """Waiting for a region, for the sake of what was asked before."""
    if session.pending is not None and session.pending.kind == "region":
        return session
    last = session.last
    return replace(session, pending=Pending("region", last.topic if last else None, last.measure if last else None))
