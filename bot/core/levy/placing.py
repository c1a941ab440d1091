"""How many disabled people a message says were placed, and how many of them count double."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.core.levy.marking import Passage
from bot.core.levy.mentions import Group, Mentions, PartYear, SevereGrades, find_mentions
from bot.core.levy.words import LevyWords

NONE, ONE, MONTHS = Decimal(0), Decimal(1), Decimal(12)
SOME = Decimal(2)
"""So few people may belong to the placed ones, however few were counted so far."""
SMALLEST = Decimal("1e-10")
"""The decimals that can be typed."""


@dataclass(frozen=True)
class Placed:
    """What was said. `alike`: whether all of them are severe; `vague`: said, but not so that it can be counted."""

    count: Decimal | None = None
    severe: Decimal | None = None
    alike: bool | None = None
    vague: bool = False
    by_month: bool = False


def read_placed(passage: Passage, words: LevyWords, grades: SevereGrades) -> Placed:
    """The people placed, by their number, their grades and the months they were there."""
    found = find_mentions(passage, words.placed, words.numbers.soldier, grades)
    if found.empty:
        return Placed(alike=found.alike)
    placed = _summed(found)
    if placed.count is not None and found.alike is not None:
        placed = replace(placed, severe=placed.count if found.alike else NONE)
    placed = _by_month(placed, found.graded, found.parts)
    return Placed(vague=True) if placed.vague or _is_unclear(found, placed) else placed


def _is_unclear(found: Mentions, placed: Placed) -> bool:
    """Whether somebody placed was perhaps not there all year, or is perhaps not counted; many more are the staff."""
    if not placed.count:
        return False
    return found.came or any(number <= max(placed.count, SOME) for number in found.left_over)


def _summed(found: Mentions) -> Placed:
    """Everybody counted once; groups are part of a total where one is said."""
    among = {part.position for part in found.parts if part.among}
    groups = [each for each in found.graded if each.position not in among] or found.graded
    totals = [each for each in found.totals if each.position not in among] or found.totals
    everyone = [*groups, *found.kinds, *totals]
    if any(each.count is None for each in everyone) or (found.none and everyone):
        return Placed(vague=True)
    if found.none:
        return Placed(NONE)
    if not everyone:
        some = [part.count for part in found.parts if part.count is not None]
        return Placed(sum(some, NONE)) if some else Placed(vague=True)
    named = _count(groups)
    severe = _count(each for each in groups if each.severe)
    known = bool(groups) and all(each.severe is not None for each in groups)
    of_kind = _count(found.kinds)
    if found.kinds and groups and not totals and (of_kind != named or named == ONE):
        return Placed(vague=True)  # one blind, one of grade 2: are they one or two?
    if not totals:
        return Placed(max(named, of_kind), severe if known else None)
    total = totals[0].count
    if total is None or len({each.count for each in totals}) > 1 or named > total:
        return Placed(vague=True)
    if any(each.severe and not each.count for each in groups):
        return Placed(total, NONE)
    # Of “three, one of them severe” the others are not; of “three, one of them of grade 3” nothing is known.
    return Placed(total, severe if known and (severe or named == total) else None)


def _count(groups: Iterable[Group]) -> Decimal:
    return sum((each.count for each in groups if each.count is not None), NONE)


def _by_month(placed: Placed, groups: Sequence[Group], parts: Sequence[PartYear]) -> Placed:
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


def _severe_left(severe: Decimal | None, lost: Decimal, placed: Placed, group: Group | None) -> Decimal | None:
    """The severe ones after some are gone; `None` where it is not said whether these were among them."""
    if not severe:
        return severe
    if group is not None and group.severe is not None:
        return _years(severe * MONTHS - lost) if group.severe else severe
    return _years(severe * MONTHS - lost) if placed.severe == placed.count else None
