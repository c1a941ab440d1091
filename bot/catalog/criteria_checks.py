"""Checks criteria against the fact dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.catalog.problems import Problem
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
from bot.catalog.sources import PolicySources

COMPARISONS = ("is_", "in_", "at_least", "at_most", "more_than", "less_than", "within")
ORDERED = ("at_least", "at_most", "more_than", "less_than")


def fact_problems(sources: PolicySources) -> Iterator[Problem]:
    """What is wrong with the dictionary of facts and with its implications."""
    path = sources.root / "facts.yaml"
    for name, fact in sources.facts.items():
        if fact.not_above is not None and fact.not_above not in sources.facts:
            yield Problem(path, 1, f"{name}：not_above 里的“{fact.not_above}”不在这里")
        if (fact.type == "boolean") != bool(fact.yes_text and fact.no_text):
            yield Problem(path, 1, f"{name}：是非题要有 yes_text 和 no_text，别的类型没有")
        if (fact.type == "choice") != bool(fact.options):
            yield Problem(path, 1, f"{name}：choice 要有 options，别的类型没有")
    yield from _list_problems(sources)
    yield from _implication_problems(sources)


def _list_problems(sources: PolicySources) -> Iterator[Problem]:
    for name, asked in sources.question_lists.items():
        for item in asked.items:
            if item not in sources.facts or sources.facts[item].type != "boolean":
                yield Problem(sources.root / "question-lists.yaml", 1, f"{name}：“{item}”不是 facts.yaml 里的是非题")


def _implication_problems(sources: PolicySources) -> Iterator[Problem]:
    source = sources.implications
    for index, implication in enumerate(source.model if source else ()):
        for criterion in (implication.when, implication.then):
            for fact_id, sentence in criterion_problems(criterion, sources.facts, set()):
                assert source is not None, "there is an implication"
                yield Problem(source.path, source.lines.of((index,)), f"{fact_id}：{sentence}")


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
