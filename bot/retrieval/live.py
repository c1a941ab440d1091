"""Clause search that can be exchanged while conversations go on: after an import, and at midnight."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from bot.core.conversation.turn import Hit
from bot.core.policies.imported import ImportedClause
from bot.retrieval.search import ClauseSearch

Build = Callable[[dt.date, Iterable[ImportedClause]], ClauseSearch]


class LiveSearch:
    """The search as it is now. Until it is told of imported documents it knows of none."""

    def __init__(self, build: Build, on: dt.date) -> None:
        self._build, self._on = build, on
        self._now: ClauseSearch | None = None

    def find(self, text: str, region: str | None, limit: int = 3) -> Sequence[Hit]:
        """The most relevant passages that hold in `region`; without one, national rules only."""
        return self._current().find(text, region, limit)

    def find_anywhere(self, text: str, limit: int = 3) -> Sequence[Hit]:
        """The most relevant passages of every region."""
        return self._current().find_anywhere(text, limit)

    def replace(self, imported: Iterable[ImportedClause], on: dt.date) -> None:
        """From now on with these documents, as of this day. Takes a second: call it in a thread."""
        self._now, self._on = self._build(on, imported), on

    def _current(self) -> ClauseSearch:
        if self._now is None:
            self._now = self._build(self._on, ())
        return self._now
