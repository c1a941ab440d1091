"""Asks whether to hand over, opens the case, passes on what is written meanwhile, and ends it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.cleaning import LONGEST, clean, has_words
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.handing.requests import EndCase, LookForCase, OpenCase, PassOn, Situation, WaitOn
from bot.core.conversation.handing.state import Handed
from bot.core.conversation.handing.wording import answer_said
from bot.core.conversation.masking import mask
from bot.core.conversation.offers import MENU, menu_buttons, region_buttons, said, word
from bot.core.conversation.reading import chosen
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.handover.case import Case, Reason
from bot.core.messaging.reply import Button, Incoming
from bot.core.regions.region import NATIONAL

TOPIC = "handoff"
PURPOSE = "handover"
WAITING = "handoff"
"""The kind of `Pending` while the person has not said whether to hand over; its hint is the reason."""
MISSES = 2
"""Times in a row the assistant may fail before it offers a person."""
OWN_DATA = ("forget", "my_data")


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
        buttons = _menu(setting, back)
        return Turn(back, said(setting, back, on, "handover_ended", topic=TOPIC, number=case.number, buttons=buttons))

    return Errand(EndCase(), then)


def hear(session: Session, incoming: Incoming, on: dt.date, setting: Setting) -> Played | None:
    """What is written while staff have the conversation; `None` for what the assistant answers all the same.

    That is a choice, what is about one's own data, a command with a slash, and what it could not read anyway.
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
            return Turn(back, said(setting, back, on, "handover_back", topic=TOPIC, buttons=_menu(setting, back)))
        if masked != text:
            answer = said(setting, session, on, "handover_masked", topic=TOPIC)
        elif not handed.told:
            answer = said(setting, session, on, "handover_passed_on", topic=TOPIC)
        else:
            answer = Answer(TOPIC, Outcome.ANSWERED, session.region, on, ())
        return Turn(replace(session, handed=replace(handed, told=True)), answer)

    return Errand(PassOn(handed.number, masked), then)


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
