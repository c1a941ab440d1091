"""Wages in a message: of how many people, for a month or for a year."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from bot.core.levy.marking import NUMBER, Passage
from bot.core.levy.words import LevyWords

MONTHS = Decimal(12)
UNCLEAR_BELOW = {"average_wage": Decimal(50_000), "social_average_wage": Decimal(20_000)}
"""A wage below it, said without “month” or “year”, may be either; nowhere do all people earn so much in a month."""
LEAST = Decimal(100)
"""Nobody earns less in a month: it is a number whose 万 is missing."""
TOTAL_FROM = Decimal(1_000_000)
"""An average from here on is more likely the wages of all."""
FIELDS = ("social_average_wage", "payroll", "average_wage")
_NUMBERS = re.compile(NUMBER)
_NEAR = re.compile("[^，,。；;！？ \ue000-\uf8ff]{0,6}")
_JUST_BEFORE = re.compile("[^，,。；;！？ \ue000-\uf8ff]{0,8}$")


@dataclass(frozen=True)
class Wage:
    """Yuan a year. `number` is what was said: a twelfth of it if `monthly`; not `clear`, if that cannot be told.

    `number` is `None` where it was said only roughly.
    """

    number: Decimal | None
    monthly: bool = False
    clear: bool = True

    @property
    def yearly(self) -> Decimal:
        """The amount of a year."""
        assert self.number is not None, "only asked of what was said exactly"
        return self.number * MONTHS if self.monthly else self.number


def read_wages(passage: Passage, words: LevyWords) -> dict[str, Wage]:
    """What is said of each of `FIELDS`; two amounts for one of them are none."""
    return {field: wage for field in FIELDS if (wage := _wage(field, passage, words)) is not None}


def _wage(field: str, passage: Passage, words: LevyWords) -> Wage | None:
    found: set[Wage] = set()
    for pattern in words.fields[field]:
        for match in pattern.finditer(passage.text):
            found.add(_said(field, match, passage, words))
            passage.strike(range(*match.span()))
    if not found:
        return None
    return found.pop() if len(found) == 1 else Wage(None)


def _said(field: str, match: re.Match[str], passage: Passage, words: LevyWords) -> Wage:
    number = _NUMBERS.search(match[0])
    assert number is not None, "every such pattern has one"
    mark = passage.mark(number[0])
    about = words.numbers.about_anywhere.search(match[0])
    if mark.value is None or not mark.exact or about or mark.value < LEAST:
        return Wage(None)
    before = _JUST_BEFORE.search(passage.text[: match.start()])
    after = _NEAR.match(passage.text, match.end())
    context = f"{before[0] if before else ''}{match[0]}{after[0] if after else ''}"
    monthly, yearly = bool(words.month.search(context)), bool(words.year.search(context))
    if field == "payroll":
        return Wage(mark.value, monthly)
    clear = monthly != yearly or (not monthly and mark.value >= UNCLEAR_BELOW[field])
    each = field == "social_average_wage" or mark.value < TOTAL_FROM
    return Wage(mark.value, monthly and not yearly, clear and each)
