"""The numbers of the levy as employers tell them: 120人 平均8万 招了1个二级 去年要交多少."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from bot.core.levy.marking import NUMBER, PERCENT, YEAR, Kind, Passage
from bot.core.levy.mentions import SevereGrades
from bot.core.levy.placing import Placed, read_placed
from bot.core.levy.rules import LevyRules
from bot.core.levy.showing import plain_text
from bot.core.levy.wages import Wage, read_wages
from bot.core.levy.words import LevyWords, Patterns

_NUMBERS, _PERCENTS, _YEARS = re.compile(NUMBER), re.compile(PERCENT), re.compile(YEAR)
HEADS = ("employees", "payroll", "average_wage")
"""Fields that only somebody tells who wants the levy of a certain employer."""


@dataclass(frozen=True)
class Statement:
    """What a message says.

    `said`: values by the fields of `LevyInput`, and `payroll`, the wages of all in a year; written as `read_input`
    reads them. `vague`: fields told only roughly, or in two ways. `unclear`: wages of which it cannot be told whether
    they are a month's or a year's, one's or all people's. `monthly`: wages that were told by the month. `alike`:
    whether all placed people are severely disabled, where their number is not said. `agreed`: whether dispatched
    people count at this employer by agreement. `posts`: posts were told instead of heads. `by_month`: somebody was
    placed for a part of the year.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    vague: frozenset[str] = frozenset()
    unclear: Mapping[str, str] = field(default_factory=dict)
    monthly: Mapping[str, str] = field(default_factory=dict)
    alike: bool | None = None
    agreed: bool | None = None
    posts: bool = False
    by_month: bool = False

    @property
    def fields(self) -> frozenset[str]:
        """Everything the message tells something of."""
        return frozenset((*self.said, *self.vague, *self.unclear))

    @property
    def concerns_employer(self) -> bool:
        """Whether it tells how large the employer is or what it pays."""
        return not self.fields.isdisjoint(HEADS)


def severe_grades(rules: LevyRules, on: dt.date) -> SevereGrades:
    """Up to which grade a placed person counts double."""
    return SevereGrades(rules.severe_card_grade.on(on).value, rules.severe_soldier_grade.on(on).value)


def read_statement(text: str, words: LevyWords, grades: SevereGrades, on: dt.date) -> Statement:
    """What `text` says of an employer. `on`: the day on which it was written, for 去年."""
    return _Reader(text, words, grades, on).read()


class _Reader:
    """Reads field after field, those first whose words say most."""

    def __init__(self, text: str, words: LevyWords, grades: SevereGrades, on: dt.date) -> None:
        self._text, self._words, self._grades = text, words, grades
        self._passage = Passage(text, words.numbers, on.year)
        self._said: dict[str, str] = {}
        self._vague: set[str] = set()

    def read(self) -> Statement:
        passage, words = self._passage, self._words
        years = {int(value) for char in _YEARS.findall(passage.text) if (value := passage.mark(char).value)}
        self._one_of("year", {str(year) for year in years})
        for match in list(passage.found(words.ignored)):
            passage.strike(range(*match.span()))
        within = bool(words.within.search(passage.text))
        self._dispatched()
        wages = read_wages(passage, words)
        self._wages(wages)
        self._ratio()
        placed = read_placed(passage, words, self._grades)
        self._placed(placed)
        posts = self._employees()
        if within and "dispatched_employees" in self._said and "employees" in self._said:
            own = Decimal(self._said["employees"]) - Decimal(self._said["dispatched_employees"])
            self._said["employees"] = plain_text(own)
        self._kind()
        return Statement(
            said=self._said,
            vague=frozenset(self._vague),
            unclear={name: plain_text(w.number) for name, w in wages.items() if w.number and not w.clear},
            monthly={name: plain_text(w.number) for name, w in wages.items() if w.number and w.clear and w.monthly},
            alike=placed.alike,
            agreed=self._agreed(),
            posts=posts,
            by_month=placed.by_month,
        )

    def _one_of(self, name: str, values: set[str]) -> None:
        """Two values for one field are none."""
        if len(values) == 1:
            self._said[name] = values.pop()
        elif values:
            self._vague.add(name)

    def _numbers(self, name: str, patterns: Patterns, *, whole: bool = True) -> None:
        """Every number that the patterns find for one field; `whole`: the words around it are of no further use."""
        values: set[str] = set()
        for pattern in patterns:
            for match in pattern.finditer(self._passage.text):
                number = _NUMBERS.search(match[0])
                assert number is not None, "every such pattern has one"
                mark = self._passage.mark(number[0])
                if mark.kind is Kind.EXACT and mark.value is not None:
                    values.add(plain_text(mark.value))
                else:
                    self._vague.add(name)
                start = match.start() + number.start()
                self._passage.strike(range(start, match.end() if whole else start + 1))
        if name not in self._vague:
            self._one_of(name, values)

    def _dispatched(self) -> None:
        fields = self._words.fields
        self._numbers("dispatched_employees", fields["dispatched_employees"], whole=False)
        self._numbers("dispatched_placed", fields["dispatched_placed"])
        for match in list(self._passage.found(fields["dispatched_none"])):
            self._said["dispatched_placed"] = "0"
            numbers = [each.end() for each in _NUMBERS.finditer(match[0])]
            self._passage.strike(range(match.start() + max(numbers, default=0), match.end()))

    def _agreed(self) -> bool | None:
        if "dispatched_employees" not in self._said:
            return None
        if self._words.not_agreed.search(self._text):
            return False
        return True if self._words.agreed.search(self._text) else None

    def _wages(self, wages: Mapping[str, Wage]) -> None:
        for name, wage in wages.items():
            if wage.number is None:
                self._vague.add(name)
            elif wage.clear:
                self._said[name] = plain_text(wage.yearly)

    def _ratio(self) -> None:
        found = {
            f"{plain_text(value)}%"
            for match in self._passage.found(self._words.fields["ratio"])
            for char in _PERCENTS.findall(match[0])
            if (value := self._passage.mark(char).value) is not None
        }
        self._one_of("ratio", found)

    def _placed(self, placed: Placed) -> None:
        if placed.vague:
            self._vague.add("placed")
        if placed.count is not None:
            self._said["placed"] = plain_text(placed.count)
        if placed.severe is not None:
            self._said["severe"] = plain_text(placed.severe)

    def _employees(self) -> bool:
        """The head count; posts are told as if they were heads, but are not."""
        self._numbers("employees", self._words.employees)
        if {"employees"} & {*self._said, *self._vague}:
            return False
        posts = any(True for _ in self._passage.found(self._words.posts))
        if posts:
            self._vague.add("employees")
        return posts

    def _kind(self) -> None:
        text, found = self._words.not_kinds.sub("", self._text), set()
        for kind, words in self._words.kinds.items():
            if words.search(text):
                found.add(kind)
                text = words.sub("", text)
        if len(found) == 1:
            self._said["kind"] = found.pop()
