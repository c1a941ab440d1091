"""Reads blocks of a people source into columns of what is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from bot.core.eligibility.columns import Column, smallest_type, unknown_column
from bot.core.eligibility.values import ResolveRegion
from bot.core.policies.facts import Fact
from bot.screening.cells import BadCell, Cells
from bot.screening.heading import REGION, Heading
from bot.screening.people import PeopleSource, blocks

ROWS_A_BLOCK = 1 << 18
"""So many people are held in memory at once; in the result they stand together."""


@dataclass(frozen=True)
class Block:
    """Some people: who they are, where (`None` where that is not known), and their facts."""

    ids: pa.Array
    regions: Column
    facts: Mapping[str, Column]

    def __len__(self) -> int:
        return len(self.ids)


class PeopleReader:
    """Reads one source; `region` is where people are whose row does not say so."""

    def __init__(
        self,
        source: PeopleSource,
        heading: Heading,
        facts: Mapping[str, Fact],
        resolve: ResolveRegion,
        region: str | None = None,
    ) -> None:
        self._source = source
        self._heading = heading
        self._region = region
        self._facts = {fact: Cells(facts[fact], name, resolve) for fact, name in heading.facts.items()}
        self._regions = Cells(facts[REGION], heading.region, resolve) if heading.region is not None else None

    @property
    def doubtful(self) -> frozenset[str]:
        """The facts whose cells may not be readable: all whose column allows more than the fact does."""
        schema = self._source.schema
        return frozenset(
            fact
            for fact, cells in self._facts.items()
            if not cells.take_all(schema.field(self._heading.facts[fact]).type)
        )

    def blocks(
        self, rows: int, only: frozenset[str], *, skip: int = 0, ids: bool = True
    ) -> Iterator[tuple[Block, list[BadCell]]]:
        """All people, `rows` at a time, and the cells that cannot be read.

        `only` these facts are read; the first `skip` blocks are passed over; without `ids` people are numbered.
        """
        facts = {fact: name for fact, name in self._heading.facts.items() if fact in only}
        wanted = Heading(self._heading.id if ids else None, self._heading.region, facts)
        # Without any column there would be no rows.
        columns = wanted.columns or self._source.schema.names[:1]
        for number, batch in enumerate(blocks(self._source, columns, rows, wanted.id)):
            if number >= skip:
                yield self._block(batch, wanted, number * rows)

    def _block(self, batch: pa.RecordBatch, heading: Heading, first_row: int) -> tuple[Block, list[BadCell]]:
        bad: list[BadCell] = []
        columns = {}
        for fact, name in heading.facts.items():
            columns[fact], wrong = self._facts[fact].read(batch.column(name))
            bad += wrong
        regions = unknown_column(len(batch))
        if self._regions is not None:
            regions, wrong = self._regions.read(batch.column(heading.region))
            bad += wrong
        if self._region is not None:
            regions = _filled(regions, self._region)
        located = [BadCell(first_row + cell.row, cell.problem) for cell in sorted(bad, key=lambda cell: cell.row)]
        return Block(_ids(batch, heading.id, first_row), regions, columns), located


def _ids(batch: pa.RecordBatch, name: str | None, first_row: int) -> pa.Array:
    """Who they are; people without a name of their own are numbered from 1."""
    if name is None:
        return pa.array(np.arange(first_row + 1, first_row + len(batch) + 1))
    ids = batch.column(name)
    return ids.dictionary_decode() if pa.types.is_dictionary(ids.type) else ids


def _filled(regions: Column, region: str) -> Column:
    """With `region` wherever none is known."""
    told = [state or region for state in regions.states]
    states = (None, *sorted({str(state) for state in told}))
    table = np.array([states.index(str(state)) for state in told], smallest_type(len(states)))
    return Column(table.take(regions.codes), states)
