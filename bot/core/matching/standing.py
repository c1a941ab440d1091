"""Until which day each row counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import numpy as np

from bot.core.matching.state_table import Rows

_NEVER, _FIRST, _ALWAYS = 0, 1, dt.date.max.toordinal()


class Standing:
    """The last day of each row, `None` for one without end. A row that is dropped counts on no day."""

    def __init__(self, ids: Sequence[str], last_days: Sequence[dt.date | None]) -> None:
        self._rows = {name: row for row, name in enumerate(ids)}
        self._last = np.array([day.toordinal() if day else _ALWAYS for day in last_days], np.int32)

    def drop(self, name: str) -> None:
        """A name that is not among the rows changes nothing."""
        row = self._rows.get(name)
        if row is not None:
            self._last[row] = _NEVER

    def among(self, rows: Rows, on: dt.date | None) -> Rows:
        """Those of the rows that count on a day; without a day all that were not dropped."""
        return rows[self._last[rows] >= (on.toordinal() if on else _FIRST)]
