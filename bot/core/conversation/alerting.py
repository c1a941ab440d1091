"""Asks whether somebody wants to be told of jobs, fairs or courses, and notes it with their consent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum

from bot.core.answers.answer import Outcome
from bot.core.conversation import alert_settings
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.offers import MENU, menu_buttons, said, word
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button

PURPOSE = "alerts"
TOPICS = ("find_jobs", "find_fairs", "find_training")
"""What one can be told of; whoever names none of them wants to hear of all."""


@dataclass(frozen=True)
class Subscribe:
    """Note the consent to alerts and that the person wants to hear of these topics.

    Yields whether they can be told anything where they are. The rest says what is kept of somebody who is new.
    """

    topics: tuple[str, ...]
    version: str
    region: str | None
    role: str | None
    easy: bool


@dataclass(frozen=True)
class Remind:
    """Remind somebody of a fair, by its number. Yields `Reminded`; the rest as with `Subscribe`.

    `version` is that of the text they have just agreed to; `None` if they were not asked.
    """

    number: str
    version: str | None
    region: str | None
    role: str | None
    easy: bool


class Reminded(Enum):
    """Whether somebody will be reminded, or has to agree first, or cannot be told anything where they are."""

    YES = "fair_reminder_on"
    GONE = "fair_reminder_gone"
    NOT_HERE = "alerts_not_here"
    ASK_FIRST = "alerts_ask"


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What a button or a sentence asks for: a topic, `yes.<topic>`, `fair.<number>`, or something to choose."""
    if argument == "settings":
        return alert_settings.show(session, "", on, setting)
    verb, _, rest = argument.partition(".")
    if verb == "fair":
        return remind(session, rest, None, on, setting)
    if verb == "yes" and rest.startswith("fair."):
        return remind(session, rest.removeprefix("fair."), setting.purposes[PURPOSE].version, on, setting)
    if verb == "yes":
        return agree(session, rest, on, setting)
    return alert_settings.choose(session, argument, on, setting) or ask(session, argument, on, setting)


def remind(session: Session, number: str, version: str | None, on: dt.date, setting: Setting) -> Played:
    """From now on they are reminded of a fair; whoever agreed to nothing is asked first."""

    def then(reminded: Reminded) -> Turn:
        if reminded is Reminded.ASK_FIRST:
            return ask(session, f"fair.{number}", on, setting)
        buttons = menu_buttons(setting, session)
        return Turn(session, said(setting, session, on, reminded.value, topic="subscribe", buttons=buttons))

    return Errand(Remind(number, version, session.region, session.role, session.easy), then)


def ask(session: Session, topic: str, on: dt.date, setting: Setting) -> Turn:
    """Says what would be kept; nothing is kept yet."""
    consent = setting.purposes[PURPOSE].said(session.channel, easy=session.easy)
    buttons = [
        Button(word(setting, session, "agree"), f"alert:yes.{topic}"),
        Button(word(setting, session, "disagree"), MENU),
    ]
    answer = said(
        setting,
        session,
        on,
        "alerts_ask",
        topic="subscribe",
        outcome=Outcome.STARTED,
        buttons=buttons,
        consent=consent,
    )
    return Turn(session, answer)


def agree(session: Session, topic: str, on: dt.date, setting: Setting) -> Played:
    """From now on they are told."""
    topics = (topic,) if topic in TOPICS else TOPICS
    version = setting.purposes[PURPOSE].version

    def then(is_told: bool) -> Turn:
        key = "alerts_on" if is_told else "alerts_not_here"
        buttons = menu_buttons(setting, session)
        return Turn(session, said(setting, session, on, key, topic="subscribe", buttons=buttons))

    return Errand(Subscribe(topics, version, session.region, session.role, session.easy), then)
