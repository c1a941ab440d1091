"""The evaluation of rules written a second time, as plainly as can be, to compare with."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.evaluate import Leaf
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import (
    AllOf,
    AnyOf,
    Comparison,
    Criterion,
    FactTest,
    FactValue,
    Not,
    ParameterBound,
)
from tests.unit.eligibility.rules import PARAMETERS, VALUES


def plain(criterion: Criterion, known: Circumstances) -> bool | None:
    """The same by hand: true, false, or `None` for not known."""
    match criterion:
        case FactTest():
            return _plain_test(criterion, known.get(criterion.fact))
        case Not():
            part = plain(criterion.part, known)
            return None if part is None else not part
    parts = [plain(part, known) for part in criterion.parts]
    if isinstance(criterion, AllOf):
        return False if False in parts else None if None in parts else True
    if isinstance(criterion, AnyOf):
        return True if True in parts else None if None in parts else False
    if parts.count(True) >= criterion.n:
        return True
    return None if parts.count(True) + parts.count(None) >= criterion.n else False


def _plain_test(test: FactTest, known: Known | None) -> bool | None:
    if known is None:
        return None
    values = known.values if isinstance(known, OneOf) else (known,)
    found = {_passes(test, value) for value in values}
    return found.pop() if len(found) == 1 else None


def _passes(test: FactTest, value: Any) -> bool:
    bound: Any = test.value
    if isinstance(bound, ParameterBound):
        bound = int(PARAMETERS[bound.parameter])
    match test.comparison:
        case Comparison.IS:
            return bool(value == bound)
        case Comparison.IN:
            return any(value == each for each in bound)
        case Comparison.WITHIN:
            return bool(value.startswith(bound.rstrip("0")))
        case Comparison.AT_LEAST:
            return not value < bound
        case Comparison.AT_MOST:
            return not value > bound
        case Comparison.MORE_THAN:
            return bool(value > bound)
        case Comparison.LESS_THAN:
            return bool(value < bound)


PLAIN = {Ternary.YES: True, Ternary.NO: False, Ternary.UNKNOWN: None}


def completions(names: Sequence[str], known: Circumstances) -> Iterator[Circumstances]:
    """Everybody of whom all this may be true."""
    for chosen in itertools.product(*(_possible(name, known) for name in names)):
        yield known.saying(dict(zip(names, chosen, strict=True)))


def _possible(name: str, known: Circumstances) -> Sequence[FactValue]:
    value = known.get(name)
    if value is None:
        return VALUES[name]
    return sorted(value.values, key=str) if isinstance(value, OneOf) else (value,)


def value_for(leaf: Leaf) -> FactValue:
    """A value of its fact that passes the test."""
    test = FactTest(leaf.fact, leaf.test.comparison, leaf.bound)
    return next(value for value in VALUES[leaf.fact] if _passes(test, value) is leaf.wanted)
