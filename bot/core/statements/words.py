"""The words by which people tell facts, compiled for reading from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.core.policies.criteria import FactValue


class Cue(StrEnum):
    """What a word does to the facts around it."""

    SELF = "self"
    OTHER = "other"
    NOT = "not"
    AND = "and"
    WISH = "wish"
    PAST = "past"
    NOW = "now"
    IF = "if"
    UNSURE = "unsure"
    ASK = "ask"
    ASK_END = "ask_end"
    REPORTED = "reported"
    BUT = "but"
    ONLY_WORDS = "only_words"


@dataclass(frozen=True)
class Claim:
    """A word that says of a fact that it is one of `values`. `bare`: a mere name, which says so only in a list."""

    fact: str
    values: frozenset[FactValue]
    bare: bool = False


Mark = Cue | Claim


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


MOST_FILLERS = 3
"""Fillers in a row."""


class Phrases:
    """Fixed phrases, found with fillers between their characters: 没有工作 also in 没有什么… 也没有一个工作."""

    def __init__(self, phrases: Mapping[str, tuple[Mark, ...]], fillers: Iterable[str]) -> None:
        self._root: dict[str, Any] = {}
        for phrase, marks in phrases.items():
            node = self._root
            for char in phrase:
                node = node.setdefault(char, {})
            node[""] = marks
        self._fillers: dict[str, list[str]] = {}
        for filler in fillers:
            self._fillers.setdefault(filler[0], []).append(filler)

    def longest(self, text: str, start: int) -> tuple[int, tuple[Mark, ...]] | None:
        """Where the longest phrase that begins at `start` ends, and what it says; `None` if none begins there."""
        end = start
        marks: tuple[Mark, ...] = ()
        waiting = [(self._root, start, 0)]
        while waiting:
            node, at, skipped = waiting.pop()
            if at >= len(text):
                continue
            if (child := node.get(text[at])) is not None:
                waiting.append((child, at + 1, 0))
                if "" in child and at + 1 >= end:
                    marks = (*marks, *child[""]) if at + 1 == end else child[""]
                    end = at + 1
            if at > start and skipped < MOST_FILLERS:
                fillers = self._fillers.get(text[at], ())
                waiting += [(node, at + len(f), skipped + 1) for f in fillers if text.startswith(f, at)]
        return (end, tuple(dict.fromkeys(marks))) if marks else None

    def trimmed(self, text: str) -> str:
        """`text` without fillers at either end; a text of nothing else keeps its last one."""
        while (shorter := self._without_filler(text)) and shorter != text:
            text = shorter
        return text

    def are_fillers(self, text: str) -> bool:
        """Whether the text is nothing but fillers."""
        return not self._without_filler(self.trimmed(text))

    def _without_filler(self, text: str) -> str:
        for fillers in self._fillers.values():
            for filler in fillers:
                if text.startswith(filler):
                    return text[len(filler) :]
                if text.endswith(filler):
                    return text[: -len(filler)]
        return text


@dataclass(frozen=True)
class Common:
    """Whole replies that fit any question: to yes-or-no questions, and that one cannot or will not say."""

    affirm: frozenset[str]
    deny: frozenset[str]
    dont_know: tuple[str, ...]
    unsure: frozenset[str]
    prefer_not: tuple[str, ...]
    small_talk: frozenset[str]


@dataclass(frozen=True)
class FactWords:
    """All word lists of `fact-words.yaml`.

    `several`: the value that a fact has if several of its kinds are said (肢体 and 听力: 多重).
    `gives_way`: values that are only said along with another one that tells more. `names`: what a fact is called.
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
    corrections: re.Pattern[str]
    not_corrections: re.Pattern[str]
    changed_to: re.Pattern[str]
