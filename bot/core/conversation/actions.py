"""Topics that do something, or begin with what the service itself can do at present."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.answers.compose import compose
from bot.core.answers.knowledge import Query
from bot.core.conversation import alerting, tasks
from bot.core.conversation.checking import check_everything
from bot.core.conversation.errands import Played, bind
from bot.core.conversation.form import flow as form
from bot.core.conversation.form.state import Form
from bot.core.conversation.handing import flow as handing
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.jobs import flow as jobs
from bot.core.conversation.leaving import leave
from bot.core.conversation.listing import flow as listing
from bot.core.conversation.listing.beside import with_published
from bot.core.conversation.listing.kinds import TOPICS as LISTED
from bot.core.conversation.notifying import withdraw
from bot.core.conversation.offers import MENU, form_buttons, menu_buttons, region_buttons, said, word
from bot.core.conversation.own_data import flow as own_data
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.measures import Role

WITH_POLICY = ("find_jobs", "find_fairs", "find_training", "institutions", "report_abuse")
"""Actions on which documents say something too."""
FORMS = {"register_need": "job_needs", "post_job": "jobs"}
"""Topics that begin a form at once, and of which register."""
TALK = {"greet": "greet", "thanks": "thanks", "goodbye": "goodbye", "affirm": "affirm_nothing", "deny": "deny_nothing"}


def perform(
    session: Session, topic: str, on: dt.date, setting: Setting, question: str = "", confidence: float = 1.0
) -> Played:
    """Does or answers an action or talk topic."""
    played = _perform(session, topic, on, setting, question)
    return bind(played, lambda turn: replace(turn, answer=replace(turn.answer, confidence=confidence)))


def _perform(session: Session, topic: str, on: dt.date, setting: Setting, question: str) -> Played:
    session = replace(session, misses=0)
    if topic in TALK:
        return Turn(
            session, said(setting, session, on, TALK[topic], topic=topic, buttons=menu_buttons(setting, session))
        )
    if topic in FORMS:
        return form.begin(session, FORMS[topic], on, setting)
    if topic == jobs.TOPIC:
        stated = _with_policy(session, topic, on, setting, question)
        return bind(jobs.find(session, on, setting, stated), lambda turn: with_published(turn, on, setting))
    if topic == own_data.TOPIC:
        return own_data.ask(session, question, on, setting)
    if topic in LISTED:
        return listing.find(session, topic, on, setting, _with_policy(session, topic, on, setting, question))
    if topic in WITH_POLICY:
        return _with_policy(session, topic, on, setting, question)
    return _OWN[topic](session, on, setting)


def _menu(setting: Setting, session: Session) -> list[Button]:
    return [Button(word(setting, session, "menu_button"), MENU)]


def _with_policy(session: Session, topic: str, on: dt.date, setting: Setting, question: str) -> Turn:
    """What the service holds now, then what the region's documents say of it, and what can be handed in about it."""
    buttons = (*form_buttons(setting, session, topic), *_menu(setting, session))
    own = said(setting, session, on, topic, topic=topic, buttons=buttons)
    if session.region is None or not setting.knowledge.catalogue.local(session.region, topic):
        return Turn(session, own)
    role = Role(session.role) if session.role else None
    query = Query(topic, question, session.region, role, on, session.easy)
    stated = compose(query, setting.knowledge)
    reply = Reply(stated.replies[-1].text, buttons)
    detail = f"{own.detail}\n{stated.detail}"
    return Turn(session, replace(stated, replies=(Reply(own.replies[0].text), reply), detail=detail))


def help_(session: Session, on: dt.date, setting: Setting) -> Turn:
    """What the service can do."""
    return Turn(session, said(setting, session, on, "help", buttons=menu_buttons(setting, session)))


def set_region(session: Session, on: dt.date, setting: Setting) -> Turn:
    """Asks for another region, keeping the question it is for."""
    topic = session.last.topic if session.last else None
    pending = Pending("region", topic, session.last.measure if session.last else None)
    answer = said(
        setting, session, on, "ask_region", topic="set_region", outcome=Outcome.NEEDS_REGION,
        buttons=region_buttons(setting),
    )  # fmt: skip
    return Turn(replace(session, pending=pending), answer)


def accessibility_mode(session: Session, on: dt.date, setting: Setting) -> Turn:
    """Switches to easy-read."""
    session = replace(session, easy=True)
    return Turn(
        session,
        said(setting, session, on, "easy_on", topic="accessibility_mode", buttons=menu_buttons(setting, session)),
    )


def eligibility_check(session: Session, on: dt.date, setting: Setting) -> Turn:
    """What fits the person: goes on with a check that waited for a region or moves to one, else checks everything."""
    if isinstance(session.task, Interview) and session.region not in (None, session.task.region):
        return tasks.go_on(session, on, setting)
    return check_everything(session, on, setting)


def cancel(session: Session, on: dt.date, setting: Setting) -> Turn:
    """Stops waiting for anything; what was told a task so far is forgotten with it, but a form is put aside."""
    if isinstance(session.task, Form):
        return leave(session, on, setting)
    session = replace(session, pending=None, task=None)
    return Turn(
        session, said(setting, session, on, "cancelled", topic="cancel", buttons=menu_buttons(setting, session))
    )


def handoff(session: Session, on: dt.date, setting: Setting) -> Played:
    """Asks whether to hand the conversation over to a person."""
    return handing.request(session, "", on, setting)


def unsubscribe(session: Session, on: dt.date, setting: Setting) -> Turn:
    """No more notices."""
    return withdraw(session, "", on, setting)


def subscribe(session: Session, on: dt.date, setting: Setting) -> Played:
    """Asks whether to tell of jobs, fairs and courses."""
    return alerting.ask(session, "all", on, setting)


_OWN: dict[str, Callable[[Session, dt.date, Setting], Played]] = {
    "help": help_,
    "handoff": handoff,
    "set_region": set_region,
    "accessibility_mode": accessibility_mode,
    "eligibility_check": eligibility_check,
    "cancel": cancel,
    "subscribe": subscribe,
    "unsubscribe": unsubscribe,
}
ACTIONS = frozenset((own_data.TOPIC, *TALK, *FORMS, *WITH_POLICY, *_OWN))
