"""The form as the conversation sees it: begun, heard, taken back, opened for a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.form import advancing, hearing
from bot.core.conversation.form.advancing import advance
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.requests import Kept, MoveOwn, OwnRecord, OwnRecords, Refused, RenewOwn
from bot.core.conversation.form.state import Form, Stage
from bot.core.conversation.form.summary import summary
from bot.core.conversation.leaving import drop
from bot.core.conversation.offers import menu_buttons, said, word
from bot.core.conversation.remembering import beginning
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button
from bot.core.records.plain import to_plain
from bot.core.records.record import Record
from bot.core.records.register import Edition, Subject
from bot.core.regions.region import NATIONAL

_Show = Callable[[Session, str, dt.date, Setting], Played]


def begin(session: Session, register: str, on: dt.date, setting: Setting) -> Played:
    """A new form, or the one that was put aside; of what a person has only one, that one is shown."""
    found = setting.registers.get(register)
    edition = found.at(session.region or NATIONAL) if found else None
    if found is None or (edition is None and session.region is not None) or not _open(found.editions.values()):
        return _said(session, "form_not_here", on, setting)
    put_aside = next((each for each in (session.task, *session.aside) if _is_form(each, register)), None)
    if isinstance(put_aside, Form):
        case = FormCase(beginning(session, put_aside), setting, on)
        return hearing.go_on(case, case.say("form_again"))
    fresh = FormCase(beginning(session, Form(register)), setting, on)
    if not _one_each(fresh.edition):
        return advance(fresh)
    return Errand(OwnRecords(register), lambda records: _begun(fresh, session, records))


def hear(session: Session, text: str, on: dt.date, setting: Setting) -> Played | None:
    """The message as part of the form; `None` if it is something else."""
    return hearing.hear(FormCase(session, setting, on), text)


def missed(session: Session, text: str, on: dt.date, setting: Setting) -> Turn | None:
    """What is awaited again, for a message nobody made sense of."""
    return hearing.missed(FormCase(session, setting, on), text)


def press(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """A button under a question."""
    return hearing.press(FormCase(session, setting, on), argument)


def go_on(session: Session, on: dt.date, setting: Setting) -> Turn:
    """What is awaited, again."""
    return hearing.go_on(FormCase(session, setting, on))


def take_back(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """What was answered last is asked again."""
    return advancing.take_back(FormCase(session, setting, on))


def settle(session: Session, code: str, on: dt.date, setting: Setting) -> Turn:
    """The region that was awaited."""
    return hearing.settle(FormCase(session, setting, on), code)


def show(session: Session, argument: str, on: dt.date, setting: Setting) -> Played:
    """What a button that names a form asks for: `<register>`, or `<verb>.<register or number>`."""
    verb, _, rest = argument.partition(".")
    known = _VERBS.get(verb) if rest else None
    return known(session, rest, on, setting) if known else begin(session, argument, on, setting)


def edit(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    """One's own record opened for a change."""

    def then(record: Record | None) -> Played:
        if record is None:
            return _said(session, "form_not_yours", on, setting)
        edition = setting.registers[record.register].at(record.region)
        assert edition is not None, "records are only kept where their register is"
        agreed = [edition.consent, *(field.consent for field in edition.outside.values() if field.id in record.values)]
        form = Form(
            record.register,
            record.region,
            number=record.id,
            stage=Stage.SUMMARY,
            values={name: to_plain(record.values[name]) for name in edition.outside if name in record.values},
            skipped=tuple(name for name in edition.outside if name not in record.values),
            agreed=tuple(dict.fromkeys(each for each in agreed if each is not None)),
            old_enough=True,
        )
        return summary(FormCase(beginning(session, form), setting, on))

    return Errand(OwnRecord(number), then)


def withdraw(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    """One's own record taken back, as far as its states allow."""

    def then(record: Record | None) -> Played:
        edition = setting.registers[record.register].at(record.region) if record else None
        ways = edition.states.owner_onward(record.state or "") if record and edition and edition.states else ()
        if record is None or not ways:
            return _said(session, "form_not_yours" if record is None else "form_not_now", on, setting)
        return Errand(MoveOwn(number, ways[-1]), lambda kept: _after(session, kept, "form_withdrawn", on, setting))

    return Errand(OwnRecord(number), then)


def renew(session: Session, number: str, on: dt.date, setting: Setting) -> Played:
    """One's own record stands as long again."""
    return Errand(RenewOwn(number), lambda outcome: _after(session, outcome, "form_renewed", on, setting))


def _drop(session: Session, register: str, on: dt.date, setting: Setting) -> Played:
    session = replace(
        session,
        task=None if _is_form(session.task, register) else session.task,
        aside=tuple(each for each in session.aside if not _is_form(each, register)),
    )
    return drop(session, setting, on, "form_dropped")


def _anew(session: Session, register: str, on: dt.date, setting: Setting) -> Played:
    """Another record beside the one there is."""
    return advance(FormCase(beginning(session, Form(register)), setting, on))


_VERBS: dict[str, _Show] = {"edit": edit, "withdraw": withdraw, "renew": renew, "drop": _drop, "new": _anew}


def _begun(fresh: FormCase, before: Session, records: tuple[Record, ...]) -> Played:
    """The record there is, if its owner still can do something with it; else the first question."""
    states = fresh.edition.states
    live = next((each for each in records if states is None or states.owner_onward(each.state or "")), None)
    if live is None:
        return advance(fresh)
    setting = fresh.setting
    buttons = [Button(word(setting, before, "form_edit_it"), f"form:edit.{live.id}")]
    if fresh.edition.expires is not None:
        buttons.append(Button(word(setting, before, "form_renew_it"), f"form:renew.{live.id}"))
    buttons += [
        Button(word(setting, before, "form_withdraw_it"), f"form:withdraw.{live.id}"),
        *menu_buttons(setting, before),
    ]
    title = fresh.edition.title
    answer = said(
        setting, before, fresh.today, "form_there_is_one", outcome=Outcome.STARTED, title=title, number=live.id,
        topic=(fresh.edition.topics or ("help",))[0], buttons=buttons,
    )  # fmt: skip
    return Turn(before, answer)


def _after(session: Session, outcome: Kept | Refused, key: str, on: dt.date, setting: Setting) -> Turn:
    if isinstance(outcome, Refused):
        return _said(session, "form_refused", on, setting, why="".join(outcome.sentences))
    return _said(session, key, on, setting, number=outcome.record.id, until=_until(outcome.record, setting))


def _until(record: Record, setting: Setting) -> str:
    edition = setting.registers[record.register].at(record.region)
    day = record.values.get(edition.expires.field) if edition and edition.expires else None
    return day.isoformat() if isinstance(day, dt.date) else ""


def _said(
    session: Session, key: str, on: dt.date, setting: Setting, *, number: str = "", until: str = "", why: str = ""
) -> Turn:
    buttons = menu_buttons(setting, session)
    return Turn(session, said(setting, session, on, key, buttons=buttons, number=number, until=until, why=why))


def _is_form(task: object, register: str) -> bool:
    return isinstance(task, Form) and task.register == register


def _open(editions: Iterable[Edition]) -> bool:
    return any(edition.open_to for edition in editions)


def _one_each(edition: Edition) -> bool:
    """Whether a person has one of these rather than any number."""
    return edition.expires is not None and edition.subject is Subject.PERSON
