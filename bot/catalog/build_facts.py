"""Turns the models of facts, criteria and implications into the core's values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import cast

from bot.catalog.schema import (
    AllCriterion,
    AnyCriterion,
    AtLeastCriterion,
    CriterionModel,
    FactCriterion,
    FactModel,
    ImplicationModel,
    NotCriterion,
    ParameterReference,
    QuestionListModel,
)
from bot.core.policies.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Criterion,
    FactTest,
    FactValue,
    Not,
    ParameterBound,
)
from bot.core.policies.facts import About, Fact, FactType, Implication, Option, QuestionList
from bot.core.policies.measures import Wording


def build_facts(models: Mapping[str, FactModel]) -> dict[str, Fact]:
    """The dictionary of facts by id, in the file's order."""
    return {name: _fact(name, model) for name, model in models.items()}


def _fact(name: str, model: FactModel) -> Fact:
    return Fact(
        id=name,
        about=About(model.about),
        type=FactType(model.type),
        unit=model.unit,
        group=model.group,
        label=model.label,
        question=Wording(model.question, model.easy),
        why=model.why,
        options=_options(model),
        minimum=None if model.minimum is None else Decimal(model.minimum),
        maximum=None if model.maximum is None else Decimal(model.maximum),
        sensitive=model.sensitive,
        effort=model.effort,
        by_office=model.decided_by == "office",
        change=model.change,
        not_above=model.not_above,
    )


def _options(model: FactModel) -> tuple[Option, ...]:
    """The choices of a fact; of a yes-or-no fact the two statements it can be told as."""
    if model.type == "boolean":
        yes, no = str(model.yes_text), str(model.no_text)
        return Option(value=True, text=Wording(yes, yes)), Option(value=False, text=Wording(no, no))
    return tuple(Option(option.value, Wording(option.text, option.easy)) for option in model.options)


def build_question_lists(models: Mapping[str, QuestionListModel]) -> tuple[QuestionList, ...]:
    """Facts asked together."""
    return tuple(
        QuestionList(
            name,
            Wording(model.question, model.easy),
            {fact: Wording(item.text, item.easy) for fact, item in model.items.items()},
        )
        for name, model in models.items()
    )


def build_implications(models: Sequence[ImplicationModel]) -> tuple[Implication, ...]:
    """What one fact says of another."""
    return tuple(Implication(build_criterion(m.when), _fact_test(m.then), m.says) for m in models)


def build_criterion(model: CriterionModel) -> Criterion:
    """Criteria as the core evaluates them."""
    match model:
        case FactCriterion():
            return _fact_test(model)
        case AllCriterion():
            return AllOf(tuple(build_criterion(part) for part in model.all))
        case AnyCriterion():
            return AnyOf(tuple(build_criterion(part) for part in model.any))
        case NotCriterion():
            return Not(build_criterion(model.not_))
        case AtLeastCriterion():
            return AtLeastOf(model.at_least_of.n, tuple(build_criterion(part) for part in model.at_least_of.of))


def _fact_test(model: FactCriterion) -> FactTest:
    for comparison in Comparison:
        value = getattr(model, {"is": "is_", "in": "in_"}.get(comparison, comparison))
        if value is not None:
            if isinstance(value, ParameterReference):
                value = ParameterBound(value.parameter)
            return FactTest(model.fact, comparison, cast("FactValue | tuple[FactValue, ...]", value))
    raise ValueError(f"no comparison for {model.fact}: checked before")
