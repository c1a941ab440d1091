"""Remembers the last exchanges, so that staff who take a conversation over know what it was about."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.conversation.handing.state import KEPT, LONGEST, Exchange
from bot.core.conversation.masking import mask
from bot.core.conversation.reading import Ask, FollowUp, Reading
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.statements.reading import read_statement


def remembered(before: Session, reading: Reading, turn: Turn, on: dt.date, setting: Setting) -> Turn:
    """The turn with its exchange added to those remembered; nothing is added that has a consent of its own.

    That is what is said within a dialogue of several questions, and whatever tells something sensitive.
    """
    session, replies = turn.session, turn.answer.replies
    if not isinstance(reading, Ask | FollowUp) or not replies:
        return turn
    asked = any(task is not None and task.waiting for task in (before.task, session.task))
    if asked or is_sensitive(reading.text, on, setting):
        return turn
    exchange = Exchange(mask(reading.text)[:LONGEST], replies[0].text[:LONGEST])
    return replace(turn, session=replace(session, recent=(*session.recent, exchange)[-KEPT:]))


def is_sensitive(text: str, on: dt.date, setting: Setting) -> bool:
    """Whether it tells a fact that is sensitive (health, an identity number), or speaks of what is."""
    if setting.words.intimate.search(text):
        return True
    facts = setting.knowledge.catalogue.facts
    return any(facts[fact].sensitive for fact in read_statement(text, setting.words, facts, on))
