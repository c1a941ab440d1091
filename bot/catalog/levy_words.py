"""Reads `levy-words.yaml`: the words by which employers tell the numbers of their levy."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from bot.catalog.schema import Strict, Text
from bot.core.levy.marking import GRADE, NUMBER, PERCENT, YEAR
from bot.core.levy.words import Cues, LevyWords, NumberWords, PlacedWords, ReplyWords

NAME = "levy-words.yaml"
_NAMED = re.compile(r"\{([a-z_]+)\}")
_MARKS = {
    "n": NUMBER,
    "p": PERCENT,
    "y": YEAR,
    "g": GRADE,
    "count": f"(?P<count>{NUMBER})",
    "months": f"(?P<months>{NUMBER})",
}
Words = Annotated[tuple[str, ...], Field(min_length=1)]


class PlacedModel(Strict):
    """How placed people are counted."""

    before_grade: Text
    before_grade_apart: Text
    after_grade: Text
    none: Words
    of_kind: Words
    total: Words
    part_year: Words
    part_year_of_all: Words
    part_year_unclear: Words
    each_grade: Text
    left_over: Words
    all_alike: Text
    none_severe: Words
    one_alike: Text


class EmployeesModel(Strict):
    """How the head count is told; `posts` are not heads."""

    patterns: Words
    posts: Words


class LevyWordsFile(Strict):
    """The file; what each part is, is said in it."""

    macros: Mapping[str, Words]
    about_before: Words
    about_after: Words
    about_anywhere: Words
    bound_before: Words
    bound_after: Words
    not_numbers: Words
    years: Mapping[str, int]
    this_year: Words
    written_years: Words
    short_year: Text
    denied: Text
    severe: Words
    not_severe: Words
    soldier: Text
    ignored: Words
    fields: Mapping[str, Words]
    placed: PlacedModel
    employees: EmployeesModel
    kinds: Mapping[str, Words]
    not_kinds: Text
    month: Text
    year: Text
    agreed: Text
    not_agreed: Text
    within: Text
    meanings: Mapping[str, Text]
    lead_in: Mapping[str, str]
    lead: Text
    zero: Text
    all_severe: Text
    bare_year: Text
    dont_know: Text
    agrees: Text
    denies: Text
    now: Text
    wrong: Text
    question: Text
    what_if: Text
    asks_amount: Text
    asks_sum: Text
    parts: Mapping[str, Text]
    elsewhere: Text
    another_employer: Text
    another_year: Text


def load_levy_words(folder: Path) -> LevyWords:
    """The words of one locale. Raises `ValueError` for a file of another shape."""
    text = (folder / NAME).read_text(encoding="utf-8")
    return _Compiler(LevyWordsFile.model_validate(yaml.safe_load(text))).words()


class _Compiler:
    """Writes out marks and macros."""

    def __init__(self, file: LevyWordsFile) -> None:
        self._file = file

    def words(self) -> LevyWords:
        """Everything compiled."""
        file = self._file
        return LevyWords(
            numbers=self._numbers(),
            ignored=self._each(file.ignored),
            fields={field: self._each(patterns) for field, patterns in file.fields.items()},
            placed=self._placed(),
            employees=self._each(file.employees.patterns),
            posts=self._each(file.employees.posts),
            kinds={kind: self._any(words) for kind, words in file.kinds.items()},
            not_kinds=self._one(file.not_kinds),
            month=self._one(file.month),
            year=self._one(file.year),
            agreed=self._one(file.agreed),
            not_agreed=self._one(file.not_agreed),
            within=self._one(file.within),
            meanings={meaning: self._one(pattern) for meaning, pattern in file.meanings.items()},
            replies=self._replies(),
            cues=self._cues(),
        )

    def _numbers(self) -> NumberWords:
        file = self._file
        return NumberWords(
            about_before=self._any(file.about_before, end="$"),
            about_anywhere=self._any(file.about_anywhere),
            about_after=self._any(file.about_after),
            bound_before=self._any(file.bound_before, end="$"),
            bound_after=self._any(file.bound_after),
            not_numbers=self._any(file.not_numbers),
            denied=self._one(file.denied),
            severe=self._any(file.severe),
            not_severe=self._any(file.not_severe),
            soldier=self._one(file.soldier),
            years=file.years,
            this_year=self._any(file.this_year),
            written_years=self._each(file.written_years),
            short_year=self._one(file.short_year),
        )

    def _placed(self) -> PlacedWords:
        placed = self._file.placed
        return PlacedWords(
            before_grade=self._one(placed.before_grade),
            before_grade_apart=self._one(placed.before_grade_apart),
            after_grade=self._one(placed.after_grade),
            none=self._each(placed.none),
            of_kind=self._each(placed.of_kind),
            total=self._each(placed.total),
            part_year=self._each(placed.part_year),
            part_year_of_all=self._each(placed.part_year_of_all),
            part_year_unclear=self._each(placed.part_year_unclear),
            each_grade=self._one(placed.each_grade),
            left_over=self._each(placed.left_over),
            all_alike=self._one(placed.all_alike),
            none_severe=self._each(placed.none_severe),
            one_alike=self._one(placed.one_alike),
        )

    def _replies(self) -> ReplyWords:
        file = self._file
        return ReplyWords(
            lead_in=file.lead_in,
            lead=self._one(file.lead),
            zero=self._one(file.zero),
            all_severe=self._one(file.all_severe),
            bare_year=self._one(file.bare_year),
            dont_know=self._one(file.dont_know),
            agrees=self._one(file.agrees),
            denies=self._one(file.denies),
        )

    def _cues(self) -> Cues:
        file = self._file
        return Cues(
            now=self._one(file.now),
            wrong=self._one(file.wrong),
            question=self._one(file.question),
            what_if=self._one(file.what_if),
            asks_amount=self._one(file.asks_amount),
            asks_sum=self._one(file.asks_sum),
            elsewhere=self._one(file.elsewhere),
            another_employer=self._one(file.another_employer),
            another_year=self._one(file.another_year),
            parts={part: self._one(pattern) for part, pattern in file.parts.items()},
        )

    def _each(self, patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(self._one(pattern) for pattern in patterns)

    def _any(self, patterns: Sequence[str], end: str = "") -> re.Pattern[str]:
        return self._one(f"(?:{'|'.join(patterns)}){end}")

    def _one(self, pattern: str) -> re.Pattern[str]:
        return re.compile(self._written_out(pattern))

    def _written_out(self, pattern: str) -> str:
        return _NAMED.sub(lambda found: self._named(found[1]), pattern)

    def _named(self, name: str) -> str:
        if name in _MARKS:
            return _MARKS[name]
        return f"(?:{self._written_out('|'.join(self._file.macros[name]))})"
