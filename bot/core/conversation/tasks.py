"""Dialogues of several questions: which one is under way decides what hears a message first."""

from __future__ import annotations

import datetime as dt

from bot.core.conversation.errands import Played
from bot.core.conversation.interview import flow as interview
from bot.core.conversation.levying import flow as levying
from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn


def hear(session: Session, text: str, on: dt.date, setting: Setting) -> Played | None:
    """The turn if the message belongs to the task; `None` if it is to be read as any other message."""
    if isinstance(session.task, LevyForm):
        return levying.hear(session, text, on, setting)
    return interview.hear(session, text, on, setting)


def press(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A button under a question of the task."""
    if isinstance(session.task, LevyForm):
        return levying.press(session, argument, on, setting)
    return interview.press(session, argument, on, setting)


def go_on(session: Session, on: dt.date, setting: Setting) -> Turn:
    """The open question again, or what came out."""
    if isinstance(session.task, LevyForm):
        return levying.go_on(session, on, setting)
    return interview.go_on(session, on, setting)


def take_back(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """The last answer undone; `None` if there is none."""
    if isinstance(session.task, LevyForm):
        return levying.take_back(session, on, setting)
    return interview.take_back(session, on, setting)
