"""Turns a checked declaration into the core's edition, with measures and parameters in place of their names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from bot.catalog.register_schema import (
    ChatModel,
    DeadlineModel,
    EditionModel,
    FieldModel,
    FigureModel,
    ParameterOf,
    Plain,
    ReminderModel,
    Several,
    StatesModel,
)
from bot.catalog.register_words import WorkWords, option_words_of, options_of, question_of
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.documents import Citation, Document, Period
from bot.core.policies.measures import Parameter, Role, Wording
from bot.core.records import register as core
from bot.core.records import rules
from bot.core.records.calendars import ITEM
from bot.core.records.fields import IDENTIFYING, Field, FieldType, Value
from bot.core.records.states import Move, States
from bot.core.records.values import read_value


def plan_of(region: str, catalogue: Catalogue) -> Document | None:
    """The document whose clauses a region's declarations cite."""
    documents = catalogue.documents.values()
    return next((each for each in documents if each.region == region and each.role == "plan"), None)


def build_edition(model: EditionModel, region: str, catalogue: Catalogue, work: WorkWords) -> core.Edition:
    """The edition of a declaration that passed every check."""
    fields = _fields(model, catalogue, work)
    return core.Edition(
        register=model.id,
        region=region,
        kind=model.kind,
        title=model.title,
        citations=_citations(model, region, catalogue),
        note=model.note,
        subject=model.subject,
        period=model.period,
        level=model.level,
        fields=fields,
        identified_by=model.identified_by or _identifying(model, fields),
        unique=model.unique,
        public=_publicity(model, fields),
        owner_sees=model.owner_sees,
        open_to=frozenset(Role(role) for role in model.open_to),
        restricted=model.restricted,
        states=_states(model.states) if model.states else None,
        reminders=tuple(_reminder(each, fields) for each in model.reminders),
        demands=tuple(
            rules.Demand(each.needs, each.positive, each.reaches, _condition(each.when, fields))
            for each in model.complete
        ),
        figures={name: _figure(name, each, catalogue) for name, each in model.figures.items()},
        export=core.Export(_columns(model, fields), model.export.group_by, model.export.totals),
        drafts=core.Drafts(model.drafts.record, model.drafts.tally),
        named=tuple({name: _value(fields[name], raw) for name, raw in each.items()} for each in model.named),
        deadlines=_deadlines(model, region, catalogue),
        expected=_expected(model, catalogue),
        one_each=model.one_each,
        least_each=parameter_of(model.least_each, catalogue) if model.least_each else None,
        same_again=core.SameAgain(model.same_again.fields, model.same_again.says) if model.same_again else None,
        merges=model.on_import == "merge",
        chat=_chat(model.chat) if model.chat else None,
        topics=model.topics,
        consent=model.consent,
        least_age=model.least_age,
        expires=core.Expiry(model.expires.field, model.expires.days) if model.expires else None,
        owner_changes=model.owner_changes,
        shown_with=frozenset(model.shown_with),
        employs=model.employs and model.subject is core.Subject.EMPLOYER,
    )


def parameter_of(named: ParameterOf, catalogue: Catalogue) -> Parameter:
    """The parameter of a measure; `KeyError` if there is none."""
    return catalogue.measure(named.measure).parameters[named.parameter]


def _citations(model: EditionModel, region: str, catalogue: Catalogue) -> tuple[Citation, ...]:
    """The clauses of the region's plan; none where no document is cited."""
    plan = plan_of(region, catalogue)
    return tuple(Citation(plan.id, clause) for clause in model.clauses) if plan else ()


def _fields(model: EditionModel, catalogue: Catalogue, work: WorkWords) -> dict[str, Field]:
    """Fields by id. What a step of staff needs, staff fill."""
    moves = model.states.moves.values() if model.states else ()
    office = {name for move in moves if not move.by_owner for name in move.needs}
    fields = {
        name: _field(name, each, model, options_of(each, catalogue, work), question_of(each, catalogue))
        for name, each in model.fields.items()
    }
    return {
        name: replace(
            field,
            office=field.office or name in office,
            only_if=_condition(model.fields[name].only_if, fields),
            option_words=option_words_of(model.fields[name], work),
            occupations=work.occupations if field.type is FieldType.OCCUPATIONS else None,
        )
        for name, field in fields.items()
    }


def _chat(model: ChatModel) -> core.Chat:
    return core.Chat(model.offer.wording(), model.intro.wording(), model.done.wording())


def _field(
    name: str, model: FieldModel, edition: EditionModel, options: Mapping[str, str] | None, asks: Wording | None
) -> Field:
    if edition.kind is core.Kind.CALENDAR and name == ITEM:
        options = {deadline: each.what for deadline, each in edition.deadlines.items()}
    return Field(
        id=name,
        label=model.label,
        type=model.type,
        required=model.required,
        options=options,
        default=None if model.default is None else _plain_text(model.default),
        minimum=None if model.minimum is None else Decimal(model.minimum),
        maximum=None if model.maximum is None else Decimal(model.maximum),
        personal=model.personal or model.sensitive or model.type in IDENTIFYING,
        sensitive=model.sensitive,
        note=model.note,
        register=model.register_,
        asks=asks,
        hint=model.hint.wording() if model.hint else None,
        fact=model.fact,
        office=model.office,
        consent=model.consent,
        among=model.among,
        apart_from=model.apart_from,
    )


def _identifying(model: EditionModel, fields: Mapping[str, Field]) -> str | None:
    """The field that says whose record it is: the first that identifies a person, or the first field of a unit."""
    match model.subject:
        case core.Subject.PERSON:
            return next((field.id for field in fields.values() if field.type in IDENTIFYING), None)
        case core.Subject.EMPLOYER:
            return next(iter(fields))
        case _:
            return None


def _publicity(model: EditionModel, fields: Mapping[str, Field]) -> core.Publicity:
    when = {name: _values(fields[name], several) for name, several in model.public_when.items()}
    states = frozenset(model.public_states) if model.public_states else None
    return core.Publicity(model.public, states, when, model.public_until)


def _states(model: StatesModel) -> States:
    moves = {
        to: Move(to, frozenset(move.from_), frozenset(move.by), move.by_another, move.needs, move.by_owner)
        for to, move in model.moves.items()
    }
    return States(model.labels, moves)


def _reminder(model: ReminderModel, fields: Mapping[str, Field]) -> rules.Reminder:
    states = frozenset(model.states) if model.states else None
    return rules.Reminder(model.says, model.before, model.date, states, _condition(model.unless, fields), model.silent)


def _condition(model: Mapping[str, Several] | None, fields: Mapping[str, Field]) -> tuple[str, frozenset[Value]] | None:
    if not model:
        return None
    ((name, several),) = model.items()
    return name, _values(fields[name], several)


def _values(field: Field, several: Several) -> frozenset[Value]:
    return frozenset(_value(field, each) for each in (several if isinstance(several, tuple) else (several,)))


def _value(field: Field, raw: Plain) -> Value:
    return read_value(field, _plain_text(raw), lambda code: code)


def _plain_text(raw: Plain) -> str:
    return str(raw).lower() if isinstance(raw, bool) else str(raw)


def _figure(name: str, model: FigureModel, catalogue: Catalogue) -> rules.Figure:
    parts = {part: parameter_of(each, catalogue) for part, each in (model.parts or {}).items()}
    return rules.Figure(
        name,
        model.label,
        model.rule,
        model.of,
        model.to,
        model.register_,
        parameter_of(model.least, catalogue) if model.least else None,
        parameter_of(model.most, catalogue) if model.most else None,
        parts or None,
    )


def _columns(model: EditionModel, fields: Mapping[str, Field]) -> tuple[str, ...]:
    if model.export.columns is not None:
        return model.export.columns
    return tuple(
        field.id for field in fields.values() if not field.sensitive and field.type is not FieldType.CERTIFICATE
    )


def _deadlines(model: EditionModel, region: str, catalogue: Catalogue) -> dict[str, rules.Deadline]:
    plan = plan_of(region, catalogue)
    if plan is None:
        return {}
    return {name: _deadline(name, each, plan, catalogue) for name, each in model.deadlines.items()}


def _deadline(name: str, model: DeadlineModel, plan: Document, catalogue: Catalogue) -> rules.Deadline:
    """A date of a law that is older than the plan counts from the plan on."""
    measure = catalogue.measure(model.measure)
    document = catalogue.documents[measure.document]
    parameter = measure.parameters[model.parameter] if model.parameter else None
    return rules.Deadline(
        id=name,
        what=model.what,
        units=frozenset(model.units),
        to=model.to,
        each=model.each,
        level=model.level,
        before=model.before,
        parameter=parameter,
        period=Period(_later(measure.period.start, plan.period.start), measure.period.end),
        issued=document.issued,
        clause=measure.citations[0].clause,
    )


def _later(one: dt.date | None, other: dt.date | None) -> dt.date | None:
    return max((day for day in (one, other) if day is not None), default=None)


def _expected(model: EditionModel, catalogue: Catalogue) -> rules.Expected | None:
    if model.expected is None:
        return None
    return rules.Expected(catalogue.measure(model.expected.measure).period, model.expected.says)
