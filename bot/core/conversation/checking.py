"""Begins the check who fits what: of everything, or of one topic."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.interview import flow as interview
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.offers import region_buttons, said
from bot.core.conversation.remembering import beginning, kept
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.eligibility.assessor import Scope
from bot.core.eligibility.circumstances import Circumstances, Known
from bot.core.policies.facts import About
from bot.core.regions.region import NATIONAL

EVERYTHING = "eligibility_check"


def check_everything(session: Session, on: dt.date, setting: Setting, facts: Mapping[str, Known] | None = None) -> Turn:
    """Goes on with what is known already, else begins anew; asks for the region first."""
    return _check(session, facts or {}, on, setting, topics=())


def check_topic(
    session: Session, topic: str, on: dt.date, setting: Setting, facts: Mapping[str, Known] | None = None
) -> Turn:
    """The same for what one topic offers; what was said in an earlier check is kept."""
    return _check(session, facts or {}, on, setting, topics=(topic,))


def is_checkable(session: Session, topic: str, on: dt.date, setting: Setting) -> bool:
    """Whether the topic has anything that this person or employer can fit."""
    scope = Scope(about_of(session), session.region or NATIONAL, on, frozenset((topic,)))
    return bool(setting.assessor.candidates(scope))


def is_relevant(session: Session, topic: str, facts: Mapping[str, Known], on: dt.date, setting: Setting) -> bool:
    """Whether some of an employer's facts decide something on this topic."""
    scope = Scope(About.EMPLOYER, session.region or NATIONAL, on, frozenset((topic,)))
    return any(fact in facts for fact in setting.assessor.questionnaire(scope).askable)


def about_of(session: Session) -> About:
    """Employers are asked about themselves; everybody else about a disabled person."""
    return About.EMPLOYER if session.role == "employer" else About.PERSON


def _check(
    session: Session, facts: Mapping[str, Known], on: dt.date, setting: Setting, topics: tuple[str, ...]
) -> Turn:
    about = _about(session, facts, setting)
    known = {**_remembered(session, about), **facts}
    interview_now = Interview(about=about, topics=topics, known=Circumstances(known))
    before = kept(session, Interview)
    if before is not None and before.about is about:
        interview_now = replace(before, topics=topics, known=before.known.saying(facts), focus=None, on=before.on)
    session = replace(beginning(session, interview_now), misses=0)
    if session.region is None:
        answer = said(
            setting, session, on, "ask_region", topic=EVERYTHING, outcome=Outcome.NEEDS_REGION,
            buttons=region_buttons(setting),
        )  # fmt: skip
        return Turn(replace(session, pending=Pending("region", EVERYTHING)), answer)
    return interview.go_on(session, on, setting)


def _about(session: Session, facts: Mapping[str, Known], setting: Setting) -> About:
    """Whose facts they are; without any, whose role it is."""
    dictionary = setting.knowledge.catalogue.facts
    said_of = [dictionary[fact].about for fact in facts]
    return max(set(said_of), key=said_of.count) if said_of else about_of(session)


def _remembered(session: Session, about: About) -> Mapping[str, Known]:
    interview = kept(session, Interview)
    return interview.known.said if interview is not None and interview.about is about else {}
