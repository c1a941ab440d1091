"""Occupations by the codes of the national classification, and which of them everyday words mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

_CODE = re.compile(r"[1-8](?:-[0-9]{2}){0,3}")
_SHORTEST = 2
"""Characters of the shortest word that is looked for within others."""
_ENDINGS = ("服务人员", "制作人员", "制造人员", "加工人员", "专业人员", "人员")


def is_code(text: str) -> bool:
    """Whether this has the form of a code of any level: 4, 4-10, 4-10-04, 4-10-04-02."""
    return _CODE.fullmatch(text) is not None


def lies_in(code: str, larger: str) -> bool:
    """Whether a class is the other one or part of it."""
    return code == larger or code.startswith(f"{larger}-")


@cache
def shared_levels(one: str, other: str) -> int:
    """How many levels of two codes agree, from the largest class down."""
    count = 0
    for left, right in zip(one.split("-"), other.split("-"), strict=False):
        if left != right:
            break
        count += 1
    return count


@dataclass(frozen=True)
class Occupation:
    """A class of occupations: its code, its official name and the everyday words for it."""

    code: str
    name: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """An occupation that a text may mean, and the word of the text that says so."""

    occupation: Occupation
    word: str


class Occupations:
    """The classification, looked up by code and by word. Raises `ValueError` for a code given twice."""

    def __init__(self, occupations: Iterable[Occupation]) -> None:
        self._by_code: dict[str, Occupation] = {}
        self._by_word: dict[str, list[Occupation]] = {}
        for occupation in occupations:
            if occupation.code in self._by_code:
                raise ValueError(f"{occupation.code} appears twice")
            self._by_code[occupation.code] = occupation
            for word in dict.fromkeys(map(_tidy, (occupation.name, _short(occupation.name), *occupation.synonyms))):
                self._by_word.setdefault(word, []).append(occupation)
        self._longest = max(map(len, self._by_word), default=0)

    def get(self, code: str) -> Occupation | None:
        """The class of this code, or else the smallest listed one that it lies in."""
        while code:
            found = self._by_code.get(code)
            if found is not None:
                return found
            code = code.rpartition("-")[0]
        return None

    def codes(self) -> tuple[str, ...]:
        """Every listed code, in the order of the classification."""
        return tuple(sorted(self._by_code))

    def named(self, word: str) -> tuple[Occupation, ...]:
        """The classes that are called exactly so."""
        return tuple(self._by_word.get(_tidy(word), ()))

    def words_in(self, text: str) -> list[str]:
        """Words for occupations in a text, longest first at every place and never overlapping: 电商客服, not 客服."""
        found, at, tidy = [], 0, _tidy(text)
        while at < len(tidy):
            length = next((n for n in range(self._longest, 0, -1) if tidy[at : at + n] in self._by_word), 0)
            if length:
                found.append(tidy[at : at + length])
            at += length or 1
        return found

    def words_with(self, text: str) -> list[str]:
        """Words of which the text is a part, shortest first: 绣 is too short, 刺绣 finds 刺绣工."""
        tidy = _tidy(text)
        if len(tidy) < _SHORTEST:
            return []
        return sorted((word for word in self._by_word if tidy in word), key=lambda word: (len(word), word))


def find_occupation(text: str, occupations: Occupations) -> tuple[Candidate, ...]:
    """What work a text may mean, the likeliest first; a word for several occupations gives all of them.

    Longer words say more than shorter ones and come first. Nothing found gives nothing: ask, or offer the classes.
    """
    words = sorted(dict.fromkeys(occupations.words_in(text)), key=lambda word: -len(word))
    found: dict[str, Candidate] = {}
    for word in words or occupations.words_with(text):
        for occupation in occupations.named(word):
            found.setdefault(occupation.code, Candidate(occupation, word))
    return tuple(found.values())


def _short(name: str) -> str:
    """An official name as people shorten it: 保洁服务人员 is 保洁."""
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= _SHORTEST:
            return name.removesuffix(ending)
    return name


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).lower()
