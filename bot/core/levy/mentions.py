"""Where a message speaks of placed people: how many, of which grade, for how many months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.core.levy.marking import GRADE, NUMBER, Kind, Passage
from bot.core.levy.words import PlacedWords

ONE, HALF_YEAR = Decimal(1), Decimal(6)
_NUMBERS, _GRADES = re.compile(NUMBER), re.compile(GRADE)
_REST = re.compile("[^，,。；;！？ \ue000-\uf8ff]*")


@dataclass(frozen=True)
class SevereGrades:
    """The last grade, from the first on, that counts double: of the disability certificate, of a soldier's."""

    card: Decimal
    soldier: Decimal


@dataclass(frozen=True)
class Group:
    """Some people with where their number stands; `severe` is `None` where nothing is said of it."""

    position: int
    count: Decimal | None
    severe: bool | None = None


@dataclass(frozen=True)
class PartYear:
    """People who were there for some months only; without a position it is said of all.

    `among`: they belong to those counted elsewhere in the message.
    """

    position: int | None
    count: Decimal | None
    months: Decimal | None
    among: bool


@dataclass(frozen=True)
class Mentions:
    """Everything found. `alike`: whether all of them are severe. `none`: that there are no such people.

    `graded` have a grade, `kinds` a kind of disability, `totals` neither. `came`: somebody came or left during the
    year. `left_over`: numbers of people of whom it is not said whether they belong here.
    """

    alike: bool | None
    none: bool
    graded: Sequence[Group]
    kinds: Sequence[Group]
    totals: Sequence[Group]
    parts: Sequence[PartYear]
    came: bool
    left_over: Sequence[Decimal]

    @property
    def empty(self) -> bool:
        """Whether no number of people was said."""
        return not (self.none or self.graded or self.kinds or self.totals or self.parts)


def find_mentions(passage: Passage, words: PlacedWords, soldier: re.Pattern[str], grades: SevereGrades) -> Mentions:
    """What the message says; it is struck out of the passage."""
    return _Finder(passage, words, soldier, grades).found()


class _Finder:
    def __init__(self, passage: Passage, words: PlacedWords, soldier: re.Pattern[str], grades: SevereGrades) -> None:
        self._passage, self._words, self._soldier, self._grades = passage, words, soldier, grades

    def found(self) -> Mentions:
        parts = self._part_years()
        alike = self._alike()
        graded = [*self._of_each_grade(), *self._graded()]
        none = self._none()
        kinds = self._groups(self._words.of_kind)
        totals = self._groups(self._words.total)
        self._passage.strike(part.position for part in parts if part.position is not None)
        came = not parts and any(True for _ in self._passage.found(self._words.part_year_unclear))
        return Mentions(alike, none, graded, kinds, totals, parts, came, self._left_over())

    def _part_years(self) -> list[PartYear]:
        found = [self._part_year(match, match.start("count")) for match in self._passage.found(self._words.part_year)]
        if not found:
            found = [self._part_year(match, None) for match in self._passage.found(self._words.part_year_of_all)]
        return found

    def _part_year(self, match: re.Match[str], position: int | None) -> PartYear:
        months = HALF_YEAR if match["half"] else self._number(match.start("months"))
        if not match["half"]:
            self._passage.strike(range(*match.span("months")))
        among = position is not None and match["among"] is not None
        return PartYear(position, None if position is None else self._number(position), months, among)

    def _alike(self) -> bool | None:
        """What is said of all of them, or of the one there is."""
        for match in self._passage.found(self._words.none_severe):
            grade = _GRADES.search(match[0])
            if grade and self._severe(match.start() + grade.start()):
                self._passage.strike(range(*match.span()))
                return False
        match_all = self._words.all_alike.search(self._passage.text)
        match_any = match_all or self._words.one_alike.search(self._passage.text)
        if match_any is None:
            return None
        grade = _GRADES.search(match_any[0])
        assert grade is not None, "both patterns have one"
        severe = self._severe(match_any.start() + grade.start())
        self._passage.strike(range(*match_any.span()))
        return severe

    def _of_each_grade(self) -> list[Group]:
        """二级、三级各一个."""
        found = []
        for match in list(self._words.each_grade.finditer(self._passage.text)):
            number = _NUMBERS.search(match[0])
            assert number is not None, "the pattern has one"
            position = match.start() + number.start()
            grades = [match.start() + grade.start() for grade in _GRADES.finditer(match[0])]
            found += [Group(position, self._number(position), self._severe(grade)) for grade in grades]
            self._passage.strike(range(*match.span()))
        return found

    def _graded(self) -> list[Group]:
        """People by grade: each grade with the number that stands nearest to it."""
        found = []
        for position in [match.start() for match in _GRADES.finditer(self._passage.text)]:
            span = self._beside(position)
            if span is not None:
                number = _NUMBERS.search(self._passage.text, *span)
                assert number is not None, "the span was found by its number"
                found.append(Group(number.start(), self._number(number.start()), self._severe(position)))
                self._passage.strike(range(*span))
        return found

    def _beside(self, grade: int) -> tuple[int, int] | None:
        """From the number to the grade it belongs to, or the other way round."""
        text, words = self._passage.text, self._words
        before = [match.start() for match in _NUMBERS.finditer(text, 0, grade)]
        after = _NUMBERS.search(text, grade)
        tail = words.after_grade.match(text, grade + 1)
        end = tail.end() if tail else grade + 1
        if before and words.before_grade.fullmatch(text, before[-1] + 1, grade):
            return before[-1], end
        if after and words.after_grade.fullmatch(text, grade + 1, after.start()):
            return grade, after.end()
        several = len(_GRADES.findall(text)) > 1
        if before and not several and words.before_grade_apart.fullmatch(text, before[-1] + 1, grade):
            return before[-1], end
        return None

    def _severe(self, position: int) -> bool | None:
        """Whether the grade counts double; `None` for a range that is partly so."""
        text = self._passage.text
        mark = self._passage.mark(text[position])
        if mark.severe is not None:
            return mark.severe
        since = max((each.end() for each in _GRADES.finditer(text, 0, position)), default=0)
        until = _REST.match(text, position + 1)
        soldier = self._soldier.search(f"{text[since:position]}{until[0] if until else ''}")
        last = self._grades.soldier if soldier else self._grades.card
        severe = {grade <= last for grade in mark.grades}
        return severe.pop() if len(severe) == 1 else None

    def _none(self) -> bool:
        """Whether nobody was placed."""
        found = False
        for match in self._passage.found(self._words.none):
            number = _NUMBERS.search(match[0])
            if number is None or self._number(match.start() + number.start()) == ONE:
                self._passage.strike(range(*match.span()))
                found = True
        return found

    def _groups(self, patterns: Sequence[re.Pattern[str]]) -> list[Group]:
        found = []
        for pattern in patterns:
            for match in pattern.finditer(self._passage.text):
                number = _NUMBERS.search(match[0])
                assert number is not None, "every such pattern has one"
                position = match.start() + number.start()
                found.append(Group(position, self._number(position)))
                self._passage.strike(range(*match.span()))
        return found

    def _left_over(self) -> list[Decimal]:
        found = [_NUMBERS.findall(match[0])[-1] for match in self._passage.found(self._words.left_over)]
        return [mark.value for mark in map(self._passage.mark, found) if mark.value is not None]

    def _number(self, position: int) -> Decimal | None:
        mark = self._passage.mark(self._passage.text[position])
        return mark.value if mark.kind is Kind.EXACT else None
