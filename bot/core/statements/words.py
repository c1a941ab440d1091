"""The words by which people tell facts, compiled for reading from left to right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.policies.criteria import FactValue
from bot.core.statements.phrases import Phrases


class NumberKind(StrEnum):
    """How the number of a shape is to be taken."""

    PLAIN = "plain"
    ALONE = "alone"
    BORN = "born"
    NOMINAL = "nominal"
    YEAR = "year"
    YEARS_AGO = "years_ago"


@dataclass(frozen=True)
class Shape:
    """A pattern with a number in it, or with gaps. `values` stand for the number where it has none."""

    fact: str
    pattern: re.Pattern[str]
    kind: NumberKind | None = None
    values: frozenset[FactValue] = frozenset()


@dataclass(frozen=True)
class YearsSince:
    """A choice by the number of years gone; the last one stands for more, `ahead` for a year to come.

    It is only read where the message also has a word that `only_with` finds.
    """

    only_with: re.Pattern[str]
    values: Mapping[int, frozenset[FactValue]]
    ahead: frozenset[FactValue]


@dataclass(frozen=True)
class Replies:
    """What short replies to the question about one fact mean. `values` by whole reply, without particles."""

    values: Mapping[str, frozenset[FactValue]] = field(default_factory=dict)
    unclear: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Common:
    """Whole replies that fit any question: to yes-or-no questions, and that one cannot or will not say.

    `negative`: how a short no begins.
    """

    affirm: frozenset[str]
    deny: frozenset[str]
    dont_know: tuple[str, ...]
    unsure: frozenset[str]
    negative: tuple[str, ...]
    prefer_not: tuple[str, ...]
    small_talk: frozenset[str]


@dataclass(frozen=True)
class FactWords:
    """All word lists of `fact-words.yaml`.

    `several`: the value that a fact has if several of its kinds are said (肢体 and 听力: 多重).
    `gives_way`: values that are only said along with another one that tells more. `names`: what a fact is called.
    `intimate`: what is nobody else's business without being a fact.
    """

    phrases: Phrases
    shapes: tuple[Shape, ...]
    gaps: tuple[Shape, ...]
    inexact_before: re.Pattern[str]
    inexact_after: re.Pattern[str]
    negations: tuple[str, ...]
    for_others: re.Pattern[str]
    several: Mapping[str, FactValue]
    gives_way: Mapping[str, Mapping[FactValue, frozenset[FactValue]]]
    years_since: Mapping[str, YearsSince]
    replies: Mapping[str, Replies]
    units: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    common: Common
    intimate: re.Pattern[str]
    corrections: re.Pattern[str]
    not_corrections: re.Pattern[str]
    changed_to: re.Pattern[str]
