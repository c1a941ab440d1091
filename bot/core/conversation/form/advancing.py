"""Moves a form on: what is known is not asked, what needs a consent waits for it, and at the end comes the summary."""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation.events import Consented, Event
from bot.core.conversation.form.asking import ask
from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.reading import option_of
from bot.core.conversation.form.state import Form, Stage
from bot.core.conversation.form.summary import summary
from bot.core.conversation.leaving import drop
from bot.core.conversation.remembering import remembered_facts, remembering
from bot.core.conversation.turn import Turn
from bot.core.policies.facts import FactType
from bot.core.records.fields import NUMBERS, Field, FieldType, Value
from bot.core.records.plain import to_plain

AGE = "age"
"""The fact that answers whether somebody is old enough."""


def advance(case: FormCase, *lines: str) -> Turn:
    """The next question, or the summary."""
    form = case.form
    if form.region is None and case.session.region is None:
        return ask(case.with_form(stage=Stage.REGION, asked=None), *lines)
    if form.region is None:
        case = case.with_form(region=case.session.region)
    if case.edition.least_age is not None and not case.form.old_enough:
        return _ask_age(case, lines)
    consent = case.edition.consent
    if consent is not None and consent not in case.form.agreed:
        return ask(case.with_form(stage=Stage.CONSENT, asked=consent), *lines)
    return _next_field(case, lines)


def take(case: FormCase, field: Field, value: Value, *lines: str) -> Turn:
    """A value told; what the interview shares is remembered there too."""
    case = case.holding(case.form.telling(field.id, to_plain(value)))
    fact = case.fact(field)
    if fact is not None and not isinstance(value, tuple):
        known = next((each for each in fact.values or () if option_of(each, field) == value), value)
        case = replace(case, session=remembering(case.session, {fact.id: known}))
    return advance(case, *lines)


def skip(case: FormCase, field: Field) -> Turn:
    """A field left out; one that is needed is asked again with the reason."""
    if field.required:
        return ask(case, case.say("form_required", label=field.label))
    return advance(case.holding(case.form.skipping(field.id)))


def skip_rest(case: FormCase) -> Turn:
    """Everything that is still open left out."""
    form = case.form
    for field in case.open_fields():
        agreed = field.consent is None or field.consent in form.agreed
        if not agreed or _known(case, field) is None:
            form = form.skipping(field.id)
    return advance(case.holding(form))


def take_back(case: FormCase) -> Turn:
    """What was answered last is asked again."""
    history = case.form.history
    if not history:
        return ask(case) if case.form.stage is not Stage.SUMMARY else summary(case)
    return reopen(case, case.edition.fields[history[-1]])


def reopen(case: FormCase, field: Field, *lines: str) -> Turn:
    """Asks for a field again; until it is answered what was told before stays."""
    form = replace(case.form, stage=Stage.QUESTION, asked=field.id, chosen=(), page=0)
    return ask(case.holding(form), *lines)


def consented(case: FormCase, *, given: bool) -> Turn:
    """The answer to the open question for a consent."""
    purpose = case.form.asked or ""
    if given:
        case = case.with_form(agreed=(*case.form.agreed, purpose))
        event: Event = Consented(purpose, case.setting.purposes[purpose].version)
        intro = _intro(case, purpose)
        return replace(advance(case, *intro), events=(event,))
    if purpose == case.edition.consent:
        return drop(case.session, case.setting, case.today, "form_no_consent")
    return advance(case.with_form(refused=(*case.form.refused, purpose)), case.say("form_left_out"))


def grown(case: FormCase, *, old_enough: bool) -> Turn:
    """The answer to the question for the age."""
    if not old_enough:
        return drop(case.session, case.setting, case.today, "form_too_young", age=case.edition.least_age)
    return advance(case.with_form(old_enough=True))


def _intro(case: FormCase, purpose: str) -> tuple[str, ...]:
    chat = case.edition.chat
    begins = purpose == case.edition.consent and chat is not None and not case.form.history
    return (chat.intro.choose(case.session.easy),) if begins and chat is not None else ()


def _ask_age(case: FormCase, lines: tuple[str, ...]) -> Turn:
    age = remembered_facts(case.session).get(AGE)
    if isinstance(age, int):
        return grown(case, old_enough=age >= (case.edition.least_age or 0))
    return ask(case.with_form(stage=Stage.AGE, asked=None), *lines)


def _next_field(case: FormCase, lines: tuple[str, ...]) -> Turn:
    for field in case.open_fields():
        if field.consent is not None and field.consent not in case.form.agreed:
            return ask(case.with_form(stage=Stage.CONSENT, asked=field.consent), *lines)
        known = _known(case, field)
        if known is None:
            form = replace(case.form, stage=Stage.QUESTION, asked=field.id, chosen=(), page=0)
            return ask(case.holding(form), *lines)
        # What the interview knows is not asked again; it stands in the summary, where it can be corrected.
        return advance(case.holding(_telling_silently(case.form, field.id, known)), *lines)
    return summary(case, *lines)


def _telling_silently(form: Form, name: str, value: Value) -> Form:
    return replace(form, values={**form.values, name: to_plain(value)})


def _known(case: FormCase, field: Field) -> Value | None:
    """What the interview knows of a field, if it is one value for certain."""
    if field.fact is None:
        return None
    known = remembered_facts(case.session).get(field.fact)
    if known is None:
        return None
    kind = case.setting.knowledge.catalogue.facts[field.fact].type
    match field.type:
        case FieldType.BOOLEAN if kind is FactType.BOOLEAN and isinstance(known, bool):
            return known
        case FieldType.CHOICE:
            return option_of(known, field)
        case number if number in NUMBERS and isinstance(known, int) and not isinstance(known, bool):
            return known
    return None
