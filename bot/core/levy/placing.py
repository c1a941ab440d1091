"""How many disabled people a message says were placed, and how many of them count double."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.core.levy.marking import GRADE, NUMBER, Kind, Mark, Passage
from bot.core.levy.words import LevyWords, PlacedWords

NONE, ONE, MONTHS = Decimal(0), Decimal(1), Decimal(12)
HALF = Decimal(6)
SMALLEST = Decimal("1e-10")
_NUMBERS = re.compile(NUMBER)
_GRADES = re.compile(GRADE)
_REST = re.compile("[^，,。；;！？ \ue000-\uf8ff]*")


@dataclass(frozen=True)
class SevereGrades:
    """The last grade, from the first on, that counts double: of the disability certificate, of a soldier's."""

    card: Decimal
    soldier: Decimal


@dataclass(frozen=True)
class Placed:
    """What was said. `alike`: whether all of them are severe; `vague`: said, but not so that it can be counted."""

    count: Decimal | None = None
    severe: Decimal | None = None
    alike: bool | None = None
    vague: bool = False
    by_month: bool = False


@dataclass(frozen=True)
class _Group:
    """Some people with where their number stands; `severe` is `None` where nothing is said of it."""

    position: int
    count: Decimal | None
    severe: bool | None = None


@dataclass(frozen=True)
class _PartYear:
    """People who were there for some months only; without a position it is said of all.

    `among`: they belong to those counted elsewhere in the message.
    """

    position: int | None
    count: Decimal | None
    months: Decimal | None
    among: bool


def read_placed(passage: Passage, words: LevyWords, grades: SevereGrades) -> Placed:
    """The people placed, by their number, their grades and the months they were there."""
    return _Reader(passage, words, grades).read()


class _Reader:
    def __init__(self, passage: Passage, words: LevyWords, grades: SevereGrades) -> None:
        self._passage, self._all, self._grades = passage, words, grades
        self._words: PlacedWords = words.placed

    def read(self) -> Placed:
        parts = self._part_years()
        alike = self._alike()
        graded = self._graded()
        none = self._none()
        kinds = self._groups(self._words.of_kind)
        totals = self._groups(self._words.total)
        among = {part.position for part in parts if part.among}
        groups = [each for each in graded if each.position not in among] or graded
        totals = [each for each in totals if each.position not in among] or totals
        if not (none or groups or kinds or totals or parts):
            return Placed(alike=alike)
        placed = self._summed(none, groups, kinds, totals, parts)
        if placed.count is not None and alike is not None:
            placed = replace(placed, severe=placed.count if alike else NONE, alike=None)
        placed = _by_month(placed, graded, parts)
        said = placed.count is not None and placed.count > 0
        unclear = said and not parts and any(self._passage.found(self._words.part_year_unclear))
        return Placed(vague=True) if placed.vague or unclear else placed

    def _summed(
        self,
        none: bool,
        groups: Sequence[_Group],
        kinds: Sequence[_Group],
        totals: Sequence[_Group],
        parts: Sequence[_PartYear],
    ) -> Placed:
        """Everybody counted once. Groups are part of a total where one is said."""
        everyone = [*groups, *kinds, *totals]
        if any(each.count is None for each in everyone) or (none and everyone):
            return Placed(vague=True)
        if none:
            return Placed(NONE)
        if not everyone:
            some = [part.count for part in parts if part.count is not None]
            return Placed(sum(some, NONE)) if some else Placed(vague=True)
        named = _count(groups)
        severe = _count(each for each in groups if each.severe)
        known = bool(groups) and all(each.severe is not None for each in groups)
        if not totals:
            return Placed(named + _count(kinds), severe if known and not kinds else None)
        total = totals[0].count
        if total is None or len({each.count for each in totals}) > 1 or named > total:
            return Placed(vague=True)
        # Of “three, one of them severe” the others are not; of “three, one of them of grade 3” nothing is known.
        return Placed(total, severe if known and (severe or named == total) else None)

    def _part_years(self) -> list[_PartYear]:
        found = [self._part_year(match, match.start("count")) for match in self._passage.found(self._words.part_year)]
        if not found:
            found = [self._part_year(match, None) for match in self._passage.found(self._words.part_year_of_all)]
        return found

    def _part_year(self, match: re.Match[str], position: int | None) -> _PartYear:
        months = HALF if match["half"] else self._number(match.start("months"))
        if not match["half"]:
            self._passage.strike(range(match.start("months"), match.end("months")))
        among = position is not None and match["among"] is not None
        return _PartYear(position, None if position is None else self._number(position), months, among)

    def _alike(self) -> bool | None:
        """What is said of all of them, or of the one there is."""
        for match in self._passage.found(self._words.none_severe):
            grade = _GRADES.search(match[0])
            if grade and self._severe(match.start() + grade.start()):
                self._passage.strike(range(*match.span()))
                return False
        match_all = self._words.all_alike.search(self._passage.text)
        match_one = match_all or self._words.one_alike.search(self._passage.text)
        if match_one is None:
            return None
        grade = _GRADES.search(match_one[0])
        assert grade is not None, "both patterns have one"
        severe = self._severe(match_one.start() + grade.start())
        self._passage.strike(range(*match_one.span()))
        return severe

    def _graded(self) -> list[_Group]:
        """People by grade: each grade with the number that stands nearest to it."""
        found = []
        for position in [match.start() for match in _GRADES.finditer(self._passage.text)]:
            span = self._beside(position)
            if span is not None:
                number = _NUMBERS.search(self._passage.text, *span)
                assert number is not None, "the span was found by its number"
                found.append(_Group(number.start(), self._number(number.start()), self._severe(position)))
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
        if before and words.before_grade_apart.fullmatch(text, before[-1] + 1, grade):
            return before[-1], end
        return None

    def _severe(self, position: int) -> bool | None:
        """Whether the grade counts double; `None` for a range that is partly so."""
        mark: Mark = self._passage.mark(self._passage.text[position])
        if mark.severe is not None:
            return mark.severe
        text = self._passage.text
        since = max((each.end() for each in _GRADES.finditer(text, 0, position)), default=0)
        until = _REST.match(text, position + 1)
        about = f"{text[since:position]}{until[0] if until else ''}"
        soldier = self._all.numbers.soldier.search(about)
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

    def _groups(self, patterns: Sequence[re.Pattern[str]]) -> list[_Group]:
        found = []
        for pattern in patterns:
            for match in pattern.finditer(self._passage.text):
                number = _NUMBERS.search(match[0])
                assert number is not None, "every such pattern has one"
                position = match.start() + number.start()
                found.append(_Group(position, self._number(position)))
                self._passage.strike(range(*match.span()))
        return found

    def _number(self, position: int) -> Decimal | None:
        mark = self._passage.mark(self._passage.text[position])
        return mark.value if mark.kind is Kind.EXACT else None


def _count(groups: Iterable[_Group]) -> Decimal:
    return sum((each.count for each in groups if each.count is not None), NONE)


def _by_month(placed: Placed, groups: Sequence[_Group], parts: Sequence[_PartYear]) -> Placed:
    """Those who were there for some months count as that part of a year."""
    total, severe = placed.count, placed.severe
    if total is None or not parts:
        return placed
    gone = NONE
    for part in parts:
        many = total if part.position is None and total == ONE else part.count
        if many is None or many > total or part.months is None or not ONE <= part.months <= MONTHS:
            return Placed(vague=True)
        lost = many * (MONTHS - part.months)
        gone += lost
        severe = _severe_left(severe, lost, placed, next((g for g in groups if g.position == part.position), None))
    return replace(placed, count=_years(total * MONTHS - gone), severe=severe, by_month=True)


def _years(months: Decimal) -> Decimal:
    """Months as a part of the year, with as many decimals as can be typed."""
    return (months / MONTHS).quantize(SMALLEST)


def _severe_left(severe: Decimal | None, lost: Decimal, placed: Placed, group: _Group | None) -> Decimal | None:
    """The severe ones after some are gone; `None` where it is not said whether these were among them."""
    if not severe:
        return severe
    if group is not None and group.severe is not None:
        return _years(severe * MONTHS - lost) if group.severe else severe
    return _years(severe * MONTHS - lost) if placed.severe == placed.count else None
