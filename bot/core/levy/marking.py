"""A message whose numbers are replaced by one mark each, so that patterns can say “a number” in one character."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from bot.core.levy.numerals import ARABIC, DIGITS, NUMERAL, NotExact, value_of
from bot.core.levy.words import NumberWords, Patterns


class Kind(Enum):
    """What a mark stands for, and the first of its characters; each kind has room for every number of a message."""

    EXACT = 0xE000
    ABOUT = 0xE400
    PERCENT = 0xE800
    YEAR = 0xEC00
    GRADE = 0xF000
    LIMIT = 0xF400


NUMBER = "[\ue000-\ue7ff]"
PERCENT = "[\ue800-\uebff]"
YEAR = "[\uec00-\uefff]"
GRADE = "[\uf000-\uf3ff]"
STRUCK = "\uf8ff"
"""Stands where a mark was that has been read already."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_WIDE = str.maketrans("．％＋－", ".%+-")
_WIDE_COMMA = re.compile(r"(?<=[0-9])，(?=[0-9]{3}(?:\.[0-9]+)?(?:元|块))")
_SPACED_UNIT = re.compile(r"(?<=[0-9]) +(?=[个名位人万千元块%级年月口号])")
_GRADES = "一二三四五六七八九十"
_GRADE = re.compile(rf"((?:[{_GRADES}1-9壹贰叁肆][、,和或到至~-]?)+)级")
_ONE_GRADE = re.compile(rf"[{_GRADES}1-9]")
_FORMAL = str.maketrans("壹贰叁肆", "一二三四")
_PERCENT = re.compile(rf"百分之({NUMERAL})|({ARABIC}|[{DIGITS}](?:点[{DIGITS}]+)?)\s*(?:%|个百分点|个点)")
_NUMBER = re.compile(rf"((?:负|(?<![0-9{DIGITS}十百千万亿个人元年月])-)?)({NUMERAL})")


@dataclass(frozen=True)
class Mark:
    """One number: its value, `None` where there is none; for grades, which ones, and whether 重度 was said."""

    kind: Kind
    value: Decimal | None = None
    grades: frozenset[int] = frozenset()
    severe: bool | None = None

    @property
    def exact(self) -> bool:
        """Whether the number can be computed with."""
        return self.kind is not Kind.ABOUT


class Passage:
    """The marked text; what has been read is struck out, so that nothing is read twice."""

    def __init__(self, message: str, words: NumberWords, this_year: int) -> None:
        self._marks: list[Mark] = []
        self._words = words
        text = _PRIVATE.sub(" ", message.translate(_WIDE))
        text = _WIDE_COMMA.sub(",", _SPACED_UNIT.sub("", text))
        text = words.denied.sub("", text)
        for written in words.written_years:
            text = written.sub(lambda found: self._put(Mark(Kind.YEAR, value_of(found[1]))), text)
        text = words.short_year.sub(lambda found: self._put(Mark(Kind.YEAR, 2000 + Decimal(found[1]))), text)
        for name in sorted(words.years, key=len, reverse=True):
            text = text.replace(name, self._put(Mark(Kind.YEAR, Decimal(this_year + words.years[name]))))
        text = words.not_severe.sub(lambda _: self._put(Mark(Kind.GRADE, severe=False)), text)
        text = words.severe.sub(lambda _: self._put(Mark(Kind.GRADE, severe=True)), text)
        text = _GRADE.sub(lambda found: self._put(_grades(found[1])), text)
        text = _PERCENT.sub(lambda found: self._percent(found[1] or found[2], found[0]), text)
        self.text = self._numbers(text)

    def mark(self, char: str) -> Mark:
        """What a character of the text stands for."""
        return self._marks[(ord(char) - 0xE000) % 0x400]

    def found(self, patterns: Patterns) -> Iterator[re.Match[str]]:
        """Every place where one of the patterns fits, in the order of the patterns."""
        for pattern in patterns:
            yield from pattern.finditer(self.text)

    def strike(self, positions: Iterable[int]) -> None:
        """Take the marks at these places out."""
        chars = list(self.text)
        for position in positions:
            chars[position] = STRUCK
        self.text = "".join(chars)

    def _put(self, mark: Mark) -> str:
        self._marks.append(mark)
        return chr(mark.kind.value + len(self._marks) - 1)

    def _percent(self, digits: str, text: str) -> str:
        try:
            value = value_of(digits)
        except NotExact:
            value = None
        return text if value is None else self._put(Mark(Kind.PERCENT, value))

    def _numbers(self, text: str) -> str:
        """`text` with every number marked that no word contains."""
        parts, end = [], 0
        for start, stop in _between(self._words.not_numbers, text):
            for found in _NUMBER.finditer(text, start, stop):
                mark = self._number(found, text)
                if mark is not None:
                    parts += [text[end : found.start()], self._put(mark)]
                    end = found.end()
        return "".join((*parts, text[end:]))

    def _number(self, found: re.Match[str], text: str) -> Mark | None:
        before, after = text[: found.start()], text[found.end() :]
        try:
            value = value_of(found[2])
        except NotExact:
            return Mark(Kind.ABOUT)
        if value is None:
            return None
        if self._words.bound_before.search(before) or self._words.bound_after.match(after):
            return Mark(Kind.LIMIT, value)
        if self._words.about_before.search(before) or self._words.about_after.match(after):
            return Mark(Kind.ABOUT, value)
        return Mark(Kind.EXACT, -value if found[1] else value)


def _between(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """The stretches of text that the pattern leaves over."""
    end = 0
    for found in pattern.finditer(text):
        yield end, found.start()
        end = found.end()
    yield end, len(text)


def _grades(text: str) -> Mark:
    """一级, 一二级, 1-3级; a range has everything between its ends."""
    named = [int(char) if char.isdigit() else _GRADES.index(char) + 1 for char in _found_grades(text)]
    if len(named) == 2 and any(sign in text for sign in "到至~-"):
        named = list(range(named[0], named[1] + 1))
    return Mark(Kind.GRADE, grades=frozenset(named))


def _found_grades(text: str) -> list[str]:
    return _ONE_GRADE.findall(text.translate(_FORMAL))
