"""The dialogue in which staff write a broadcast, see for whom it is, have it approved, and follow it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from bot.core.answers.answer import Outcome
from bot.core.conversation.broadcasting.audience import read_audience
from bot.core.conversation.broadcasting.requests import Change, Desk, Do, Keep, LinkChat, Look, NotDone, OpenDesk, Seen
from bot.core.conversation.broadcasting.showing import TOPIC, confirm_turn, desk_turn, refused, seen_turn
from bot.core.conversation.broadcasting.state import Compose, Stage
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.offers import menu_buttons, said, word
from bot.core.conversation.remembering import beginning
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.audience import Audience
from bot.core.messaging.broadcast import Refusal
from bot.core.messaging.reply import Button

RECENT = 6
LONGEST_TITLE = 60
NO_EASY, EVERYBODY = "skip", "all"
"""Answers by button: no easy-read words; everybody of the region of whoever writes."""
ASKED_FIRST = ("start", "stop")
"""What cannot be taken back."""
EDITS = {"edit_text": Stage.TEXT, "edit_easy": Stage.EASY, "edit_audience": Stage.AUDIENCE}
_STAGES = tuple(Stage)


def link(session: Session, code: str, on: dt.date, setting: Setting) -> Played:
    """The code that the command line gave out ties this chat to an account."""

    def then(name: str | None) -> Turn:
        if name is None:
            buttons = menu_buttons(setting, session)
            return Turn(session, said(setting, session, on, "staff_code_wrong", buttons=buttons))
        buttons = [Button(word(setting, session, "broadcast_open"), "broadcast:desk"), *menu_buttons(setting, session)]
        return Turn(session, said(setting, session, on, "staff_linked", name=name, buttons=buttons))

    return Errand(LinkChat(code), then)


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What a button asks for: `desk`, `new`, or `<verb>.<number>`."""
    verb, _, number = argument.partition(".")
    if not number:
        return Errand(OpenDesk(RECENT), lambda desk: _opened(desk, verb, session, on, setting))
    if verb in EDITS:
        return Errand(Look(number), lambda found: _editing(found, verb, session, on, setting))
    if verb in ASKED_FIRST:
        return Errand(Look(number), lambda found: confirm_turn(found, verb, session, on, setting))
    if verb == "see":
        return Errand(Look(number), lambda found: seen_turn(found, session, on, setting))
    verb = verb.removesuffix("_yes")
    key = f"broadcast_{verb}_done"
    return Errand(Do(number, verb), lambda found: seen_turn(found, session, on, setting, key))


def hear(session: Session, text: str, on: dt.date, setting: Setting) -> Played | None:
    """What is written while a broadcast is being written belongs to it."""
    compose = session.task
    assert isinstance(compose, Compose), "the caller has looked"
    match compose.stage:
        case Stage.TITLE:
            if len(text) > LONGEST_TITLE:
                return _asked(session, on, setting, "broadcast_title_long", limit=LONGEST_TITLE)
            return _next(replace(compose, title=text), session, on, setting)
        case Stage.TEXT:
            return _next(replace(compose, text=text), session, on, setting)
        case Stage.EASY:
            easy = "" if setting.cues.command(text) == "no" else text
            return _next(replace(compose, easy_text=easy), session, on, setting)
        case Stage.AUDIENCE:
            audience = read_audience(text, setting)
            if audience is None:
                return _asked(session, on, setting, "broadcast_audience_again")
            return _kept(compose, audience, session, on, setting)


def press(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A button under a question."""
    compose = session.task
    assert isinstance(compose, Compose), "the caller has looked"
    if argument == NO_EASY and compose.stage is Stage.EASY:
        return _next(replace(compose, easy_text=""), session, on, setting)
    if argument == EVERYBODY and compose.stage is Stage.AUDIENCE:
        return _kept(compose, Audience(), session, on, setting)
    return go_on(session, on, setting)


def go_on(session: Session, on: dt.date, setting: Setting) -> Turn:
    """The open question again."""
    compose = session.task
    assert isinstance(compose, Compose), "the caller has looked"
    return _asked(session, on, setting, f"broadcast_ask_{compose.stage.value}")


def take_back(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """The question before; `None` at the first."""
    compose = session.task
    assert isinstance(compose, Compose), "the caller has looked"
    place = _STAGES.index(compose.stage)
    if place == 0 or compose.only:
        return None
    return go_on(replace(session, task=replace(compose, stage=_STAGES[place - 1])), on, setting)


def _opened(desk: Desk | None, verb: str, session: Session, on: dt.date, setting: Setting) -> Turn:
    if desk is None or verb != "new":
        return desk_turn(desk, session, on, setting)
    if not desk.writes:
        return refused(NotDone(Refusal.READ_ONLY), session, on, setting)
    return go_on(beginning(session, Compose()), on, setting)


def _editing(found: Seen | NotDone, verb: str, session: Session, on: dt.date, setting: Setting) -> Turn:
    if isinstance(found, NotDone):
        return refused(found, session, on, setting)
    draft, stage = found.broadcast.draft, EDITS[verb]
    compose = Compose(stage, draft.title, draft.text, draft.easy_text, found.broadcast.number, only=True)
    return go_on(beginning(session, compose), on, setting)


def _next(compose: Compose, session: Session, on: dt.date, setting: Setting) -> Played:
    if compose.only and compose.number is not None:
        text = compose.text if compose.stage is Stage.TEXT else None
        easy = compose.easy_text if compose.stage is Stage.EASY else None
        return _shown(Change(compose.number, text, easy), session, on, setting)
    after = _STAGES[_STAGES.index(compose.stage) + 1]
    return go_on(replace(session, task=replace(compose, stage=after)), on, setting)


def _kept(compose: Compose, audience: Audience, session: Session, on: dt.date, setting: Setting) -> Played:
    if compose.number is not None:
        return _shown(Change(compose.number, audience=audience), session, on, setting)
    return _shown(Keep(compose.title, compose.text, compose.easy_text, audience), session, on, setting)


def _shown(request: Keep | Change, session: Session, on: dt.date, setting: Setting) -> Errand:
    """The broadcast once it is kept; if that is refused, what was written so far stays, to be put right."""

    def then(found: Seen | NotDone) -> Turn:
        if isinstance(found, NotDone) and found.why in (Refusal.NOBODY, Refusal.ELSEWHERE):
            words = setting.knowledge.phrases.name("broadcast_refusals", found.why.value)
            return _asked(session, on, setting, "broadcast_audience_refused", why=words)
        return seen_turn(found, replace(session, task=None), on, setting, "broadcast_kept")

    return Errand(request, then)


def _asked(session: Session, on: dt.date, setting: Setting, key: str, **values: Any) -> Turn:
    compose = session.task
    assert isinstance(compose, Compose), "the caller has looked"
    buttons = []
    if compose.stage is Stage.EASY:
        buttons.append(Button(word(setting, session, "broadcast_no_easy"), f"answer:{NO_EASY}"))
    if compose.stage is Stage.AUDIENCE:
        buttons.append(Button(word(setting, session, "broadcast_everybody"), f"answer:{EVERYBODY}"))
    buttons.append(Button(word(setting, session, "broadcast_give_up"), "cmd:cancel"))
    answer = said(setting, session, on, key, topic=TOPIC, outcome=Outcome.STARTED, buttons=buttons, **values)
    return Turn(session, answer)
