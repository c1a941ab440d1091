"""Turns the cells of one column into what is known of a fact, and says which cells cannot be read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bot.core.eligibility.columns import NOT_KNOWN, Column, smallest_type
from bot.core.eligibility.values import DECLINED, NotAValue, Problem, ResolveRegion, read_value
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact, FactType
from bot.screening.people import UnreadablePeople


@dataclass(frozen=True)
class BadCell:
    """A cell that is no value of its fact; `row` counts from 0."""

    row: int
    problem: Problem


class Cells:
    """Reads the column `name` as `fact`; what a cell says is worked out once for all cells that say the same."""

    def __init__(self, fact: Fact, name: str, resolve: ResolveRegion) -> None:
        self._fact = fact
        self._name = name
        self._resolve = resolve
        self._values: dict[Any, FactValue | Problem | None] = {}

    def take_all(self, kind: pa.DataType) -> bool:
        """Whether every cell of this type can be read: truth values of a fact that is true or not."""
        return bool(pa.types.is_boolean(kind)) and self._fact.type is FactType.BOOLEAN

    def read(self, cells: pa.Array) -> tuple[Column, list[BadCell]]:
        """What is known, and every cell that cannot be read; of those nothing is known."""
        if self.take_all(cells.type):
            codes = pc.add(cells.cast(pa.uint8()), pa.scalar(1, pa.uint8())).fill_null(NOT_KNOWN)
            return Column(np.asarray(codes), (None, False, True)), []
        different, places = self._different(cells)
        values = [self._value(cell) for cell in different]
        states = (None, *_in_order(self._fact, values))
        codes_of = {state: code for code, state in enumerate(states)}
        codes = [NOT_KNOWN if isinstance(value, Problem) else codes_of[value] for value in values]
        table = np.array([*codes, NOT_KNOWN], smallest_type(len(states)))
        bad = {place: value for place, value in enumerate(values) if isinstance(value, Problem)}
        return Column(table.take(places), states), [
            BadCell(int(row), bad[int(places[row])]) for row in np.flatnonzero(np.isin(places, list(bad)))
        ] if bad else []

    def _different(self, cells: pa.Array) -> tuple[list[Any], Any]:
        """The different cells, and for each row which of them it is; one more for an empty cell."""
        if not pa.types.is_dictionary(cells.type):
            if pa.types.is_nested(cells.type):
                raise UnreadablePeople(f"“{self._name}”一列的每一格里不止一个值，请每格只放一个。")
            cells = cells.dictionary_encode()
        different = cells.dictionary.to_pylist()
        return different, np.asarray(cells.indices.cast(pa.int32()).fill_null(len(different)))

    def _value(self, cell: Any) -> FactValue | Problem | None:
        if cell not in self._values:
            self._values[cell] = self._worked_out(cell)
        return self._values[cell]

    def _worked_out(self, cell: Any) -> FactValue | Problem | None:
        if cell is None or str(cell).strip() in DECLINED:
            return None
        try:
            return read_value(self._fact, cell, self._resolve)
        except NotAValue as error:
            return Problem(str(error), self._name, str(cell), self._fact)


def _in_order(fact: Fact, values: Iterable[FactValue | Problem | None]) -> list[FactValue]:
    """The different values, so that neighbours mostly pass and fail the same tests."""
    different = {value for value in values if value is not None and not isinstance(value, Problem)}
    if fact.type in (FactType.CHOICE, FactType.REGION):
        return sorted(different, key=str)
    return sorted(different)
