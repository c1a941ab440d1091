"""A reply that is a number with its unit and nothing else: 38, 三十八岁, 一年半, 百分之三十."""

from __future__ import annotations

import re
from decimal import Decimal
from enum import StrEnum

from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact, FactType
from bot.core.statements.clauses import NOT_A_SIGN
from bot.core.statements.numerals import NUMERAL, read_number
from bot.core.statements.words import FactWords

_NUMBER = re.compile(rf"(?P<minus>[-负])?(?P<number>{NUMERAL})(?P<unit>[年岁个]?)(?P<half>半)?")


class Reason(StrEnum):
    """What is wrong with a reply that was meant as a number."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_WHOLE = "not_whole"
    NOT_A_NUMBER = "not_a_number"


def read_number_alone(reply: str, fact: Fact, words: FactWords) -> FactValue | Reason | None:
    """The value, or why the number cannot be one; `None` if there is no number or more than that."""
    found = _NUMBER.search(reply)
    if found is None or _rest(reply, found, fact, words):
        return None
    number = read_number(found["number"])
    if number is None:
        return Reason.NOT_A_NUMBER
    number += Decimal("0.5") if found["half"] else 0
    return in_range(-number if found["minus"] else number, fact)


def in_range(number: Decimal, fact: Fact) -> FactValue | Reason:
    """The number as a value of the fact, or why it cannot be one."""
    if fact.minimum is not None and number < fact.minimum:
        return Reason.TOO_SMALL
    if fact.maximum is not None and number > fact.maximum:
        return Reason.TOO_LARGE
    if fact.type is FactType.DECIMAL:
        return number
    return int(number) if number == number.to_integral_value() else Reason.NOT_WHOLE


def _rest(reply: str, found: re.Match[str], fact: Fact, words: FactWords) -> str:
    """What the reply holds besides the number, its unit, what the fact is called, and fillers."""
    rest = f"{reply[: found.start()]}，{found['unit']}{reply[found.end() :]}"
    names = [name for name, named in words.names.items() if named == fact.id]
    for word in sorted((*words.units.get(fact.unit, ()), *names), key=len, reverse=True):
        rest = rest.replace(word, "，")
    return "".join(part for part in NOT_A_SIGN.split(rest) if not words.phrases.are_fillers(part))
