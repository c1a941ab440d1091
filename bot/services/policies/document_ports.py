"""What use cases around documents need from outside: imports, drafts of imports, and who looked at a document when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.policies.documents import Period
from bot.core.policies.imported import ImportedClause


@dataclass(frozen=True)
class ImportedEntry:
    """An imported document without its text; `id` stands for it until it is imported anew or removed."""

    id: int
    region: str
    title: str
    number: str | None
    period: Period
    clauses: int
    imported_at: dt.datetime


@dataclass(frozen=True)
class Draft:
    """Clauses read from a file that nobody has approved yet, or that were just removed."""

    id: str
    by: str
    made_at: dt.datetime
    clauses: tuple[ImportedClause, ...]


@dataclass(frozen=True)
class DocumentCheck:
    """Somebody looked whether a document still holds. `document` is its id, `note` what they found."""

    id: int
    document: str
    on: dt.date
    by: str
    note: str


class ImportedDocuments(Protocol):
    """Documents that staff added, clause by clause."""

    async def add(self, clauses: Sequence[ImportedClause], now: dt.datetime) -> int:
        """Store a document's clauses, replacing an earlier import of the same region and title."""
        ...

    async def all(self) -> Sequence[ImportedClause]:
        """Every imported clause."""
        ...

    async def entries(self) -> Sequence[ImportedEntry]:
        """Every document, by region and title."""
        ...

    async def of(self, entry: int) -> Sequence[ImportedClause]:
        """The clauses of one document in order; none if it is gone."""
        ...

    async def remove(self, entry: int) -> int:
        """Delete one document; returns the clauses."""
        ...

    async def mark(self) -> str:
        """Another text after every import and removal, also by other processes."""
        ...


class Drafts(Protocol):
    """Documents between being read and being kept."""

    async def add(self, draft: Draft) -> None:
        """Keep a draft."""
        ...

    async def get(self, draft: str) -> Draft | None:
        """The draft of this id."""
        ...

    async def remove(self, draft: str) -> None:
        """It was kept or thrown away."""
        ...

    async def delete_before(self, moment: dt.datetime) -> int:
        """Delete drafts that nobody decided on; returns how many."""
        ...


class DocumentChecks(Protocol):
    """Looks at documents."""

    async def add(self, document: str, by: str, on: dt.date, note: str) -> int:
        """Note a look; returns its id."""
        ...

    async def get(self, check: int) -> DocumentCheck | None:
        """One look."""
        ...

    async def remove(self, check: int) -> None:
        """It was noted by mistake."""
        ...

    async def all(self) -> Sequence[DocumentCheck]:
        """Every look, oldest first."""
        ...
