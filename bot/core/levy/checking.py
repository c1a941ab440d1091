"""From what people typed to checked numbers: every problem is a sentence that names the field and what is possible."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.core.answers.knowledge import Knowledge
from bot.core.levy.given import Kind, LevyInput
from bot.core.levy.reading import read_fraction, read_people, read_percent, read_year, read_yuan
from bot.core.levy.rules import LevyRules, Source, Stated
from bot.core.levy.showing import number_text, percent_text, source_text

MOST_PEOPLE = Decimal(10_000_000)
MOST_YUAN = Decimal(100_000_000)
LAST_YEAR = 2100
AMBIGUOUS_FROM = Decimal("0.5")
"""A bare ratio from here on may be meant as percent; no ratio in percent reaches it either."""
PEOPLE = ("employees", "placed", "severe", "dispatched_employees", "dispatched_placed", "dispatched_severe")
YUAN = ("average_wage", "social_average_wage")
ABOVE_ZERO = ("employees", *YUAN)


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a field, in a sentence for the person who wrote it."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Reading:
    """The fields that could be read, and every problem found."""

    given: LevyInput
    complaints: tuple[Complaint, ...]


def read_input(texts: Mapping[str, str], rules: LevyRules, knowledge: Knowledge, *, easy: bool = False) -> Reading:
    """Read `texts`, by the field names of `LevyInput`; fields not in it are not said yet."""
    reader = _Reader(rules, knowledge, easy)
    given = LevyInput()
    for field, text in texts.items():
        given = replace(given, **{field: reader.read(field, text.strip())})
    if given.ratio is not None:
        given = replace(given, ratio=reader.lawful(given.ratio, texts["ratio"], given.year))
    reader.compare(given, texts)
    return Reading(given, tuple(reader.complaints))


class _Reader:
    """Reads field after field and keeps what is wrong."""

    def __init__(self, rules: LevyRules, knowledge: Knowledge, easy: bool) -> None:
        self._rules, self._knowledge, self._phrases, self._easy = rules, knowledge, knowledge.phrases, easy
        self.complaints: list[Complaint] = []

    def read(self, field: str, text: str) -> Any:
        """The value of one field, of the field's type; `None` with a complaint if it is not a possible one."""
        match field:
            case "year":
                return self._year(text)
            case "kind":
                return self._kind(text)
            case "ratio":
                return self._ratio(text)
            case _:
                return self._number(field, text)

    def lawful(self, ratio: Decimal, text: str, year: int | None) -> Decimal | None:
        """The ratio, unless it is below the legal minimum of the year; of an unknown year that cannot be told."""
        minimum = self._minimum(year)
        if year is None or ratio >= minimum.value:
            return ratio
        values = {"minimum": percent_text(minimum.value), "source": source_text(minimum.source, self._knowledge)}
        self._complain("ratio", "levy_ratio_too_low", text=text, **values)
        return None

    def compare(self, given: LevyInput, texts: Mapping[str, str]) -> None:
        """Parts that are larger than their whole, and dispatched people of whom only one side is known."""
        for prefix in ("", "dispatched_"):
            for part, whole in ((f"{prefix}placed", f"{prefix}employees"), (f"{prefix}severe", f"{prefix}placed")):
                few, many = getattr(given, part), getattr(given, whole)
                if few is not None and many is not None and few > many:
                    name = self._phrases.name("levy_fields", whole)
                    values = {"value": number_text(few), "whole": name, "limit": number_text(many)}
                    self._complain(part, "levy_more_than_whole", **values)
        sides = ("dispatched_employees", "dispatched_placed")
        if any(field in texts for field in (*sides, "dispatched_severe")):
            for field in sides:
                if field not in texts:
                    self._complain(field, "levy_one_side_only")

    def _year(self, text: str) -> int | None:
        year = read_year(text)
        if year is None:
            self._complain("year", "levy_year_unreadable", text=text)
        elif year > LAST_YEAR:
            self._complain("year", "levy_year_too_late", text=text, last=LAST_YEAR)
        elif year < self._rules.first_year:
            source = source_text(Source(self._rules.duty, ""), self._knowledge)
            self._complain("year", "levy_year_too_early", source=source, first=self._rules.first_year)
        else:
            return year
        return None

    def _kind(self, text: str) -> Kind | None:
        names = self._phrases.group("levy_kinds")
        for kind in Kind:
            if text in (kind.value, names[kind.value]):
                return kind
        possible = "、".join(f"{kind.value}（{names[kind.value]}）" for kind in Kind)
        self._complain("kind", "levy_kind_unknown", text=text, kinds=possible)
        return None

    def _ratio(self, text: str) -> Decimal | None:
        """A fraction. A bare number such as 1.5 may mean 1.5 or 150 percent, so it is asked back."""
        percent, bare = read_percent(text), read_fraction(text)
        ratio = bare if percent is None else percent
        example = self._minimum(None).value
        values = {"text": text, "percent": percent_text(example), "fraction": number_text(example)}
        if ratio is None:
            self._complain("ratio", "levy_ratio_unreadable", **values)
        elif ratio < 0:
            self._complain("ratio", "levy_negative", text=text)
        elif ratio < AMBIGUOUS_FROM:
            return ratio
        elif percent is None and bare is not None:
            hundredth = bare.scaleb(-2)
            values |= {"percent": percent_text(hundredth), "fraction": number_text(hundredth)}
            self._complain("ratio", "levy_ratio_ambiguous", **values)
        else:
            self._complain("ratio", "levy_ratio_too_high", **values)
        return None

    def _number(self, field: str, text: str) -> Decimal | None:
        number = read_people(text) if field in PEOPLE else read_yuan(text)
        most = MOST_PEOPLE if field in PEOPLE else MOST_YUAN
        if number is None:
            example = self._phrases.name("levy_examples", "people" if field in PEOPLE else "yuan")
            self._complain(field, "levy_unreadable", text=text, example=example)
        elif number < 0:
            self._complain(field, "levy_negative", text=text)
        elif number == 0 and field in ABOVE_ZERO:
            self._complain(field, "levy_zero", text=text)
        elif number > most:
            self._complain(field, "levy_too_large", text=text, most=number_text(most))
        else:
            return number
        return None

    def _minimum(self, year: int | None) -> Stated:
        """The legal minimum ratio of the year; the first one known as an example where the year is not."""
        return self._rules.minimum_ratio.on(dt.date(year or self._rules.first_year, 12, 31))

    def _complain(self, field: str, phrase: str, **values: object) -> None:
        name = self._phrases.name("levy_fields", field)
        self.complaints.append(Complaint(field, self._phrases.say(phrase, self._easy, field=name, **values)))
