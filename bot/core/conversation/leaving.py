"""Ways out of a form: put aside, so that nothing told is lost, or dropped for good."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.form.state import Form
from bot.core.conversation.offers import menu_buttons, said, word
from bot.core.conversation.remembering import put_aside
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button


def leave(session: Session, on: dt.date, setting: Setting) -> Turn:
    """Puts the form under way aside and says how to go on with it, or to have it deleted."""
    form = session.task
    assert isinstance(form, Form), "only a form is put aside"
    session = put_aside(session)
    buttons = [
        Button(word(setting, session, "form_go_on"), f"form:{form.register}"),
        Button(word(setting, session, "form_drop"), f"form:drop.{form.register}"),
        *menu_buttons(setting, session),
    ]
    return Turn(session, said(setting, session, on, "form_aside", topic="cancel", buttons=buttons))


def drop(session: Session, setting: Setting, on: dt.date, key: str, age: int | None = None) -> Turn:
    """Forgets what was told the form under way, and says why."""
    session = replace(session, task=None)
    buttons = menu_buttons(setting, session)
    answer = said(setting, session, on, key, outcome=Outcome.ANSWERED, buttons=buttons, age=age)
    return Turn(session, answer)
