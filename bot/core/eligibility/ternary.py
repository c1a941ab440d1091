"""Yes, no, or not known. Missing is never no: hence no truth value, so that `if` cannot mistake one for the other."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Ternary(Enum):
    """Kleene's three values."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"

    def __bool__(self) -> bool:
        raise TypeError("a Ternary is compared with `is`, never taken for true or false")

    def __invert__(self) -> Ternary:
        """Not: unknown stays unknown."""
        return _INVERSE[self]


_INVERSE = {Ternary.YES: Ternary.NO, Ternary.NO: Ternary.YES, Ternary.UNKNOWN: Ternary.UNKNOWN}


def at_least(n: int, parts: Iterable[Ternary]) -> Ternary:
    """Whether at least `n` of the parts hold; decided as soon as the unknown ones cannot matter."""
    yes = unknown = 0
    for part in parts:
        if part is Ternary.YES:
            yes += 1
        elif part is Ternary.UNKNOWN:
            unknown += 1
    if yes >= n:
        return Ternary.YES
    return Ternary.UNKNOWN if yes + unknown >= n else Ternary.NO
