"""An imported document as a value, before it is bound to a region."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.policies.imported import ImportedClause


@dataclass(frozen=True)
class SplitClause:
    """One clause under the id it is cited by: 序言, 二(一)1, 第五条, 附件3, 表一5.3, 段2."""

    id: str
    text: str


@dataclass(frozen=True)
class ImportedDocument:
    """What a file states about itself, and its clauses. `None`: the text does not say."""

    title: str
    number: str | None
    issuer: str | None
    issued: dt.date | None
    clauses: tuple[SplitClause, ...]

    def for_region(
        self, region: str, effective_from: dt.date | None = None, effective_to: dt.date | None = None
    ) -> tuple[ImportedClause, ...]:
        """The clauses as clause search takes them; without a first day, the day of issue counts."""
        start = effective_from or self.issued
        return tuple(
            ImportedClause(region, self.title, self.number, clause.id, clause.text, start, effective_to)
            for clause in self.clauses
        )
