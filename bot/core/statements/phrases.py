"""Fixed phrases, found in running text with particles and the like between their characters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
        self._longest_first = sorted(fillers, key=len, reverse=True)
        self._fillers: dict[str, list[str]] = {}
        for filler in self._longest_first:
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
        for filler in self._longest_first:
            if text.startswith(filler):
                return text[len(filler) :]
            if text.endswith(filler):
                return text[: -len(filler)]
        return text
