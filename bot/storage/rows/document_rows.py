"""Imported documents, drafts of them, and looks at documents, over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.policies.documents import Period
from bot.core.policies.imported import ImportedClause
from bot.services.policies.document_ports import DocumentCheck, Draft, ImportedEntry
from bot.storage.tables.document_tables import document_checks, document_drafts
from bot.storage.tables.people_tables import imported_clauses

_CLAUSE, _DRAFT, _CHECK = imported_clauses.c, document_drafts.c, document_checks.c
_FIELDS = [field.name for field in fields(ImportedClause)]
_DAYS = ("effective_from", "effective_to")


class ImportedRows:
    """Imported documents, clause by clause; the id of a document is that of its first clause."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, clauses: Sequence[ImportedClause], now: dt.datetime) -> int:
        """Store a document's clauses, replacing an earlier import of the same region and title."""
        for region, title in {(clause.region, clause.document_title) for clause in clauses}:
            await self._connection.execute(delete(imported_clauses).where(_of(region, title)))
        rows = [{**asdict(clause), "position": position, "imported_at": now} for position, clause in enumerate(clauses)]
        if rows:
            await self._connection.execute(insert(imported_clauses), rows)
        return len(rows)

    async def all(self) -> Sequence[ImportedClause]:
        """Every imported clause."""
        query = select(imported_clauses).order_by(_CLAUSE.region, _CLAUSE.id)
        return [_clause(row) for row in await self._connection.execute(query)]

    async def entries(self) -> Sequence[ImportedEntry]:
        """Every document, by region and title."""
        about = (_CLAUSE.region, _CLAUSE.document_title)
        of_all = [func.max(each) for each in (_CLAUSE.number, _CLAUSE.effective_from, _CLAUSE.effective_to)]
        counted = (func.min(_CLAUSE.id), *about, *of_all, func.count(), func.max(_CLAUSE.imported_at))
        query = select(*counted).group_by(*about).order_by(*about)
        return [
            ImportedEntry(first, region, title, number, Period(start, end), clauses, at)
            for first, region, title, number, start, end, clauses, at in await self._connection.execute(query)
        ]

    async def of(self, entry: int) -> Sequence[ImportedClause]:
        """The clauses of one document in order."""
        mine = await self._mine(entry)
        if mine is None:
            return []
        query = select(imported_clauses).where(mine).order_by(_CLAUSE.position)
        return [_clause(row) for row in await self._connection.execute(query)]

    async def remove(self, entry: int) -> int:
        """Delete one document."""
        mine = await self._mine(entry)
        if mine is None:
            return 0
        return (await self._connection.execute(delete(imported_clauses).where(mine))).rowcount

    async def mark(self) -> str:
        """How many there are, the newest, and when it came."""
        query = select(func.count(), func.max(_CLAUSE.id), func.max(_CLAUSE.imported_at))
        return " ".join(map(str, (await self._connection.execute(query)).one()))

    async def _mine(self, entry: int) -> ColumnElement[bool] | None:
        query = select(_CLAUSE.region, _CLAUSE.document_title).where(_CLAUSE.id == entry)
        found = (await self._connection.execute(query)).one_or_none()
        return None if found is None else _of(found.region, found.document_title)


class DraftRows:
    """Documents between being read and being kept."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, draft: Draft) -> None:
        """Keep a draft."""
        content = orjson.dumps([asdict(clause) for clause in draft.clauses]).decode()
        row = {"id": draft.id, "by": draft.by, "made_at": _ms(draft.made_at), "content": content}
        await self._connection.execute(insert(document_drafts).values(row))

    async def get(self, draft: str) -> Draft | None:
        """The draft of this id."""
        query = select(document_drafts).where(_DRAFT.id == draft)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        made_at = dt.datetime.fromtimestamp(row.made_at / 1000, dt.UTC)
        return Draft(row.id, row.by, made_at, tuple(map(_read, orjson.loads(row.content))))

    async def remove(self, draft: str) -> None:
        """It was kept or thrown away."""
        await self._connection.execute(delete(document_drafts).where(_DRAFT.id == draft))

    async def delete_before(self, moment: dt.datetime) -> int:
        """Delete drafts that nobody decided on."""
        old = delete(document_drafts).where(_DRAFT.made_at < _ms(moment))
        return (await self._connection.execute(old)).rowcount


class DocumentCheckRows:
    """Looks at documents."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, document: str, by: str, on: dt.date, note: str) -> int:
        """Note a look."""
        row = {"document": document, "by": by, "on": on, "note": note}
        key = (await self._connection.execute(insert(document_checks).values(row))).inserted_primary_key
        assert key is not None
        return int(key[0])

    async def get(self, check: int) -> DocumentCheck | None:
        """One look."""
        row = (await self._connection.execute(select(document_checks).where(_CHECK.id == check))).one_or_none()
        return None if row is None else _check(row)

    async def remove(self, check: int) -> None:
        """It was noted by mistake."""
        await self._connection.execute(delete(document_checks).where(_CHECK.id == check))

    async def all(self) -> Sequence[DocumentCheck]:
        """Every look, oldest first."""
        query = select(document_checks).order_by(_CHECK.on, _CHECK.id)
        return [_check(row) for row in await self._connection.execute(query)]


def _of(region: str, title: str) -> ColumnElement[bool]:
    return and_(_CLAUSE.region == region, _CLAUSE.document_title == title)


def _clause(row: Row[Any]) -> ImportedClause:
    return ImportedClause(**{name: row._mapping[name] for name in _FIELDS})


def _read(plain: dict[str, Any]) -> ImportedClause:
    days = {name: dt.date.fromisoformat(plain[name]) if plain[name] else None for name in _DAYS}
    return ImportedClause(**{**plain, **days})


def _check(row: Row[Any]) -> DocumentCheck:
    values = row._mapping
    return DocumentCheck(values["id"], values["document"], values["on"], values["by"], values["note"])


def _ms(moment: dt.datetime) -> int:
    return int(moment.timestamp() * 1000)
