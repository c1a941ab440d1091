"""What the number of a shape says of its fact: 88年的 an age that is uncertain by one year, 虚岁 by two."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact
from bot.core.statements.clauses import Token
from bot.core.statements.numbers_alone import Reason, in_range
from bot.core.statements.numerals import read_number
from bot.core.statements.words import FactWords, NumberKind, YearsSince

OLDEST = 100
YOUNGEST_BY_YEAR = 14
"""A mere year names nobody younger: 20年的 is more likely something else."""


def number_values(token: Token, fact: Fact, message: str, words: FactWords, on: dt.date) -> frozenset[FactValue]:
    """All values that the number of a shape may mean; empty if it is out of range or no number."""
    assert token.shape is not None and token.match is not None
    said = token.match.groups()
    since = words.years_since.get(fact.id)
    match token.shape.kind:
        case None:
            return token.shape.values
        case NumberKind.BORN:
            return _within(_ages(said, on), fact)
        case NumberKind.YEAR if since is not None and since.only_with.search(message):
            year = _year(said[0])
            return frozenset() if year is None else _by_years(on.year - _full_year(int(year), on), since)
        case NumberKind.YEARS_AGO if since is not None and since.only_with.search(message):
            years = read_number(said[0])
            return frozenset() if years is None else _by_years(int(years), since)
        case NumberKind.YEAR | NumberKind.YEARS_AGO:
            return frozenset()
    number = read_number(said[0])
    if number is None:
        return frozenset()
    return _within({number - 2, number - 1} if token.shape.kind is NumberKind.NOMINAL else {number}, fact)


def is_inexact(token: Token, clause: str, words: FactWords) -> bool:
    """Whether the number of a shape is only about right: 快四十, 40左右, 120多."""
    if token.shape is None or token.shape.kind is None:
        return False
    before, after = clause[: token.start], clause[token.end :]
    return bool(words.inexact_before.search(before) or words.inexact_after.match(after))


def _within(numbers: set[Decimal], fact: Fact) -> frozenset[FactValue]:
    values = [in_range(number, fact) for number in numbers]
    return frozenset() if any(isinstance(value, Reason) for value in values) else frozenset(values)


def _year(text: str) -> Decimal | None:
    """A year may be spelt digit by digit: 八八年."""
    return read_number(text) or read_number(f"零{text}")


def _full_year(year: int, on: dt.date) -> int:
    if year >= OLDEST:
        return year
    return year + 2000 if year <= on.year % 100 else year + 1900


def _ages(said: tuple[str | None, ...], on: dt.date) -> set[Decimal]:
    """Ages on the day for year, month and day of birth, of which only the year must be known."""
    year_said, *others = (*said, None, None)[:3]
    number = _year(year_said) if year_said else None
    if number is None:
        return set()
    year, (month, day) = int(number), (read_number(part) if part else None for part in others)
    born = _full_year(year, on)
    if month is None and on.year - born < YOUNGEST_BY_YEAR:
        return set()
    before, after = Decimal(on.year - born - 1), Decimal(on.year - born)
    if month is None or (month == on.month and day is None):
        return {before, after}
    reached = (int(month), int(day or 1)) <= (on.month, on.day)
    return {after if reached else before}


def _by_years(gone: int, since: YearsSince) -> frozenset[FactValue]:
    if gone < 0:
        return since.ahead
    return since.values[min(gone, max(since.values))]
