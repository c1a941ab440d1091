"""Handovers over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.handover.case import Case, EndedBy, Reason, Side, State
from bot.services.handover.handover_ports import Kept, Said, Speaker
from bot.services.ports import VersionConflict
from bot.storage.encryption import Cipher
from bot.storage.tables.handover_tables import handover_messages, handover_reads, handovers


class HandoverRows:
    """Cases: who is reached and what was said are ciphertext; a keyed hash of the address finds them."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, case: Case, channel: str, address: str) -> None:
        """Keep a new case under its number."""
        contact = orjson.dumps({"channel": channel, "address": address})
        row = {
            "number": case.number,
            "address_hash": self._cipher.hashes(f"{channel}:{address}")[0],
            "contact": self._cipher.seal(contact, case.number),
            "version": case.version,
            **_values(case),
        }
        await self._connection.execute(insert(handovers).values(row))

    async def get(self, number: str) -> Kept | None:
        """The case of this number."""
        row = (await self._connection.execute(select(handovers).where(handovers.c.number == number))).one_or_none()
        return None if row is None else self._kept(row)

    async def open_at(self, channel: str, address: str) -> Kept | None:
        """The open case of whoever is at this address."""
        mine = handovers.c.address_hash.in_(self._cipher.hashes(f"{channel}:{address}"))
        query = select(handovers).where(mine, handovers.c.state != State.CLOSED.value).order_by(handovers.c.id)
        row = (await self._connection.execute(query)).first()
        return None if row is None else self._kept(row)

    async def all_at(self, channel: str, address: str) -> Sequence[Kept]:
        """Every case of whoever is at this address, the oldest first."""
        mine = handovers.c.address_hash.in_(self._cipher.hashes(f"{channel}:{address}"))
        rows = await self._connection.execute(select(handovers).where(mine).order_by(handovers.c.id))
        return [self._kept(row) for row in rows]

    async def all_open(self) -> Sequence[Kept]:
        """Every open case, the oldest first."""
        query = select(handovers).where(handovers.c.state != State.CLOSED.value).order_by(handovers.c.id)
        return [self._kept(row) for row in await self._connection.execute(query)]

    async def closed_since(self, moment: dt.datetime) -> Sequence[Kept]:
        """Every case that was closed then or later, the newest first."""
        late = handovers.c.closed_at >= _seconds(moment)
        query = select(handovers).where(late).order_by(handovers.c.closed_at.desc())
        return [self._kept(row) for row in await self._connection.execute(query)]

    async def change(self, after: Case) -> None:
        """Keep the case as it is now; one writer wins."""
        mine = (handovers.c.number == after.number) & (handovers.c.version == after.version)
        change = update(handovers).where(mine).values(**_values(after), version=after.version + 1)
        if (await self._connection.execute(change)).rowcount != 1:
            raise VersionConflict

    async def say(self, number: str, said: Said) -> None:
        """Add a message."""
        row = {
            "handover": number,
            "speaker": said.speaker.value,
            "staff": said.by,
            "at": _seconds(said.at),
            "text": self._cipher.seal(said.text.encode(), number),
        }
        await self._connection.execute(insert(handover_messages).values(row))

    async def said(self, number: str, after: int = 0) -> Sequence[Said]:
        """What was said in a case after a message, in order."""
        mine = (handover_messages.c.handover == number, handover_messages.c.id > after)
        rows = await self._connection.execute(select(handover_messages).where(*mine).order_by(handover_messages.c.id))
        return [
            Said(
                Speaker(row.speaker),
                row.staff,
                _moment(row.at),
                self._cipher.unseal(row.text, number).decode(),
                row.id,
            )
            for row in rows
        ]

    async def note_read(self, number: str, staff: str, upto: int) -> None:
        """Nothing that was seen becomes unseen again."""
        dialect = insert_sqlite if self._connection.dialect.name == "sqlite" else insert_postgresql
        row = dialect(handover_reads).values(handover=number, staff=staff, upto=upto)
        change = row.on_conflict_do_update(
            index_elements=[handover_reads.c.handover, handover_reads.c.staff],
            set_={"upto": upto},
            where=handover_reads.c.upto < upto,
        )
        await self._connection.execute(change)

    async def unread(self, staff: str, numbers: Collection[str]) -> Mapping[str, int]:
        """Messages of the person beyond what this member of staff has seen."""
        said, read = handover_messages.c, handover_reads.c
        mine = and_(read.handover == said.handover, read.staff == staff)
        query = (
            select(said.handover, func.count())
            .select_from(handover_messages.outerjoin(handover_reads, mine))
            .where(said.handover.in_(sorted(numbers)), said.speaker == Speaker.PERSON.value)
            .where(or_(read.upto.is_(None), said.id > read.upto))
            .group_by(said.handover)
        )
        return {row[0]: row[1] for row in await self._connection.execute(query)}

    async def delete_at(self, channel: str, address: str) -> int:
        """Delete every case of whoever is at this address; what was said goes with it."""
        mine = handovers.c.address_hash.in_(self._cipher.hashes(f"{channel}:{address}"))
        return (await self._connection.execute(delete(handovers).where(mine))).rowcount

    async def delete_closed(self, before: dt.datetime) -> int:
        """Delete cases that were closed before this moment; what was said goes with them."""
        old = handovers.c.closed_at < _seconds(before)
        return (await self._connection.execute(delete(handovers).where(old))).rowcount

    def _kept(self, row: Row[Any]) -> Kept:
        """Raises `UnreadableError` if it was sealed for another case or with another key."""
        contact = orjson.loads(self._cipher.unseal(row.contact, row.number))
        return Kept(_case(row), contact["channel"], contact["address"])


def _values(case: Case) -> dict[str, object]:
    return {
        "region": case.region,
        "role": case.role,
        "easy": case.easy,
        "reason": case.reason.value,
        "state": case.state.value,
        "opened_at": _seconds(case.opened_at),
        "awaited": case.awaited.value,
        "since": _seconds(case.since),
        "silent": case.silent,
        "staff": case.staff,
        "closed_at": None if case.closed_at is None else _seconds(case.closed_at),
        "ended_by": case.ended_by and case.ended_by.value,
    }


def _case(row: Row[Any]) -> Case:
    return Case(
        number=row.number,
        region=row.region,
        role=row.role,
        easy=row.easy,
        reason=Reason(row.reason),
        state=State(row.state),
        opened_at=_moment(row.opened_at),
        awaited=Side(row.awaited),
        since=_moment(row.since),
        silent=row.silent,
        staff=row.staff,
        closed_at=None if row.closed_at is None else _moment(row.closed_at),
        ended_by=row.ended_by and EndedBy(row.ended_by),
        version=row.version,
    )


def _seconds(moment: dt.datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)
