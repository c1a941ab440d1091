"""How often somebody is told of new jobs, and when they are not to be disturbed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from bot.core.answers.answer import Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.offers import MENU, menu_buttons, said, word
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button
from bot.core.timing.quiet import Quiet
from bot.core.timing.wishes import Pace, Wish

TOPIC = "subscribe"


@dataclass(frozen=True)
class Chosen:
    """How somebody is told of things: of which topics, and what they chose."""

    topics: tuple[str, ...]
    wish: Wish


@dataclass(frozen=True)
class LookUpWish:
    """Yields the `Chosen` of the conversation's person; `None` for whoever did not ask to be told of anything."""


@dataclass(frozen=True)
class Choose:
    """Keep how often, or the quiet hours; what is `None` stays. Yields as `LookUpWish`, with the change.

    `begins`, `ends`: of the quiet hours; the one that was not told stays too, or is `usual`.
    """

    usual: Quiet
    pace: Pace | None = None
    begins: dt.time | None = None
    ends: dt.time | None = None


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What there is to choose."""
    return Errand(LookUpWish(), lambda chosen: _settings(chosen, session, on, setting))


def choose(session: Session, argument: str, on: dt.date, setting: Setting) -> Played | None:
    """What a button or a sentence chose: `pace.daily`, `quiet.2130-0800`, `quiet.2130-`; `None` for nothing known."""
    kind, _, value = argument.partition(".")
    usual = setting.alerts.quiet
    if kind == "pace" and value in set(Pace):
        return _chosen(Choose(usual, pace=Pace(value)), session, on, setting)
    if kind == "quiet":
        begins, _, ends = value.partition("-")
        return _chosen(Choose(usual, begins=_time(begins), ends=_time(ends)), session, on, setting)
    return None


def pace(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A command that says how often."""
    return _chosen(Choose(setting.alerts.quiet, pace=Pace(argument)), session, on, setting)


def _chosen(request: Choose, session: Session, on: dt.date, setting: Setting) -> Played:
    def then(chosen: Chosen | None) -> Turn:
        if chosen is None:
            return _settings(None, session, on, setting)
        buttons = menu_buttons(setting, session)
        values = _in_words(chosen.wish, session, setting)
        return Turn(session, said(setting, session, on, "alert_changed", topic=TOPIC, buttons=buttons, **values))

    return Errand(request, then)


def _settings(chosen: Chosen | None, session: Session, on: dt.date, setting: Setting) -> Turn:
    say = setting.knowledge.phrases.say
    menu = Button(word(setting, session, "menu_button"), MENU)
    if chosen is None:
        buttons = [Button(word(setting, session, "list_alert_me"), "alert:all"), menu]
        none = said(setting, session, on, "alert_settings_none", topic=TOPIC, outcome=Outcome.STARTED, buttons=buttons)
        return Turn(session, none)
    names = setting.knowledge.phrases.group("alert_topics")
    topics = "、".join(name for topic, name in names.items() if topic in chosen.topics)
    usual, now = setting.alerts.quiet, setting.alerts.quiet_of(chosen.wish)
    others = [each for each in Pace if each is not setting.alerts.pace_of(chosen.wish)]
    buttons = [
        Button(say("alert_pace_button", session.easy, pace=_pace(each, session, setting)), f"alert:pace.{each.value}")
        for each in others
    ]
    if now != usual:
        label = say("alert_quiet_default_button", session.easy, begins=_clock(usual.begins), ends=_clock(usual.ends))
        buttons.append(Button(label, f"alert:quiet.{usual.begins:%H%M}-{usual.ends:%H%M}"))
    if now.begins != now.ends:
        buttons.append(Button(say("alert_never_quiet_button", session.easy), "alert:quiet.0000-0000"))
    buttons += [Button(word(setting, session, "alert_stop_button"), "cmd:no_notices"), menu]
    values = _in_words(chosen.wish, session, setting)
    return Turn(
        session, said(setting, session, on, "alert_settings", topic=TOPIC, buttons=buttons, topics=topics, **values)
    )


def _in_words(wish: Wish, session: Session, setting: Setting) -> dict[str, Any]:
    quiet, say = setting.alerts.quiet_of(wish), setting.knowledge.phrases.say
    if quiet.begins == quiet.ends:
        hours = say("alert_never_quiet", session.easy)
    else:
        hours = say("alert_quiet", session.easy, begins=_clock(quiet.begins), ends=_clock(quiet.ends))
    return {"pace": _pace(setting.alerts.pace_of(wish), session, setting), "quiet": hours}


def _pace(pace: Pace, session: Session, setting: Setting) -> str:
    return setting.knowledge.phrases.name("alert_paces_easy" if session.easy else "alert_paces", pace.value)


def _clock(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02d}"


def _time(written: str) -> dt.time | None:
    """`2130`; nothing for what is no time of the day."""
    is_time = len(written) == 4 and written.isdigit() and int(written[:2]) < 24 and int(written[2:]) < 60
    return dt.time(int(written[:2]), int(written[2:])) if is_time else None
