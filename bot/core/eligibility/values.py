"""Reads values as they stand in files into facts, or says what is wrong with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import About, Fact, FactType

YES = frozenset(("true", "yes", "1", "是", "有", "对"))
NO = frozenset(("false", "no", "0", "否", "没有", "无", "不是"))
DECLINED = frozenset(("", "不知道", "不清楚", "不想说", "unknown"))

ResolveRegion = Callable[[str], str | None]
"""A region's code by its code or name; `None` if there is none or several."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one entry: `kind` names the sentence, `key` is what the file calls the fact."""

    kind: str
    key: str
    value: str
    fact: Fact | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadFacts:
    """What a file says of one person or employer."""

    known: Circumstances
    problems: tuple[Problem, ...] = ()
    about: frozenset[About] = field(default_factory=frozenset)


class NotAValue(ValueError):
    """The raw value is none of this fact; the message is the kind of problem."""


def read_facts(raw: Mapping[str, Any], facts: Mapping[str, Fact], resolve: ResolveRegion) -> ReadFacts:
    """Facts by id or label. A list of values means one of them; empty, 不知道 or null means not known."""
    named = {**{fact.label: fact for fact in facts.values()}, **facts}
    said: dict[str, Known] = {}
    declined: set[str] = set()
    problems: list[Problem] = []
    for key, value in raw.items():
        fact = named.get(key)
        if fact is None:
            problems.append(Problem("unknown_fact", key, str(value), near=_near(key, named)))
        elif value is None or str(value).strip() in DECLINED:
            declined.add(fact.id)
        else:
            try:
                said[fact.id] = _known(fact, value, resolve)
            except NotAValue as error:
                problems.append(Problem(str(error), key, str(value), fact))
    about = frozenset(facts[name].about for name in (*said, *declined))
    return ReadFacts(Circumstances(said, declined=frozenset(declined)), tuple(problems), about)


def _known(fact: Fact, value: Any, resolve: ResolveRegion) -> Known:
    if not isinstance(value, list):
        return read_value(fact, value, resolve)
    several = frozenset(read_value(fact, each, resolve) for each in value)
    if not several:
        raise NotAValue("empty_list")
    return OneOf(several) if len(several) > 1 else next(iter(several))


def read_value(fact: Fact, raw: Any, resolve: ResolveRegion) -> FactValue:
    """One value of `fact`. Raises `NotAValue` with the kind of problem."""
    text = str(raw).strip()
    match fact.type:
        case FactType.BOOLEAN:
            return _yes_or_no(text.lower())
        case FactType.CHOICE:
            return _option(fact, text)
        case FactType.INTEGER | FactType.DECIMAL:
            if isinstance(raw, bool):
                raise NotAValue("not_a_number")
            return _number(fact, text)
        case FactType.DATE:
            try:
                return dt.date.fromisoformat(text)
            except ValueError as error:
                raise NotAValue("not_a_date") from error
        case FactType.REGION:
            code = resolve(text)
            if code is None:
                raise NotAValue("unknown_region")
            return code


def _yes_or_no(text: str) -> bool:
    if text not in YES | NO:
        raise NotAValue("not_yes_or_no")
    return text in YES


def _option(fact: Fact, text: str) -> FactValue:
    for option in fact.options:
        if text in (str(option.value), option.text.standard, option.text.easy):
            return option.value
    raise NotAValue("not_an_option")


def _number(fact: Fact, text: str) -> FactValue:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise NotAValue("not_a_number") from error
    if not number.is_finite():
        raise NotAValue("not_a_number")
    if fact.minimum is not None and number < fact.minimum:
        raise NotAValue("too_small")
    if fact.maximum is not None and number > fact.maximum:
        raise NotAValue("too_large")
    if fact.type is FactType.DECIMAL:
        return number
    if number != number.to_integral_value():
        raise NotAValue("not_whole")
    return int(number)


def _near(key: str, named: Iterable[str]) -> tuple[str, ...]:
    """Names that share the most characters with a misspelt one."""
    characters = set(key.lower())
    likely = sorted(named, key=lambda name: -len(characters & set(name)) / len(characters | set(name)))
    return tuple(likely[:3])
