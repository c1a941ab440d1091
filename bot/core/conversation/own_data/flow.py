"""我的资料: what is kept is shown, taken back, copied and deleted, one thing at a time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.events import ConsentWithdrawn, EverythingForgotten
from bot.core.conversation.form.state import Form
from bot.core.conversation.offers import MENU, menu_buttons, said, word
from bot.core.conversation.own_data.requests import LookUpOwnData, OwnData
from bot.core.conversation.own_data.telling import Telling, sources_of
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.records.record import Record

TOPIC = "my_data"
SHOWN = 6
"""Records with a button of their own; the others are in the copy."""
COPIED = frozenset(("telegram", "web", "terminal"))
"""Channels that can hand files over."""
NOTICES = "policy_notices"
_Show = Callable[[Session, str, OwnData, dt.date, Setting], Turn]


def ask(session: Session, question: str, on: dt.date, setting: Setting) -> Played:
    """The part a question is about, by its words; everything if it says no more."""
    cues = setting.knowledge.phrases.group("own_data_cues")
    part = next((part for part, words in cues.items() if any(word in question for word in words.split("|"))), "all")
    return show(session, part, on, setting)


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """One part: `all`, `record.<number>`, `consents`, `looks`, `withdraw.<purpose>`, `withdrawn.<purpose>`, …"""
    part, _, rest = argument.partition(".")
    shows = _PARTS.get(part, _everything)
    return Errand(LookUpOwnData(), lambda data: shows(session, rest, data, on, setting))


def _everything(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    telling = Telling(session, sources_of(setting))
    buttons = [
        Button(telling.say("own_data_see", title=telling.edition(record).title), f"own:record.{record.id}")
        for record in data.records[-SHOWN:]
    ]
    if data.consents:
        buttons.append(Button(telling.say("own_data_consents"), "own:consents"))
    if data.looks:
        buttons.append(Button(telling.say("own_data_looks"), "own:looks"))
    if session.channel in COPIED:
        buttons.append(Button(telling.say("own_data_copy"), "own:copy"))
    buttons.append(Button(telling.say("delete"), "own:delete"))
    return _turn(session, telling.everything(data), buttons, on, setting)


def _record(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    record = next((each for each in data.records if each.id == argument), None)
    if record is None:
        return _everything(session, "", data, on, setting)
    telling = Telling(session, sources_of(setting))
    buttons = [*_ways(record, telling), _back(telling)]
    return _turn(session, [telling.record_title(record), *telling.record_lines(record)], buttons, on, setting)


def _ways(record: Record, telling: Telling) -> list[Button]:
    """What the owner can do with a record."""
    edition = telling.edition(record)
    ways = [Button(telling.say("own_data_correct"), f"form:edit.{record.id}")] if edition.open_to else []
    if edition.expires is not None:
        ways.append(Button(telling.say("form_renew_it"), f"form:renew.{record.id}"))
    if edition.states and edition.states.owner_onward(record.state or ""):
        ways.append(Button(telling.say("form_withdraw_it"), f"form:withdraw.{record.id}"))
    return ways


def _consents(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    telling = Telling(session, sources_of(setting))
    buttons = [
        Button(telling.say("own_data_take_back", name=telling.purpose(purpose)), f"own:withdraw.{purpose}")
        for purpose in dict.fromkeys(each.purpose for each in data.consents)
    ]
    lines = [telling.say("own_data_consents_head"), *map(telling.consent, data.consents)]
    lines = lines if data.consents else [telling.say("own_data_no_consents")]
    return _turn(session, lines, [*buttons, _back(telling)], on, setting)


def _looks(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    telling = Telling(session, sources_of(setting))
    lines = [telling.say("own_data_looks_head"), *map(telling.look, data.looks[-SHOWN:])]
    return _turn(session, lines if data.looks else [telling.say("own_data_no_looks")], [_back(telling)], on, setting)


def _withdraw(session: Session, purpose: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    """Says what goes with the consent, and asks once."""
    if all(each.purpose != purpose for each in data.consents):
        return _consents(session, "", data, on, setting)
    telling, name = Telling(session, sources_of(setting)), setting.purposes[purpose].name.choose(session.easy)
    what = telling.hangs_on(purpose, data)
    key = "own_data_withdraw_ask" if what else "own_data_withdraw_bare"
    buttons = [Button(telling.say("own_data_withdraw_yes"), f"own:withdrawn.{purpose}"), _back(telling)]
    return _turn(session, [telling.say(key, name=name, what=what)], buttons, on, setting)


def _withdrawn(session: Session, purpose: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    """Takes the consent back, with what a form under way had been told under it."""
    if all(each.purpose != purpose for each in data.consents):
        return _consents(session, "", data, on, setting)
    session = _without(session, purpose)
    telling, name = Telling(session, sources_of(setting)), setting.purposes[purpose].name.choose(session.easy)
    turn = _turn(session, [telling.say("own_data_withdrawn", name=name)], [_back(telling)], on, setting)
    return replace(turn, events=(ConsentWithdrawn(purpose),))


def _without(session: Session, purpose: str) -> Session:
    def under(task: object) -> bool:
        return isinstance(task, Form) and purpose in task.agreed

    return replace(
        session,
        task=None if under(session.task) else session.task,
        aside=tuple(task for task in session.aside if not under(task)),
        notices=None if purpose == NOTICES else session.notices,
        recent=() if purpose == "handover" else session.recent,
        handed=None if purpose == "handover" else session.handed,
    )


def _copy(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    """The channel adds the files, or links to them."""
    telling = Telling(session, sources_of(setting))
    if session.channel not in COPIED:
        return _turn(session, [telling.say("own_data_no_copy")], [_back(telling)], on, setting)
    turn = _turn(session, [telling.say("own_data_copy_here")], [_back(telling)], on, setting)
    (reply,) = turn.answer.replies
    return replace(turn, answer=replace(turn.answer, replies=(replace(reply, own_data=True),)))


def _delete(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    """Asks once, if there is more than the conversation's own state."""
    if data.empty and not any(isinstance(each, Form) for each in (session.task, *session.aside)):
        return _deleted(session, argument, data, on, setting)
    telling = Telling(session, sources_of(setting))
    buttons = [Button(telling.say("own_data_delete_yes"), "own:deleted"), _back(telling)]
    return _turn(session, [telling.say("own_data_delete_ask")], buttons, on, setting)


def _deleted(session: Session, argument: str, data: OwnData, on: dt.date, setting: Setting) -> Turn:
    fresh = Session(turn=session.turn, channel=session.channel)
    buttons = menu_buttons(setting, fresh)
    answer = said(setting, fresh, on, "my_data_deleted", topic=TOPIC, buttons=buttons)
    return Turn(fresh, answer, (EverythingForgotten(),))


def _back(telling: Telling) -> Button:
    return Button(telling.say("own_data_back"), "own:all")


def _turn(session: Session, lines: Sequence[str], buttons: Sequence[Button], on: dt.date, setting: Setting) -> Turn:
    text = "\n".join(lines)
    menu = Button(word(setting, session, "menu_button"), MENU)
    answer = Answer(
        topic=TOPIC,
        outcome=Outcome.ANSWERED,
        region=session.region,
        on=on,
        replies=(Reply(text, (*buttons, menu)),),
        detail=text,
    )
    return Turn(replace(session, pending=None, misses=0), answer)


_PARTS: dict[str, _Show] = {
    "all": _everything,
    "record": _record,
    "consents": _consents,
    "looks": _looks,
    "withdraw": _withdraw,
    "withdrawn": _withdrawn,
    "copy": _copy,
    "delete": _delete,
    "deleted": _deleted,
}
