"""Buttons and short replies that several parts of the conversation use."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.measures import Role
from bot.core.regions.region import NATIONAL

MENU = "cmd:menu"


def said(
    setting: Setting,
    session: Session,
    on: dt.date,
    key: str,
    *,
    topic: str = "help",
    outcome: Outcome = Outcome.ANSWERED,
    buttons: Iterable[Button] = (),
    suggestions: tuple[str, ...] = (),
    confidence: float = 1.0,
    **values: object,
) -> Answer:
    """An answer that is one sentence of the content files; `{phone}` is always the helpline."""
    phone = setting.knowledge.helpline
    text = setting.knowledge.phrases.say(key, session.easy, phone=phone, **values)
    return Answer(
        topic=topic,
        outcome=outcome,
        region=session.region,
        on=on,
        replies=(Reply(text, tuple(buttons)),),
        confidence=confidence,
        suggestions=suggestions,
        detail=text,
    )


def word(setting: Setting, session: Session, key: str) -> str:
    """A button's label."""
    return setting.knowledge.phrases.say(key, session.easy)


def topic_button(setting: Setting, topic: str) -> Button:
    """A button that asks the topic's plain question."""
    known = setting.knowledge.catalogue.topics[topic]
    return Button(known.ask or known.title, f"topic:{topic}")


def menu_buttons(setting: Setting, session: Session) -> list[Button]:
    """The menu's groups, those of the person's role first."""
    groups = setting.knowledge.phrases.group("menu")
    employer = ("levy", "hire")
    ordered = sorted(groups, key=lambda group: session.role == "employer" and group not in employer)
    waiting = session.task is not None and session.task.waiting
    resume = [Button(word(setting, session, "resume"), "cmd:resume")] if waiting else []
    return [
        *resume,
        *(Button(groups[group], f"group:{group}") for group in ordered),
    ]


def region_buttons(setting: Setting) -> list[Button]:
    """The regions whose documents are held."""
    gazetteer = setting.knowledge.gazetteer
    return [Button(gazetteer.display_name(code), f"region:{code}") for code in setting.places.documented]


def form_buttons(setting: Setting, session: Session, topic: str) -> list[Button]:
    """What can be handed in here about a topic, by whoever this is."""
    roles = {Role(session.role)} if session.role else {Role.SEEKER, Role.EMPLOYER}
    editions = [register.at(session.region or NATIONAL) for register in setting.registers.values()]
    return [
        Button(edition.chat.offer.choose(session.easy), f"form:{edition.register}")
        for edition in editions
        if edition is not None and edition.chat is not None and topic in edition.topics and roles & edition.open_to
    ]


def after_answer(
    setting: Setting, session: Session, topic: str, more: bool, check: str | None, *, levy: bool
) -> tuple[Button, ...]:
    """What stands under every policy answer; `check` is the topic, if one can be checked for it.

    `levy`: whether one's own levy is worth offering.
    """
    toggle = Button(word(setting, session, "easy_button"), "cmd:easy_off" if session.easy else "cmd:easy_on")
    wider = [Button(word(setting, session, "more"), "cmd:more")] if more else []
    place = Button(word(setting, session, "change_region"), "cmd:region")
    wider += [Button(word(setting, session, "check_button"), f"check:{check}")] if check else []
    wider += [Button(word(setting, session, "levy_button"), "levy:start")] if levy else []
    wider += form_buttons(setting, session, topic)
    return (*wider, place, toggle, Button(word(setting, session, "menu_button"), MENU))
