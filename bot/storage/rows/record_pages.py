"""Pages of records over one open connection: what is looked for and sorted by is in clear or in an index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import (
    ColumnElement,
    Double,
    Numeric,
    and_,
    case,
    cast,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.records.record_page_ports import Chosen, PageWanted, SortKind
from bot.services.records.record_ports import Stored, Wanted
from bot.storage.encryption import Cipher
from bot.storage.rows.record_rows import conditions, stored_record
from bot.storage.tables.record_tables import records

FEW = 200
"""So many are found together with the page; of more, how many there are is asked for itself."""
SORTED_BY = 60
"""Characters of a value that count when a list is sorted by it."""
DIGITS = 16
"""Characters of a number."""
_ROW = records.c
_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "entered": _ROW.id,
    "region": _ROW.region,
    "period": func.coalesce(_ROW.period, ""),
    "state_since": _ROW.state_since,
}


class RecordPageRows:
    """Finds the rows of a page by numbers alone, and only then reads them."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._is_postgresql = connection.dialect.name == "postgresql"

    async def page(self, wanted: PageWanted) -> tuple[Sequence[Stored], int]:
        """The records of one page, and how many there are. Where all have to be read, they are read once."""
        if wanted.text:
            found = await self._ids(wanted, 0, FEW + 1)
            if len(found) <= FEW:
                return await self._read(found[wanted.first : wanted.first + wanted.limit]), len(found)
        query = select(func.count()).select_from(records).where(*self._conditions(wanted))
        return await self.after(wanted), int(await self._connection.scalar(query) or 0)

    async def after(self, wanted: PageWanted) -> Sequence[Stored]:
        """The records of one page."""
        return await self._read(await self._ids(wanted, wanted.first, wanted.limit))

    async def _ids(self, wanted: PageWanted, first: int, limit: int) -> Sequence[int]:
        key = self._key(wanted)
        # Of the same value the oldest first, whichever way: rows come in that order, so that ties cost nothing.
        order = [key.desc() if wanted.descending else key.asc(), *([] if key is _ROW.id else [_ROW.id])]
        query = select(_ROW.id).where(*self._conditions(wanted)).order_by(*order).offset(first).limit(limit)
        return (await self._connection.execute(query)).scalars().all()

    async def _read(self, ids: Sequence[int]) -> Sequence[Stored]:
        rows = await self._connection.execute(select(records).where(_ROW.id.in_(ids)))
        by_id = {row.id: row for row in rows}
        return [stored_record(by_id[each], self._cipher) for each in ids]

    async def counts(self, region: str) -> Mapping[str, int]:
        """How many records each register has."""
        within = conditions(Wanted(region=region))
        query = select(_ROW.register, func.count().label("kept")).where(*within).group_by(_ROW.register)
        rows = await self._connection.execute(query)
        return {row.register: row.kept for row in rows}

    def _conditions(self, wanted: PageWanted) -> list[ColumnElement[bool]]:
        found = conditions(wanted.wanted)
        if wanted.text:
            plain = orjson.dumps(wanted.text).decode()[1:-1]  # as it stands within the text of the values
            fits = [self._place_of(plain) > 0]
            fits += [self._is_chosen(each) for each in wanted.options]
            found.append(or_(*fits))
        return found

    def _is_chosen(self, chosen: Chosen) -> ColumnElement[bool]:
        """Whether an option is chosen, be it the only one of its field or one of several."""
        field, option = _plain(chosen.field), orjson.dumps(chosen.option).decode()
        if not chosen.several:
            return self._place_of(f'"{field}":{option}') > 0
        return and_(self._place_of(option) > 0, self._place_of(f'"{field}":[') > 0)

    def _key(self, wanted: PageWanted) -> ColumnElement[Any]:
        if wanted.sort == "state":
            places = {state: place for place, state in enumerate(wanted.order)}
            return case(places, value=_ROW.state, else_=len(places)) if places else _ROW.state
        return _COLUMNS[wanted.sort] if wanted.sort in _COLUMNS else self._value(wanted.sort, wanted.kind)

    def _value(self, field: str, kind: SortKind) -> ColumnElement[Any]:
        """What a field that is kept in clear begins with, for sorting; the lowest where it is empty.

        Taken from the text of the values as they were written, without quotes or spaces that orjson does not write:
        reading that text as JSON takes three times as long, and a hundred thousand of them have to be gone through.
        """
        mark = f'"{_plain(field)}":' + ('"' if kind is SortKind.TEXT else "")
        at = func.nullif(self._place_of(mark), 0)
        begins = func.substr(_ROW.open, at + len(mark), DIGITS if kind is SortKind.NUMBER else SORTED_BY)
        if kind is not SortKind.NUMBER:
            return func.coalesce(begins.collate("C") if self._is_postgresql else begins, "")
        if self._is_postgresql:
            whole = func.split_part(func.translate(func.ltrim(begins, '"'), '"}', ",,"), ",", 1)
            return func.coalesce(cast(func.nullif(whole, ""), Double), literal(-1))
        return func.coalesce(cast(func.ltrim(begins, '"'), Numeric), literal(-1))

    def _place_of(self, text: str) -> ColumnElement[Any]:
        """Where a text stands within the values, from 1; 0 if it does not."""
        return func.strpos(_ROW.open, text) if self._is_postgresql else func.instr(_ROW.open, text)


def _plain(field: str) -> str:
    """The id of a field. It is that of a declaration; anything else is a programming error."""
    if not field.isidentifier():
        raise ValueError(field)
    return field
