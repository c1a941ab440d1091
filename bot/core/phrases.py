"""Wording kept outside the code: phrases by key, each in standard and easy-read words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrase:
    """One sentence pattern; `{name}` marks are filled in when it is said."""

    standard: str
    easy: str


class Phrases:
    """All wording of one locale. An unknown key or a missing value is a programming error and raises."""

    def __init__(self, phrases: Mapping[str, Phrase], lists: Mapping[str, Mapping[str, str]]) -> None:
        self._phrases = phrases
        self._lists = lists

    def say(self, key: str, easy: bool = False, **values: object) -> str:
        """The phrase `key`, filled in."""
        phrase = self._phrases[key]
        return (phrase.easy if easy else phrase.standard).format(**values)

    def name(self, group: str, key: str) -> str:
        """One word of a named list, e.g. the unit `CNY` → 元."""
        return self._lists[group][key]

    def group(self, group: str) -> Mapping[str, str]:
        """A whole named list."""
        return self._lists[group]

    def keys(self) -> frozenset[str]:
        """All phrase keys, for tests of completeness."""
        return frozenset(self._phrases)
