"""What was told, to be looked over, mended and handed in."""

from __future__ import annotations

from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.form.asking import answer
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.state import Stage
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Button
from bot.core.records.fields import Field

AT_ONCE = 10
"""Items offered for a change in one message."""


def summary(case: FormCase, *lines: str) -> Turn:
    """Everything told, item by item, and what is doubtful about it."""
    case = case.with_form(stage=Stage.SUMMARY, asked=None, chosen=(), page=0)
    told = [case.say("form_item", label=field.label, value=case.shown(field)) for field in _told(case)]
    place = case.say("form_item", label=case.say("form_place"), value=case.place(case.form.region or ""))
    doubts = case.setting.review(case.form.register, case.values, case.session.easy)
    head = case.say("form_summary_changed" if case.form.number else "form_summary", title=case.edition.title)
    text = (*lines, head, place, *told, *doubts, case.say("form_summary_ask"))
    buttons = (
        Button(case.say("form_save" if case.form.number else "form_submit"), "answer:submit"),
        Button(case.say("form_change"), "answer:items"),
        Button(case.say("form_later"), "answer:later"),
    )
    session = replace(case.session, pending=None, misses=0)
    return Turn(session, answer(case, text, buttons, Outcome.STARTED))


def items(case: FormCase, page: int = 0) -> Turn:
    """The items to choose one from, told or left out."""
    case = case.with_form(stage=Stage.ITEMS, asked=None, page=page)
    fields = list(case.fields())
    some = fields[page * AT_ONCE : (page + 1) * AT_ONCE]
    buttons = [Button(_line(case, field), f"answer:edit.{field.id}") for field in some]
    if (page + 1) * AT_ONCE < len(fields):
        buttons.append(Button(case.say("form_more_items"), f"answer:items.{page + 1}"))
    buttons.append(Button(case.say("form_back_to_summary"), "answer:summary"))
    return Turn(case.session, answer(case, (case.say("form_which_item"),), buttons, Outcome.STARTED))


def _told(case: FormCase) -> list[Field]:
    return [field for field in case.fields() if field.id in case.values]


def _line(case: FormCase, field: Field) -> str:
    value = case.shown(field) if field.id in case.values else case.say("form_left_empty")
    return case.say("form_item", label=field.label, value=value)
