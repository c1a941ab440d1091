"""Checks criteria against the fact dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.catalog.schema import (
    AllCriterion,
    AnyCriterion,
    AtLeastCriterion,
    CriterionModel,
    FactCriterion,
    FactModel,
    NotCriterion,
    ParameterReference,
)

COMPARISONS = ("is_", "in_", "at_least", "at_most", "more_than", "less_than", "within")
ORDERED = ("at_least", "at_most", "more_than", "less_than")


def criterion_problems(
    criterion: CriterionModel, facts: Mapping[str, FactModel], parameters: set[str]
) -> Iterator[tuple[str, str]]:
    """(fact, what is wrong) for every test in the tree."""
    match criterion:
        case FactCriterion():
            yield from ((criterion.fact, sentence) for sentence in _fact_problems(criterion, facts, parameters))
        case AllCriterion():
            for part in criterion.all:
                yield from criterion_problems(part, facts, parameters)
        case AnyCriterion():
            for part in criterion.any:
                yield from criterion_problems(part, facts, parameters)
        case NotCriterion():
            yield from criterion_problems(criterion.not_, facts, parameters)
        case AtLeastCriterion():
            if criterion.at_least_of.n > len(criterion.at_least_of.of):
                yield "at_least_of", "n 大于条件个数，永远不会成立"
            for part in criterion.at_least_of.of:
                yield from criterion_problems(part, facts, parameters)


def _fact_problems(test: FactCriterion, facts: Mapping[str, FactModel], parameters: set[str]) -> Iterator[str]:
    fact = facts.get(test.fact)
    if fact is None:
        yield "facts.yaml 里没有这个事实"
        return
    given = [name for name in COMPARISONS if getattr(test, name) is not None]
    if len(given) != 1:
        yield "要写一个比较（is、in、at_least、at_most、more_than、less_than、within），只写一个"
        return
    comparison, value = given[0], getattr(test, given[0])
    if comparison in ORDERED and fact.type not in ("integer", "decimal", "date"):
        yield f"{fact.type} 不能比大小"
    if comparison == "within" and fact.type != "region":
        yield "within 只能用于地区"
    if isinstance(value, ParameterReference) and value.parameter not in parameters:
        yield f"没有参数“{value.parameter}”"
    if comparison in ("is_", "in_"):
        yield from _value_problems(fact, value if comparison == "in_" else (value,))


def _value_problems(fact: FactModel, values: tuple[object, ...]) -> Iterator[str]:
    options = {option.value for option in fact.options}
    for value in values:
        if fact.type == "choice" and value not in options:
            yield f"没有“{value}”这个选项"
        if fact.type == "boolean" and not isinstance(value, bool):
            yield f"“{value}”应当是 true 或 false"
        if fact.type == "integer" and (isinstance(value, bool) or not isinstance(value, int)):
            yield f"“{value}”应当是整数"
