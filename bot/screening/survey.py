"""A first look through all people before anything is written: how many, from where, and what cannot be read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from bot.core.eligibility.columns import Column
from bot.screening.cells import BadCell
from bot.screening.reading import ROWS_A_BLOCK, PeopleReader

SHOWN = 20
"""So many cells that cannot be read are shown; the others are counted."""


@dataclass
class Survey:
    """`regions`: by code how many people are there; `None` for those of whom it is not known."""

    people: int = 0
    regions: dict[str | None, int] = field(default_factory=dict)
    bad_cells: int = 0
    first_bad: list[BadCell] = field(default_factory=list)

    def add(self, regions: Column, bad: list[BadCell]) -> None:
        """Another block."""
        self.people += len(regions.codes)
        for state, count in zip(regions.states, np.bincount(regions.codes, minlength=len(regions.states)), strict=True):
            if count:
                code = None if state is None else str(state)
                self.regions[code] = self.regions.get(code, 0) + int(count)
        self.bad_cells += len(bad)
        self.first_bad += bad[: SHOWN - len(self.first_bad)]


def survey(reader: PeopleReader, rows: int = ROWS_A_BLOCK) -> Survey:
    """Looks through everybody. Raises `UnreadablePeople`."""
    found = Survey()
    for block, bad in reader.blocks(rows, reader.doubtful, ids=False):
        found.add(block.regions, bad)
    return found
