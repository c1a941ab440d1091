"""Free questions, once they have been interpreted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation import tasks
from bot.core.conversation.acting import act
from bot.core.conversation.answering import answer_topic, follow_up
from bot.core.conversation.checking import EVERYTHING, check_everything, check_topic, is_relevant
from bot.core.conversation.errands import Played, bind
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.levying import flow as levying
from bot.core.conversation.locating import settle, which_region
from bot.core.conversation.masking import mask
from bot.core.conversation.offers import menu_buttons, region_buttons, said, topic_button, word
from bot.core.conversation.reading import Act, Ask
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.statements.reading import read_statement

CHOICES = 3
"""Topics offered when a question is not understood for sure."""
LONGEST_PLACE = 12
"""Characters of an answer to “where?”; a longer message is a new question."""
SELF_PORTRAIT = 2
"""Facts that make a message that asks nothing else a telling about oneself."""
CHECKED_AT_ONCE = ("quota",)
SAME_WISH = (("register_need", "find_jobs"),)
"""Who asks for the first has asked for the second: 我想找工作，帮我登记 wants to be registered."""
TALKATIVE = ("greet", "thanks", "goodbye", "affirm", "deny")
"""Topics that give way when the same message also asks something."""


def ask(session: Session, reading: Ask, readings: Sequence[Interpretation], on: dt.date, setting: Setting) -> Played:
    """Answers every question of the message; the first answer carries the others."""
    pairs = list(zip(reading.questions, readings, strict=True))
    asking = [pair for pair in pairs if pair[1].topic not in TALKATIVE] or pairs[:1]
    distinct = {interpretation.topic: (text, interpretation) for text, interpretation in reversed(asking)}
    for whole, part in SAME_WISH:
        if whole in distinct:
            distinct.pop(part, None)

    def answered(session: Session, questions: Sequence[tuple[str, Interpretation]], before: tuple[Turn, ...]) -> Played:
        if not questions or (before and session.pending is not None):
            return _together(session, before)
        (text, interpretation), *others = questions

        def then(turn: Turn) -> Played:
            if interpretation.degraded and not before:
                turn = replace(turn, answer=_noted(turn.answer, turn.session, setting))
            return answered(turn.session, others, (*before, turn))

        return bind(one(session, text, reading.text, interpretation, on, setting), then)

    return answered(session, list(reversed(distinct.values())), ())


def _together(session: Session, turns: Sequence[Turn]) -> Turn:
    first, *others = [turn.answer for turn in turns]
    events = tuple(event for turn in turns for event in turn.events)
    return Turn(session, replace(first, also=tuple(others)), events)


def one(
    session: Session, text: str, whole: str, interpretation: Interpretation, on: dt.date, setting: Setting
) -> Played:
    """The answer to one question."""
    if _missed_place(session, text, interpretation, setting):
        return Turn(session, _ask_place_again(session, text, on, setting))
    role = setting.cues.role(whole)
    session = replace(session, pending=None, role=session.role or role)
    place = setting.places.said(whole, session.region)
    if place is not None and place.code is None:
        return which_region(_waiting(session, interpretation), place.candidates, place.matched, on, setting)
    if place is not None and place.code != session.region:
        session = replace(session, region=place.code)
    if place is not None and interpretation.topic == "set_region" and place.code:
        return settle(replace(session, trail=()), place.code, on, setting)
    levy = levying.begin(session, whole, interpretation, on, setting)
    checked = levy or _checked(session, whole, interpretation, on, setting)
    return checked or _understood(session, text, interpretation, on, setting)


def _checked(session: Session, whole: str, reading: Interpretation, on: dt.date, setting: Setting) -> Turn | None:
    """A check who fits what, begun with the facts said in the same breath.

    Somebody who only tells about themselves wants to know what there is for them. An employer's facts belong to
    nobody in person and can be used at once, if the question is about something that depends on them.
    """
    sure = reading.confidence >= setting.certainty.answer
    facts = read_statement(whole, setting.words, setting.knowledge.catalogue.facts, on)
    if sure and reading.topic == EVERYTHING:
        return check_everything(session, on, setting, facts)
    if len(facts) >= SELF_PORTRAIT and (not sure or reading.topic == "out_of_scope"):
        return check_everything(session, on, setting, facts)
    if sure and reading.topic in CHECKED_AT_ONCE and is_relevant(session, reading.topic, facts, on, setting):
        return check_topic(session, reading.topic, on, setting, facts)
    return None


def _missed_place(session: Session, text: str, reading: Interpretation, setting: Setting) -> bool:
    """Whether this was meant as the place that was asked for, but is none that exists."""
    awaited = session.pending is not None and session.pending.kind == "region"
    elsewhere = reading.topic != "out_of_scope" and reading.confidence >= setting.certainty.answer
    return awaited and not elsewhere and len(text) <= LONGEST_PLACE and setting.places.said(text, None) is None


def _ask_place_again(session: Session, text: str, on: dt.date, setting: Setting) -> Answer:
    topic = session.pending.topic if session.pending and session.pending.topic else "set_region"
    buttons = region_buttons(setting)
    return said(
        setting, session, on, "ask_region_again", topic=topic, outcome=Outcome.NEEDS_REGION, text=text, buttons=buttons
    )


def _understood(session: Session, text: str, reading: Interpretation, on: dt.date, setting: Setting) -> Played:
    topic, sure = reading.topic, reading.confidence >= setting.certainty.answer
    case = setting.cues.ellipsis(text)
    if case and session.last and not (sure and reading.confidence > 0.8):
        return answer_topic(session, session.last.topic, on, setting, question=case)
    aspect = setting.cues.aspect(text)
    if aspect and session.last and not sure and len(setting.cues.without_aspect(text)) <= 2:
        return follow_up(session, aspect, on, setting)
    missed = None if sure and topic != "out_of_scope" else tasks.missed(session, text, on, setting)
    if missed is not None:
        return missed
    if topic == "out_of_scope":
        return _out_of_scope(session, text, reading, on, setting)
    if not sure:
        return clarify(session, text, reading, on, setting)
    if topic in ("back", "cancel"):
        return act(session, Act(topic), on, setting)
    question = setting.places.without(mask(text))
    return answer_topic(session, topic, on, setting, question=question, confidence=reading.confidence)


def clarify(session: Session, text: str, reading: Interpretation, on: dt.date, setting: Setting) -> Turn:
    """Offers the likeliest topics, and the best passage of clause search as what it is: a search result."""
    topics = suggestions(reading, setting)
    if not topics:
        return _out_of_scope(session, text, reading, on, setting)
    buttons = [topic_button(setting, topic) for topic in topics]
    buttons.append(Button(word(setting, session, "none_of_these"), "cmd:no"))
    values = _search_result(session, text, reading, setting)
    answer = said(
        setting, session, on, "clarify_search" if values else "clarify", topic=reading.topic, outcome=Outcome.CLARIFY,
        buttons=buttons, suggestions=tuple(topics), confidence=reading.confidence, **values,
    )  # fmt: skip
    misses = session.misses + 1
    return Turn(replace(session, pending=Pending("choice"), misses=misses), answer)


def _search_result(session: Session, text: str, reading: Interpretation, setting: Setting) -> dict[str, Any]:
    """The passage that clause search is sure of, worded as the search result it is; empty if there is none.

    If the question is surely not ours, our measures are no answer; imported documents may still treat it.
    """
    sure = setting.certainty
    foreign = reading.topic == "out_of_scope" and reading.confidence >= sure.surely_foreign
    for hit in setting.search.find(text, session.region):
        if hit.score >= sure.strong_hit and not (foreign and hit.measure):
            found = setting.knowledge.phrases.say("search_hit", session.easy, text=hit.text, source=hit.source)
            return {"hit": found}
    return {}


def suggestions(reading: Interpretation, setting: Setting) -> list[str]:
    """Up to three topics worth offering, best first."""
    known = setting.knowledge.catalogue.topics
    likely = [
        topic
        for topic, confidence in reading.ranking
        if confidence >= setting.certainty.suggest and topic in known and known[topic].ask
    ]
    return likely[:CHOICES]


def _out_of_scope(session: Session, text: str, reading: Interpretation, on: dt.date, setting: Setting) -> Turn:
    values = _search_result(session, text, reading, setting)
    answer = said(
        setting, session, on, "out_of_scope_search" if values else "out_of_scope", topic="out_of_scope",
        outcome=Outcome.OUT_OF_SCOPE, confidence=reading.confidence, buttons=menu_buttons(setting, session), **values,
    )  # fmt: skip
    session = replace(session, misses=session.misses + 1)
    return Turn(session, answer)


def _noted(answer: Answer, session: Session, setting: Setting) -> Answer:
    """Says that only keywords were available."""
    note = setting.knowledge.phrases.say("degraded", session.easy)
    *before, last = answer.replies
    return replace(answer, replies=(*before, Reply(f"{last.text}{note}", last.buttons)))


def _waiting(session: Session, reading: Interpretation) -> Session:
    """Remembers which topic waits for the region."""
    topic = reading.topic if reading.topic not in ("out_of_scope", "set_region") else None
    return replace(session, pending=Pending("region", topic))
