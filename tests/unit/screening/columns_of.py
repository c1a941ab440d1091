"""People as columns, and made-up implications between their facts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.columns import Bitmap, Column, Told, smallest_type
from bot.core.eligibility.columns_choice import Choice
from bot.core.policies.criteria import AllOf, AnyOf, Criterion, FactTest, Not, ParameterBound
from bot.core.policies.facts import Implication
from tests.unit.eligibility.rules import NAMES, condition_on


def columns_of(everybody: Sequence[Circumstances]) -> dict[str, Column]:
    """A column for each fact that anybody told."""
    columns = {}
    for fact in {fact for known in everybody for fact in known.said}:
        told = [known.said.get(fact) for known in everybody]
        states = {state: code for code, state in enumerate(dict.fromkeys((None, *told)))}
        columns[fact] = Column(np.array([states[each] for each in told], smallest_type(len(states))), tuple(states))
    return columns


def state_of(told: Told, row: int) -> Known | None:
    """What is known of one row."""
    if isinstance(told, Column):
        return told.states[told.codes[row]]
    assert isinstance(told, Choice)
    if not _bit(told.told, row):
        return None
    values = frozenset(value for value, rows in told.possible.items() if _bit(rows, row))
    return next(iter(values)) if len(values) == 1 else OneOf(values)


def _bit(bitmap: Bitmap, row: int) -> bool:
    return bool(np.unpackbits(bitmap)[row])


@st.composite
def implications(draw: st.DrawFn) -> Implication:
    """From one or several tests to any other, sensible or not."""
    tests = st.sampled_from(NAMES).flatmap(condition_on).filter(_literal)
    parts: tuple[Criterion, ...] = tuple(draw(st.lists(tests, min_size=1, max_size=3)))
    when = draw(st.sampled_from([parts[0], Not(parts[0]), AllOf(parts), AnyOf(parts)]))
    return Implication(when, draw(tests), "")


def _literal(test: FactTest) -> bool:
    return not isinstance(test.value, ParameterBound)
