"""Records and their history over one open connection."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, delete, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.regions.region import NATIONAL
from bot.services.ports import VersionConflict
from bot.services.records.record_ports import AlreadyThere, Entry, Happened, Stored, Wanted
from bot.storage.encryption import Cipher
from bot.storage.rows.region_scope import within
from bot.storage.tables.record_tables import record_events, record_marks, records

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without what people take for one another. Twelve of them are sixty random bits: nobody guesses a number."""
AT_ONCE = 500
"""Values in one statement: databases allow so many."""


def new_number() -> str:
    """A number to be told to people, e.g. K7QD-2M9X-4RTA."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


class RecordRows:
    """Records: what is secret is one ciphertext each, which opens in its own row only."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, entries: Sequence[Entry], by: str, now: dt.datetime) -> Sequence[str]:
        """Keep new records; returns their numbers in the same order."""
        await self._refuse_taken(entries)
        numbers = [new_number() for _ in entries]
        rows = [
            {
                **self._values(entry, number, by, now),
                "number": number,
                "owner": entry.owner,
                "version": 1,
                "entered_at": now,
                "entered_by": by,
            }
            for entry, number in zip(entries, numbers, strict=True)
        ]
        events = [{"record": number, "at": now, "by": by, "kind": "added", "detail": "{}"} for number in numbers]
        marks = [mark for entry, number in zip(entries, numbers, strict=True) for mark in self._marks(entry, number)]
        try:
            for table, several in ((records, rows), (record_events, events), (record_marks, marks)):
                for start in range(0, len(several), AT_ONCE):
                    await self._connection.execute(insert(table), several[start : start + AT_ONCE])
        except IntegrityError as error:  # somebody else was quicker by a moment
            raise VersionConflict from error
        return numbers

    async def kept_as_one(self, ones: Sequence[str]) -> Mapping[str, str]:
        """Which of these texts belong to a record already, and to which."""
        hashes = {mark: one for one in ones for mark in self._cipher.hashes(one)}
        found: dict[str, str] = {}
        marks = list(hashes)
        for start in range(0, len(marks), AT_ONCE):
            query = select(records.c.one, records.c.number).where(records.c.one.in_(marks[start : start + AT_ONCE]))
            found |= {hashes[row.one]: row.number for row in await self._connection.execute(query)}
        return found

    async def get(self, record: str) -> Stored | None:
        """The record of this number."""
        row = (await self._connection.execute(select(records).where(records.c.number == record))).one_or_none()
        return None if row is None else self._stored(row)

    async def replace(self, stored: Stored, entry: Entry, happened: Happened) -> None:
        """Put `entry` in the place of what was read as `stored`; one writer wins."""
        await self._refuse_taken([entry], but=stored.id)
        values = self._values(entry, stored.id, happened.by, happened.at)
        mine = and_(records.c.number == stored.id, records.c.version == stored.version)
        try:
            result = await self._connection.execute(
                update(records).where(mine).values(**values, version=stored.version + 1)
            )
        except IntegrityError as error:
            raise VersionConflict from error
        if result.rowcount != 1:
            raise VersionConflict
        await self._connection.execute(delete(record_marks).where(record_marks.c.record == stored.id))
        marks = self._marks(entry, stored.id)
        if marks:
            await self._connection.execute(insert(record_marks), marks)
        detail = orjson.dumps(dict(happened.detail)).decode()
        event = {"record": stored.id, "at": happened.at, "by": happened.by, "kind": happened.kind, "detail": detail}
        await self._connection.execute(insert(record_events).values(event))

    async def find(self, wanted: Wanted) -> Sequence[Stored]:
        """Records in the order in which they were added."""
        query = select(records).where(*conditions(wanted)).order_by(records.c.id)
        return [self._stored(row) for row in await self._connection.execute(query)]

    async def some(self, register: str | None, after: str, limit: int, region: str | None = None) -> Sequence[Stored]:
        """The next records in the order of their numbers."""
        query = select(records).where(records.c.number > after).order_by(records.c.number).limit(limit)
        if register is not None:
            query = query.where(records.c.register == register)
        if region is not None:
            query = query.where(within(records.c.region, region))
        return [self._stored(row) for row in await self._connection.execute(query)]

    async def of_subject(self, subject: str) -> Sequence[Stored]:
        """Everything kept of one subject."""
        query = select(records).where(records.c.subject.in_(self._cipher.hashes(subject))).order_by(records.c.id)
        return [self._stored(row) for row in await self._connection.execute(query)]

    async def of_owner(self, person: str) -> Sequence[Stored]:
        """Everything a person handed in."""
        query = select(records).where(records.c.owner == person).order_by(records.c.id)
        return [self._stored(row) for row in await self._connection.execute(query)]

    async def marked(self, kind: str, text: str) -> Sequence[Stored]:
        """Records with this mark."""
        table = record_marks.c
        theirs = select(table.record).where(table.mark.in_(self._cipher.hashes(f"{kind} {text}")), table.kind == kind)
        query = select(records).where(records.c.number.in_(theirs)).order_by(records.c.id)
        return [self._stored(row) for row in await self._connection.execute(query)]

    async def counts(self, register: str, subjects: Sequence[str]) -> Mapping[str, int]:
        """How many records of a register each of these subjects has."""
        found: dict[str, int] = {}
        marks = {mark: subject for subject in subjects for mark in self._cipher.hashes(subject)}
        table, several = records.c, list(marks)
        for start in range(0, len(several), AT_ONCE):
            theirs = and_(table.register == register, table.subject.in_(several[start : start + AT_ONCE]))
            query = select(table.subject, func.count()).where(theirs).group_by(table.subject)
            for mark, count in await self._connection.execute(query):
                found[marks[mark]] = found.get(marks[mark], 0) + count
        return found

    async def history(self, record: str) -> Sequence[Happened]:
        """What happened to a record, oldest first."""
        query = select(record_events).where(record_events.c.record == record).order_by(record_events.c.id)
        rows = await self._connection.execute(query)
        return [Happened(row.at, row.by, row.kind, orjson.loads(row.detail)) for row in rows]

    async def delete(self, numbers: Sequence[str]) -> None:
        """Delete these records; history goes with them."""
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            await self._connection.execute(delete(records).where(records.c.number.in_(some)))

    async def delete_subject(self, subject: str) -> int:
        """Delete everything kept of one subject; history goes with it."""
        mine = records.c.subject.in_(self._cipher.hashes(subject))
        return (await self._connection.execute(delete(records).where(mine))).rowcount

    async def _refuse_taken(self, entries: Sequence[Entry], but: str | None = None) -> None:
        """Names every entry that repeats a kept record, or another entry."""
        ones = [entry.one for entry in entries]
        kept = await self.kept_as_one([one for one in ones if one is not None])
        taken = {one for one, number in kept.items() if number != but}
        positions: list[int] = []
        for position, one in enumerate(ones):
            if one in taken:
                positions.append(position)
            elif one is not None:
                taken.add(one)
        if positions:
            raise AlreadyThere(positions)

    def _values(self, entry: Entry, number: str, by: str, now: dt.datetime) -> dict[str, Any]:
        return {
            "register": entry.register,
            "region": entry.region,
            "subject": self._mark(entry.subject),
            "one": self._mark(entry.one),
            "employer": entry.employer,
            "period": entry.period,
            "state": entry.state,
            "state_since": entry.state_since,
            "open": orjson.dumps(dict(entry.open)).decode(),
            "secret": self._cipher.seal(orjson.dumps(dict(entry.secret)), number) if entry.secret else None,
            "changed_at": now,
            "changed_by": by,
        }

    def _marks(self, entry: Entry, number: str) -> list[dict[str, str]]:
        return [
            {"record": number, "kind": kind, "mark": self._cipher.hashes(f"{kind} {text}")[0]}
            for kind, text in sorted(entry.marks)
        ]

    def _mark(self, text: str | None) -> str | None:
        return None if text is None else self._cipher.hashes(text)[0]

    def _stored(self, row: Row[Any]) -> Stored:
        return stored_record(row, self._cipher)


def stored_record(row: Any, cipher: Cipher | None) -> Stored:
    """The record of a row; without a cipher, what is secret is left out.

    Raises `UnreadableError` if sealed for another row or with another key.
    """
    secret = {} if cipher is None or row.secret is None else orjson.loads(cipher.unseal(row.secret, row.number))
    return Stored(
        row.number,
        row.register,
        row.region,
        orjson.loads(row.open),
        secret,
        row.period,
        row.state,
        row.state_since,
        row.entered_by,
        row.version,
        row.owner,
    )


def conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """What the rows of such records fit."""
    table = records.c
    conditions: list[ColumnElement[bool]] = []
    if wanted.registers is not None:
        conditions.append(table.register.in_(wanted.registers))
    if wanted.region is not None and wanted.region != NATIONAL:
        conditions.append(table.region.startswith(_with_parts(wanted.region), autoescape=True))
    if wanted.places is not None:
        conditions.append(table.region.in_(wanted.places))
    if wanted.period is not None:
        conditions.append(table.period == wanted.period)
    if wanted.state is not None:
        conditions.append(table.state == wanted.state)
    return conditions


def _with_parts(region: str) -> str:
    """What the codes of a region and all its parts begin with."""
    if region.endswith("0000"):
        return region[:2]
    return region[:4] if region.endswith("00") else region
