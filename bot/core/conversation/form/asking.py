"""Asks: what was noted, the question, how far along, and the answers to choose from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.state import Stage
from bot.core.conversation.offers import region_buttons
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.records.fields import Field, FieldType

ENOUGH = 3
"""Answers after which the rest may be left out in one go."""
AT_ONCE = 8
"""Options shown in one message; whoever listens to them cannot keep more in mind."""


def ask(case: FormCase, *lines: str) -> Turn:
    """Asks what is awaited (again), `lines` being said before."""
    match case.form.stage:
        case Stage.REGION:
            return _started(case, (*lines, case.say("form_region")), region_buttons(case.setting))
        case Stage.AGE:
            text = case.say("form_age", age=case.edition.least_age)
            return _started(case, (*lines, text), _yes_or_no(case, "age"))
        case Stage.CONSENT:
            return _started(case, (*lines, consent_text(case)), _consent_buttons(case))
        case Stage.QUESTION:
            return _question(case, lines)
        case _:
            raise AssertionError("a summary is shown, not asked")


def consent_text(case: FormCase) -> str:
    """What would be kept, what for, how to take it back, and where the servers of this channel stand."""
    purpose = case.setting.purposes[case.form.asked or ""]
    return f"{purpose.said(case.session.channel, easy=case.session.easy)}{case.say('form_agree')}"


def question_of(case: FormCase, field: Field) -> str:
    """The question about a field."""
    easy = case.session.easy
    text = field.asks.choose(easy) if field.asks else case.say("form_ask", label=field.label)
    hint = field.hint.choose(easy) if field.hint else ""
    return f"{text}{hint}"


def shown_options(case: FormCase, field: Field) -> tuple[str, ...]:
    """The options on the open page of a question that have not been chosen."""
    start = case.form.page * AT_ONCE
    some = case.options(field)[start : start + AT_ONCE]
    return tuple(option for option in some if option not in case.form.chosen)


def pages(case: FormCase, field: Field) -> int:
    """How many pages the options of a question take."""
    return -(-len(case.options(field)) // AT_ONCE)


def answer(case: FormCase, lines: Iterable[str], buttons: Sequence[Button], outcome: Outcome) -> Answer:
    """One message of a form."""
    text = "\n".join(line for line in lines if line)
    return Answer(
        topic=topic_of(case),
        outcome=outcome,
        region=case.session.region,
        on=case.today,
        replies=(Reply(text, tuple(buttons)),),
        detail=text,
    )


def topic_of(case: FormCase) -> str:
    """The topic that the form is about."""
    topics = case.edition.topics
    return topics[0] if topics else "help"


def _started(case: FormCase, lines: Iterable[str], buttons: Sequence[Button]) -> Turn:
    session = replace(case.session, pending=None, misses=0)
    return Turn(session, answer(case, lines, buttons, Outcome.STARTED))


def _question(case: FormCase, lines: Sequence[str]) -> Turn:
    field = case.edition.fields[case.form.asked or ""]
    text = question_of(case, field) if not (case.form.page or case.form.chosen) else ""
    if field.type is FieldType.CHOICES:
        text += _several(case, field)
    left = len([each for each in case.open_fields() if each.id != field.id])
    progress = case.say("form_progress", left=left) if left else ""
    return _started(case, (*lines, f"{text}{progress}"), _buttons(case, field))


def _several(case: FormCase, field: Field) -> str:
    """That several may be chosen, and which part of a long list this is."""
    parts = pages(case, field)
    part = case.say("form_part", part=case.form.page + 1, parts=parts) if parts > 1 else ""
    if case.form.chosen:
        chosen = "、".join(field.choices[option] for option in case.form.chosen)
        return case.say("form_several_more", chosen=chosen, part=part)
    return case.say("form_several", part=part)


def _buttons(case: FormCase, field: Field) -> list[Button]:
    """The answers, then the ways out."""
    skip = [] if field.required else [Button(case.say("form_skip"), f"answer:skip.{field.id}")]
    skip += [Button(case.say("form_rest"), "answer:rest")] if may_stop(case) else []
    if field.id in case.form.values:
        skip = [Button(case.say("form_keep"), f"answer:keep.{field.id}"), *skip]
    match field.type:
        case FieldType.BOOLEAN:
            return [*_yes_or_no(case, f"is.{field.id}"), *skip]
        case FieldType.CHOICE:
            options = [Button(label, f"answer:is.{field.id}.{option}") for option, label in field.choices.items()]
            return [*options, *skip]
        case FieldType.CHOICES:
            ways_out = (button for button in skip if not button.value.startswith("answer:skip"))
            return [*_list_buttons(case, field), *ways_out]
    return [*skip, Button(case.say("form_later"), "answer:later")]


def _list_buttons(case: FormCase, field: Field) -> list[Button]:
    lines = [Button(field.choices[option], f"answer:pick.{field.id}.{option}") for option in shown_options(case, field)]
    last = case.form.page + 1 >= pages(case, field)
    if last:
        end = "form_done" if case.form.chosen else "form_none"
        return [*lines, Button(case.say(end), f"answer:done.{field.id}")]
    onward = Button(case.say("form_onward" if case.form.chosen else "form_none_here"), f"answer:page.{field.id}")
    return [*lines, onward, Button(case.say("form_enough"), f"answer:done.{field.id}")]


def may_stop(case: FormCase) -> bool:
    """Whether all questions that are left can be left out, and enough were answered for that to be worth offering."""
    left = case.open_fields()
    return len(case.form.history) >= ENOUGH and len(left) > 1 and not any(field.required for field in left)


def _yes_or_no(case: FormCase, name: str) -> list[Button]:
    return [Button(case.say(f"form_{each}"), f"answer:{name}.{each}") for each in ("yes", "no")]


def _consent_buttons(case: FormCase) -> list[Button]:
    purpose = case.form.asked
    return [
        Button(case.say("agree"), f"answer:consent.{purpose}.yes"),
        Button(case.say("disagree"), f"answer:consent.{purpose}.no"),
    ]
