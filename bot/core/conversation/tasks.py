"""Dialogues of several questions: which one is under way decides what hears a message first."""

from __future__ import annotations

import datetime as dt

from bot.core.conversation.broadcasting import flow as broadcasting
from bot.core.conversation.broadcasting.state import Compose, Stage
from bot.core.conversation.errands import Played
from bot.core.conversation.form import flow as form
from bot.core.conversation.form.state import Form
from bot.core.conversation.interview import flow as interview
from bot.core.conversation.levying import flow as levying
from bot.core.conversation.levying.state import LevyForm
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn


def hear(session: Session, text: str, on: dt.date, setting: Setting) -> Played | None:
    """The turn if the message belongs to the task; `None` if it is to be read as any other message."""
    match session.task:
        case LevyForm():
            return levying.hear(session, text, on, setting)
        case Form():
            return form.hear(session, text, on, setting)
        case Compose():
            return broadcasting.hear(session, text, on, setting)
        case _:
            return interview.hear(session, text, on, setting)


def keeps_lines(session: Session) -> bool:
    """Whether what is awaited may have several lines: the text of a broadcast, which is sent as it was written."""
    return isinstance(session.task, Compose) and session.task.stage in (Stage.TEXT, Stage.EASY)


def missed(session: Session, text: str, on: dt.date, setting: Setting) -> Turn | None:
    """The open question again, for a message nobody made sense of; `None` if it may be about something else."""
    match session.task:
        case LevyForm():
            return levying.missed(session, text, on, setting)
        case Form():
            return form.missed(session, text, on, setting)
        case _:
            return None


def press(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A button under a question of the task."""
    match session.task:
        case LevyForm():
            return levying.press(session, argument, on, setting)
        case Form():
            return form.press(session, argument, on, setting)
        case Compose():
            return broadcasting.press(session, argument, on, setting)
        case _:
            return interview.press(session, argument, on, setting)


def go_on(session: Session, on: dt.date, setting: Setting) -> Turn:
    """The open question again, or what came out."""
    match session.task:
        case LevyForm():
            return levying.go_on(session, on, setting)
        case Form():
            return form.go_on(session, on, setting)
        case Compose():
            return broadcasting.go_on(session, on, setting)
        case _:
            return interview.go_on(session, on, setting)


def take_back(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """The last answer undone; `None` if there is none."""
    match session.task:
        case LevyForm():
            return levying.take_back(session, on, setting)
        case Form():
            return form.take_back(session, on, setting)
        case Compose():
            return broadcasting.take_back(session, on, setting)
        case _:
            return interview.take_back(session, on, setting)
