"""Clauses of documents that were imported whole: searchable with citation, but not yet stated as measures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.policies.documents import Period


@dataclass(frozen=True)
class ImportedClause:
    """One clause in the document's own words, under the id people cite it by. `None` means open or not stated."""

    region: str
    document_title: str
    number: str | None
    clause: str
    text: str
    effective_from: dt.date | None
    effective_to: dt.date | None

    @property
    def period(self) -> Period:
        """When it holds."""
        return Period(self.effective_from, self.effective_to)
