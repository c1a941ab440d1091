"""Answers one topic, asking first for the region or role if the answer depends on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.answers.compose import compose
from bot.core.answers.knowledge import Query
from bot.core.answers.select import best
from bot.core.conversation.actions import ACTIONS, perform
from bot.core.conversation.checking import is_checkable
from bot.core.conversation.errands import Played
from bot.core.conversation.levying.state import TOPICS as LEVY_TOPICS
from bot.core.conversation.listing.beside import with_published
from bot.core.conversation.offers import after_answer, region_buttons, said
from bot.core.conversation.paging import paged
from bot.core.conversation.session import TRAIL, Pending, Session, Step
from bot.core.conversation.turn import Setting, Turn
from bot.core.policies.catalogue import depends_on_region
from bot.core.policies.measures import Role
from bot.core.regions.region import NATIONAL


def answer_topic(
    session: Session,
    topic: str,
    on: dt.date,
    setting: Setting,
    *,
    question: str = "",
    aspect: str | None = None,
    measure: str | None = None,
    confidence: float = 1.0,
) -> Played:
    """The answer to `topic` for this session, or the question that must be asked before."""
    if topic in ACTIONS:
        return perform(session, topic, on, setting, question, confidence)
    region = session.region
    if region is None and depends_on_region(setting.knowledge.catalogue, topic):
        return needs_region(session, topic, on, setting, question, confidence)
    role = Role(session.role) if session.role else None
    query = Query(topic, question, region or NATIONAL, role, on, session.easy, aspect, measure, confidence)
    answer = replace(compose(query, setting.knowledge), region=region)
    turn = _policy_turn(session, answer, setting)
    return turn if aspect else with_published(turn, on, setting)


def follow_up(session: Session, aspect: str | None, on: dt.date, setting: Setting) -> Played:
    """One side of the last answer's measure."""
    last = session.last
    assert last is not None, "a follow-up is only read after an answer"
    session = replace(session, region=last.region or session.region)
    return answer_topic(session, last.topic, on, setting, aspect=aspect, measure=last.measure)


def more_of_last(session: Session, on: dt.date, setting: Setting) -> tuple[str, bool] | None:
    """The next page behind the last answer, and whether there is yet another; `None` if all was shown."""
    last = session.last
    if last is None or last.topic in ACTIONS:
        return None
    role = Role(session.role) if session.role else None
    query = Query(last.topic, "", last.region or NATIONAL, role, on, session.easy, measure=last.measure)
    pages = paged(compose(query, setting.knowledge).detail)
    if session.page >= len(pages):
        return None
    return pages[session.page], session.page + 1 < len(pages)


def _policy_turn(session: Session, answer: Answer, setting: Setting) -> Turn:
    """Keeps the answer for follow-ups, 返回 and 更多, and puts the usual buttons under it."""
    measure = answer.measures[0] if answer.measures else None
    step = Step(answer.topic, answer.region, measure)
    trail = (*session.trail, step)[-TRAIL:] if session.last != step else session.trail
    session = replace(session, trail=trail, page=0, pending=None, misses=0)
    more = answer.detail != answer.replies[-1].text
    check = answer.topic if is_checkable(session, answer.topic, answer.on, setting) else None
    levy = answer.topic in LEVY_TOPICS
    return Turn(session, answer.with_buttons(after_answer(setting, session, answer.topic, more, check, levy=levy)))


def needs_region(
    session: Session, topic: str, on: dt.date, setting: Setting, question: str = "", confidence: float = 1.0
) -> Turn:
    """Asks where; remembers the topic and which measure the question seemed to mean, not its text."""
    pending = Pending("region", topic, hint(topic, question, setting))
    answer = said(
        setting,
        session,
        on,
        "ask_region",
        topic=topic,
        outcome=Outcome.NEEDS_REGION,
        buttons=region_buttons(setting),
        confidence=confidence,
    )
    return Turn(replace(session, pending=pending), answer)


def hint(topic: str, question: str, setting: Setting) -> str | None:
    """Words of the catalogue that come nearest to the question: they stand in for its text later."""
    measures = setting.knowledge.catalogue.of_topic(topic)
    if not question or not measures:
        return None
    nearest = best(measures, question, setting.knowledge.likeness)[0]
    return "，".join((nearest.title, *nearest.asks[:2]))
