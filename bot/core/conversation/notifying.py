"""Asks for the consent to be told of new measures that fit, and takes it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.events import Consented, ConsentWithdrawn, Event, ProfileUpdated
from bot.core.conversation.interview.state import Interview
from bot.core.conversation.offers import menu_buttons, said, word
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button
from bot.core.regions.region import NATIONAL
from bot.core.verdicts.reasons import told

PURPOSE = "policy_notices"
ALERTS = "alerts"
"""The other purpose for which messages are sent without being asked; one word stops both."""


def ask_consent(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """Says what would be kept, what for and how to stop it; nothing is kept yet."""
    interview = _finished(session)
    if interview is None:
        return Turn(
            session,
            said(setting, session, on, "notices_check_first", topic="subscribe", buttons=_check(setting, session)),
        )
    buttons = [
        Button(word(setting, session, "agree"), "cmd:notices_agreed"),
        Button(word(setting, session, "disagree"), "cmd:menu"),
    ]
    dictionary, knowledge = setting.knowledge.catalogue.facts, setting.knowledge
    facts = "、".join(
        told(dictionary[fact], value, knowledge, session.easy) for fact, value in interview.known.said.items()
    )
    answer = said(
        setting,
        session,
        on,
        "notices_consent",
        topic="subscribe",
        outcome=Outcome.STARTED,
        facts=facts,
        consent=setting.purposes[PURPOSE].said(session.channel, easy=session.easy),
        buttons=buttons,
    )
    return Turn(session, answer)


def agree(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """Keeps the facts for this purpose."""
    interview = _finished(session)
    if interview is None:
        return ask_consent(session, argument, on, setting)
    version = setting.purposes[PURPOSE].version
    facts = ProfileUpdated(interview.about, session.region or NATIONAL, session.easy, interview.known.said)
    session = replace(session, notices=session.region or NATIONAL)
    answer = said(setting, session, on, "notices_agreed", topic="subscribe", buttons=menu_buttons(setting, session))
    return Turn(session, answer, (Consented(PURPOSE, version), facts))


def withdraw(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """Takes the consent back; what was kept is deleted, whether this conversation remembers it or not."""
    session = replace(session, notices=None)
    answer = said(setting, session, on, "unsubscribe", topic="unsubscribe", buttons=menu_buttons(setting, session))
    return Turn(session, answer, (ConsentWithdrawn(PURPOSE), ConsentWithdrawn(ALERTS)))


def changes(before: Session, after: Session) -> tuple[Event, ...]:
    """What has to be kept anew because the person told something else, in a conversation with consent.

    Looking at another region is no move: what was agreed to stays with the region it was agreed for.
    """
    interview = _finished(after)
    if after.notices is None or interview is None:
        return ()
    same_facts = isinstance(before.task, Interview) and before.task.known == interview.known
    if same_facts and before.easy == after.easy:
        return ()
    return (ProfileUpdated(interview.about, after.notices, after.easy, interview.known.said),)


def _finished(session: Session) -> Interview | None:
    """The interview if nothing is being asked."""
    task = session.task
    return task if isinstance(task, Interview) and not task.waiting and task.known.said else None


def _check(setting: Setting, session: Session) -> list[Button]:
    return [Button(word(setting, session, "check_button"), "topic:eligibility_check"), *menu_buttons(setting, session)]
