"""Employers over one open connection: grouped, counted and sorted in an index; only the rows of a page are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import JSON, ColumnElement, Select, and_, case, cast, func, select, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.registry.from_records import JOBS
from bot.core.registry.jobs import JobState
from bot.services.jobs.employer_ports import EmployerLine, EmployerRecord, EmployersWanted
from bot.storage.rows.record_rows import stored_record
from bot.storage.rows.region_scope import within
from bot.storage.tables.record_tables import records

POSTS = "number"
"""The field of a posting that says how many people are wanted."""
_ROW = records.c


def _how_many(those: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((those, 1), else_=0))


_PUBLISHED = _how_many(and_(_ROW.register == JOBS, _ROW.state == JobState.PUBLISHED.value))
_IN_REVIEW = _how_many(and_(_ROW.register == JOBS, _ROW.state == JobState.IN_REVIEW.value))
_OTHERS = _how_many(_ROW.register != JOBS)
_CHANGED = func.max(_ROW.changed_at)


class EmployerRows:
    """Employers are groups of records with the same name in the same region."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._is_postgresql = connection.dialect.name == "postgresql"

    async def page(self, wanted: EmployersWanted, first: int, limit: int) -> Sequence[EmployerLine]:
        """The employers of one page: found by what they are sorted by alone; the rest is counted of these few only."""
        keys = {"name": _ROW.employer, "region": _ROW.region, "published": _PUBLISHED, "changed": _CHANGED}
        found = self._grouped(wanted).order_by(*_order(wanted, keys)).offset(first).limit(limit).subquery()
        counts = (_PUBLISHED.label("published"), _IN_REVIEW.label("in_review"), _OTHERS.label("others"))
        lasts = (_CHANGED.label("changed_at"), func.max(_ROW.id).label("newest"))
        theirs = and_(_ROW.region == found.c.region, _ROW.employer == found.c.employer)
        query = select(found.c.region, found.c.employer, *counts, *lasts).join(records, theirs)
        query = query.where(_among(wanted.registers)).group_by(found.c.region, found.c.employer)
        page = query.subquery()
        lines = select(page, _ROW.number, _ROW.register, _ROW.open, self._posts(page.c).label("posts"))
        lines = lines.join(records, _ROW.id == page.c.newest)
        keys = {"name": page.c.employer, "region": page.c.region}
        keys |= {"published": page.c.published, "changed": page.c.changed_at}
        rows = await self._connection.execute(lines.order_by(*_order(wanted, keys)))
        return [_line(row, wanted.registers) for row in rows]

    async def count(self, wanted: EmployersWanted) -> int:
        """How many employers there are on all pages."""
        query = select(func.count()).select_from(self._grouped(wanted).subquery())
        return int(await self._connection.scalar(query) or 0)

    async def records(self, number: str, registers: Mapping[str, str], limit: int) -> Sequence[EmployerRecord]:
        """Records of the employer whom one of them is about, the newest first."""
        one = records.alias()
        same = and_(one.c.region == _ROW.region, one.c.employer == _ROW.employer, _ROW.employer.is_not(None))
        query = select(records).join(one, same).where(one.c.number == number)
        query = query.where(one.c.register.in_(registers), _ROW.register.in_(registers))
        rows = await self._connection.execute(query.order_by(_ROW.id.desc()).limit(limit))
        return [_record(row, registers) for row in rows]

    def _grouped(self, wanted: EmployersWanted) -> Select[Any]:
        """The groups as far as they are narrowed, by what makes them."""
        query = select(_ROW.region, _ROW.employer).where(
            _ROW.employer.is_not(None), _among(wanted.registers), within(_ROW.region, wanted.region)
        )
        if wanted.text:
            place = func.strpos if self._is_postgresql else func.instr
            query = query.where(place(_ROW.employer, wanted.text) > 0)
        query = query.group_by(_ROW.region, _ROW.employer)
        return query.having(_IN_REVIEW > 0) if wanted.in_review else query

    def _posts(self, group: Any) -> ColumnElement[Any]:
        """How many people the published postings of a group want."""
        job = records.alias()
        values: ColumnElement[Any] = cast(job.c.open, JSON) if self._is_postgresql else type_coerce(job.c.open, JSON)
        total = select(func.coalesce(func.sum(values[POSTS].as_integer()), 0))
        mine = and_(job.c.region == group.region, job.c.employer == group.employer)
        return total.where(mine, job.c.register == JOBS, job.c.state == JobState.PUBLISHED.value).scalar_subquery()


def _among(registers: Mapping[str, str]) -> ColumnElement[bool]:
    """As a bare column, SQLite would look for it in an index by register, and read every row for the rest."""
    return func.coalesce(_ROW.register, "").in_(registers)


def _order(wanted: EmployersWanted, keys: Mapping[str, ColumnElement[Any]]) -> list[ColumnElement[Any]]:
    """Of the same value by name and region, whichever way."""
    key = keys[wanted.sort]
    others = [each for each in (keys["name"], keys["region"]) if each is not key]
    return [key.desc() if wanted.descending else key.asc(), *others]


def _line(row: Any, names: Mapping[str, str]) -> EmployerLine:
    name = _name(row, orjson.loads(row.open), names)
    published, in_review, posts, others = (int(each) for each in (row.published, row.in_review, row.posts, row.others))
    return EmployerLine(row.number, name, row.region, published, in_review, posts, others, row.changed_at)


def _name(row: Any, plain: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """As it was written; the plain name if its field was given up since."""
    return str(plain.get(names[row.register], row.employer))


def _record(row: Any, names: Mapping[str, str]) -> EmployerRecord:
    stored = stored_record(row, None)
    return EmployerRecord(stored, _name(row, stored.open, names), row.changed_at)
