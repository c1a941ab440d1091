"""Hears what is written while staff have the conversation."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.cleaning import LONGEST, clean, has_words
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.handing.flow import TOPIC, end
from bot.core.conversation.handing.requests import PassOn, Situation
from bot.core.conversation.handing.state import Handed
from bot.core.conversation.masking import mask
from bot.core.conversation.offers import menu_buttons, said
from bot.core.conversation.reading import chosen
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Incoming

OWN_DATA = ("forget", "my_data", "no_notices")


def hear(session: Session, incoming: Incoming, on: dt.date, setting: Setting) -> Played | None:
    """What is written while staff have the conversation; `None` for what the assistant answers all the same.

    That is a choice, what is about one's own data, no more messages, a command with a slash, and what it could not read
    anyway.
    """
    if session.handed is None or incoming.button is not None or incoming.choice is not None:
        return None
    text = clean(incoming.text)
    if not text or len(incoming.text) > LONGEST:
        return None
    command = setting.cues.command(text)
    if command == "end_handover":
        return end(session, "", on, setting)
    if text == "/start" or (command == "help" and has_words(text)):
        return Turn(session, said(setting, session, on, "handover_help", topic="help", number=session.handed.number))
    if command in OWN_DATA or text.startswith("/") or (session.buttons and chosen(session, text)):
        return None
    return _passed_on(session, session.handed, text, on, setting)


def _passed_on(session: Session, handed: Handed, text: str, on: dt.date, setting: Setting) -> Played:
    """Staff get to read it, names and numbers masked; the person is told where something was."""
    masked = mask(text)

    def then(situation: Situation) -> Turn:
        if situation.case is None:
            back = replace(session, handed=None)
            return Turn(
                back, said(setting, back, on, "handover_back", topic=TOPIC, buttons=menu_buttons(setting, back))
            )
        if masked != text:
            answer = said(setting, session, on, "handover_masked", topic=TOPIC)
        elif not handed.told:
            answer = said(setting, session, on, "handover_passed_on", topic=TOPIC)
        else:
            answer = Answer(TOPIC, Outcome.ANSWERED, session.region, on, ())
        return Turn(replace(session, handed=replace(handed, told=True)), answer)

    return Errand(PassOn(handed.number, masked), then)
