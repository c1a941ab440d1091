"""Fairs, classes and institutions as the conversation sees them: listed, looked at, signed up for, told of later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.form.advancing import advance
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.state import Form
from bot.core.conversation.listing import showing
from bot.core.conversation.listing.kinds import CLASSES, FAIRS, TOPICS, in_order, topic_of
from bot.core.conversation.listing.requests import ListPublic, LookedUp, LookUp
from bot.core.conversation.offers import MENU, form_buttons, menu_buttons, region_buttons, said, word
from bot.core.conversation.remembering import beginning
from bot.core.conversation.session import Pending, Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.records.record import Record

ENROLMENTS = "enrolments"


def find(session: Session, topic: str, on: dt.date, setting: Setting, stated: Turn) -> Played:
    """What the registers hold now, then what the documents say, which is `stated`."""
    if session.region is None:
        buttons = region_buttons(setting)
        answer = said(setting, session, on, "ask_region", topic=topic, outcome=Outcome.NEEDS_REGION, buttons=buttons)
        return Turn(replace(session, pending=Pending("region", topic)), answer)
    region = session.region

    def then(found: tuple[Record, ...]) -> Turn:
        records = in_order(found)
        named = showing.named_text(TOPICS[topic], region, setting, easy=session.easy)
        text = "\n".join(
            each for each in (showing.page_text(records, 0, topic, session, setting) if records else "", named) if each
        )
        return _beside(stated, text, _buttons(records, 0, topic, session, setting))

    return Errand(ListPublic(TOPICS[topic], region), then)


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What a button asks for: an entry by its number, or `<verb>.<…>`."""
    verb, _, rest = argument.partition(".")
    known = _VERBS.get(verb)
    return known(session, rest, on, setting) if known else look(session, argument, on, setting)


def look(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    """An entry in full, or where a case stands."""
    return Errand(LookUp(number), lambda found: _found(found, number, session, on, setting))


def _own(session: Session, rest: str, on: dt.date, setting: Setting) -> Played:
    """What staff keep about somebody, as far as it is meant for themselves."""
    number, _, proof = rest.partition(".")

    def then(found: LookedUp) -> Turn:
        if found.own is not None:
            text = showing.own_text(found.own, session, setting)
            return _turn(session, "my_data", text, tuple(menu_buttons(setting, session)), on)
        if found.locked:
            return _sentence("list_not_proven", session, on, setting)
        return _found(found, number, session, on, setting)  # four digits that meant something else

    return Errand(LookUp(number, proof), then)


def _found(found: LookedUp, number: str, session: Session, on: dt.date, setting: Setting) -> Turn:
    if found.record is not None:
        return _details(found, session, on, setting)
    if found.locked:
        return _sentence("list_locked", session, on, setting, number)
    if found.standing is not None:
        return _standing(found, number, session, on, setting)
    return _sentence("list_gone", session, on, setting)


def _sentence(key: str, session: Session, on: dt.date, setting: Setting, number: str = "") -> Turn:
    buttons = menu_buttons(setting, session)
    return Turn(session, said(setting, session, on, key, number=number, buttons=buttons))


def _page(session: Session, rest: str, on: dt.date, setting: Setting) -> Played:
    topic, _, start = rest.partition(".")
    if session.region is None or topic not in TOPICS:
        return _sentence("expired_button", session, on, setting)

    def then(found: tuple[Record, ...]) -> Turn:
        records, after = in_order(found), int(start) if start.isdigit() else 0
        if after >= len(records):
            return _sentence("list_gone", session, on, setting)
        text = showing.page_text(records, after, topic, session, setting)
        return _turn(session, topic, text, _buttons(records, after, topic, session, setting), on)

    return Errand(ListPublic(TOPICS[topic], session.region), then)


def _enrol(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    """Begins the form by which a place is taken; which class is known already."""

    def then(found: LookedUp) -> Turn:
        if found.record is None or found.record.register != CLASSES:
            return _sentence("list_gone", session, on, setting)
        form = Form(ENROLMENTS, region=found.record.region, values={"course": found.record.id})
        return advance(FormCase(beginning(session, form), setting, on))

    return Errand(LookUp(number), then)


def _details(found: LookedUp, session: Session, on: dt.date, setting: Setting) -> Turn:
    record = found.record
    assert record is not None, "something was found"
    topic = topic_of(record.register)
    back = [Button(word(setting, session, "list_back"), f"list:page.{topic}.0")] if topic else []
    session = session if session.region else replace(session, region=record.region)
    enrol = [Button(word(setting, session, "list_enrol"), f"list:enrol.{record.id}")] if _open(record) else []
    day = record.values.get("date")
    remind = record.register == FAIRS and isinstance(day, dt.date) and on <= day
    alert = [Button(word(setting, session, "fair_remind_me"), f"alert:fair.{record.id}")] if remind else []
    buttons = (*enrol, *alert, *back, Button(word(setting, session, "menu_button"), MENU))
    return _turn(session, topic or "help", showing.details_text(found, session, setting), buttons, on)


def _standing(found: LookedUp, number: str, session: Session, on: dt.date, setting: Setting) -> Turn:
    standing = found.standing
    assert standing is not None, "something was found"
    mine = [
        Button(word(setting, session, f"form_{verb}_it"), f"form:{verb}.{number}")
        for verb in (("edit", "withdraw") if found.mine else ())
    ]
    answer = said(
        setting, session, on, "list_standing", topic="my_data", title=standing.title, state=standing.state,
        since=standing.since.isoformat(), buttons=(*mine, *menu_buttons(setting, session)),
    )  # fmt: skip
    return Turn(session, answer)


def _open(record: Record) -> bool:
    return record.register == CLASSES


def _beside(stated: Turn, text: str, buttons: tuple[Button, ...]) -> Turn:
    """The list before what the documents say; `stated` begins with the sentence that nothing is kept here."""
    answer = stated.answer
    if not text:
        return replace(stated, answer=answer.with_buttons(buttons))
    none, *policy = answer.replies
    replies = (Reply(text), *(Reply(each.text) for each in policy))
    detail = f"{text}\n{answer.detail.removeprefix(none.text).lstrip()}".rstrip()
    return replace(stated, answer=replace(answer, replies=replies, detail=detail).with_buttons(buttons))


def _buttons(
    records: Sequence[Record], start: int, topic: str, session: Session, setting: Setting
) -> tuple[Button, ...]:
    """The entries in the order of their numbers, then more of them, or to be told of new ones."""
    shown = records[start : start + showing.PAGE]
    entries = [Button(showing.title_of(record, setting), f"list:{record.id}") for record in shown]
    after = start + len(shown)
    more = [Button(word(setting, session, "more"), f"list:page.{topic}.{after}")] if after < len(records) else []
    alert = Button(word(setting, session, "list_alert_me"), f"alert:{topic}")
    forms = form_buttons(setting, session, topic)
    return (*entries, *more, *forms, alert, Button(word(setting, session, "menu_button"), MENU))


def _turn(session: Session, topic: str, text: str, buttons: tuple[Button, ...], on: dt.date) -> Turn:
    answer = Answer(
        topic=topic,
        outcome=Outcome.ANSWERED,
        region=session.region,
        on=on,
        replies=(Reply(text, buttons),),
        detail=text,
    )
    return Turn(replace(session, pending=None, misses=0), answer)


_VERBS: dict[str, Callable[[Session, str, dt.date, Setting], Played]] = {
    "page": _page,
    "enrol": _enrol,
    "own": _own,
}
