"""Asks whether to hand over, opens the case, and ends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.handing.requests import EndCase, LookForCase, OpenCase, Situation, WaitOn
from bot.core.conversation.handing.state import Handed
from bot.core.conversation.handing.wording import answer_said
from bot.core.conversation.offers import MENU, menu_buttons, region_buttons, said, word
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.handover.case import Case, Reason
from bot.core.messaging.reply import Button
from bot.core.regions.region import NATIONAL

TOPIC = "handoff"
PURPOSE = "handover"
WAITING = "handoff"
"""The kind of `Pending` while the person has not said whether to hand over; its hint is the reason."""
MISSES = 2
"""Times in a row the assistant may fail before it offers a person."""


def request(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Says what would be passed on and asks; goes on with the case there is, if one is open."""
    reason = Reason.NOT_UNDERSTOOD if session.misses >= MISSES else Reason.ASKED

    def then(situation: Situation) -> Turn:
        if situation.case is not None:
            return _already(session, situation, on, setting)
        return _ask_consent(session, reason, situation, on, setting)

    return Errand(LookForCase(session.region or NATIONAL), then)


def choose_region(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """Asks for the region first, so that the case comes to the right office."""
    answer = said(
        setting, session, on, "ask_region", topic=TOPIC, outcome=Outcome.NEEDS_REGION, buttons=region_buttons(setting)
    )
    return Turn(replace(session, pending=Pending("region", TOPIC)), answer)


def agree(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Opens the case; the assistant is silent from now on."""
    pending = session.pending
    if pending is None or pending.kind != WAITING:
        return request(session, "", on, setting)
    reason = Reason(pending.hint or Reason.ASKED)
    version = setting.purposes[PURPOSE].version
    opening = OpenCase(session.region or NATIONAL, session.role, session.easy, reason, session.recent, version)

    def then(situation: Situation) -> Turn:
        assert situation.case is not None, "it has just been opened"
        number, easy = situation.case.number, session.easy
        handed = replace(session, pending=None, misses=0, recent=(), handed=Handed(number))
        when = answer_said(situation, setting.knowledge.phrases, easy)
        answer = said(
            setting, handed, on, "handover_opened", topic=TOPIC, outcome=Outcome.STARTED, number=number, when=when
        )
        return Turn(handed, answer)

    return Errand(opening, then)


def decline(session: Session, on: dt.date, setting: Setting) -> Turn:
    """Nothing is passed on."""
    session = replace(session, pending=None, misses=0)
    return Turn(session, said(setting, session, on, "handover_declined", topic=TOPIC, buttons=_menu(setting, session)))


def wait(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """Goes on waiting for staff after the assistant had come back."""

    def then(situation: Situation) -> Turn:
        if situation.case is None:
            return _nothing_open(session, on, setting)
        handed = replace(session, pending=None, handed=Handed(situation.case.number))
        when = answer_said(situation, setting.knowledge.phrases, session.easy)
        return Turn(
            handed, said(setting, handed, on, "handover_waits", topic=TOPIC, outcome=Outcome.STARTED, when=when)
        )

    return Errand(WaitOn(session.region or NATIONAL), then)


def end(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """The person ends the case and is with the assistant again."""

    def then(case: Case | None) -> Turn:
        if case is None:
            return _nothing_open(session, on, setting)
        back = replace(session, pending=None, handed=None)
        buttons = menu_buttons(setting, back)
        return Turn(back, said(setting, back, on, "handover_ended", topic=TOPIC, number=case.number, buttons=buttons))

    return Errand(EndCase(), then)


def _already(session: Session, situation: Situation, on: dt.date, setting: Setting) -> Turn:
    """There is a case: the person may wait on, or end it."""
    assert situation.case is not None, "the caller has looked"
    session = replace(session, pending=None)
    buttons = [
        Button(word(setting, session, "handover_wait"), "cmd:handoff_wait"),
        Button(word(setting, session, "handover_end"), "cmd:end_handover"),
        *_menu(setting, session),
    ]
    when = answer_said(situation, setting.knowledge.phrases, session.easy)
    answer = said(
        setting, session, on, "handover_already", topic=TOPIC, number=situation.case.number, when=when, buttons=buttons
    )
    return Turn(session, answer)


def _ask_consent(session: Session, reason: Reason, situation: Situation, on: dt.date, setting: Setting) -> Turn:
    session = replace(session, pending=Pending(WAITING, hint=reason.value))
    buttons = [Button(word(setting, session, "handover_agree"), "cmd:handoff_agreed")]
    if session.region is None:
        buttons.append(Button(word(setting, session, "handover_region"), "cmd:handoff_region"))
    buttons.append(Button(word(setting, session, "handover_disagree"), "cmd:no"))
    when = answer_said(situation, setting.knowledge.phrases, session.easy)
    purpose = setting.purposes[PURPOSE]
    consent = purpose.ask.choose(session.easy)
    if purpose.abroad is not None and session.channel == "telegram":
        consent += purpose.abroad.choose(session.easy)
    answer = said(
        setting, session, on, "handover_ask", topic=TOPIC, outcome=Outcome.STARTED, consent=consent, when=when,
        buttons=buttons,
    )  # fmt: skip
    return Turn(session, answer)


def _nothing_open(session: Session, on: dt.date, setting: Setting) -> Turn:
    session = replace(session, pending=None, handed=None)
    buttons = menu_buttons(setting, session)
    return Turn(session, said(setting, session, on, "handover_nothing_open", topic=TOPIC, buttons=buttons))


def _menu(setting: Setting, session: Session) -> list[Button]:
    return [Button(word(setting, session, "menu_button"), MENU)]
