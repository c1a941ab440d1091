"""Limits of platforms over one open connection: when the next message may leave, in all and to one chat."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    bindparam,
    case,
    delete,
    exists,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.delivery_ports import Reserved
from bot.storage.encryption import Cipher
from bot.storage.rows.standing_rows import padded
from bot.storage.tables.delivery_tables import chat_pace, pace

SECOND = 1_000_000
LONGEST_QUEUE = 30 * SECOND
"""Slots are never given further ahead than this: what looks so is a clock that was put back."""
_CLOCKS = {
    "postgresql": "(extract(epoch from clock_timestamp()) * 1000000)::bigint",
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
}


class _Statements:
    """What is asked for every few messages, made once for each kind of database: making takes longer than asking."""

    def __init__(self, dialect: str) -> None:
        # Both know the same "on conflict"; only their types differ.
        self.insert: Any = insert_sqlite if dialect == "sqlite" else insert_postgresql
        self.now: ColumnElement[int] = literal_column(_CLOCKS[dialect], BigInteger)
        now, name = self.now, pace.c.name == bindparam("channel")
        begin = case((pace.c.held_until > now, pace.c.held_until), else_=now)
        begin = case((pace.c.next_at.between(begin, begin + LONGEST_QUEUE), pace.c.next_at), else_=begin)
        ahead = begin + bindparam("ahead", type_=BigInteger)
        self.reserve = update(pace).where(name).values(next_at=ahead).returning(pace.c.next_at, now.label("now"))
        self.is_held = select(exists().where(name, pace.c.held_until > now))
        left = (chat_pace.c.next_at - now).label("left")
        chats = chat_pace.c.chat.in_(bindparam("chats", expanding=True))
        self.busy = select(chat_pace.c.chat, left).where(chats, left > 0)
        new = {"next_at": now + bindparam("gap", type_=BigInteger), "held": bindparam("held", type_=Boolean)}
        put = self.insert(chat_pace).values(chat=bindparam("key"), **new)
        kept = {name: put.excluded[name] for name in new}
        self.put = put.on_conflict_do_update(index_elements=["chat"], set_=kept)


_of_dialect = cache(_Statements)


class PaceRows:
    """The next free moments, in microseconds since 1970 by the database's clock: one clock for all machines."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        self._ask = _of_dialect(connection.dialect.name)

    async def need_no_disk(self) -> None:
        """The transaction's commit does not wait for the disk: others wait for its locks."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(text("SET LOCAL synchronous_commit TO OFF"))

    async def reserve(self, channel: str, count: int, step: int) -> Reserved:
        """The next `count` slots. The row's lock puts the processes in a line, until this is committed."""
        asked = {"channel": channel, "ahead": count * step}
        row = (await self._connection.execute(self._ask.reserve, asked)).one_or_none()
        if row is None:
            new = self._ask.insert(pace).values(name=channel, next_at=0)
            await self._connection.execute(new.on_conflict_do_nothing())
            return await self.reserve(channel, count, step)
        begins = row.next_at - count * step - row.now
        return Reserved(tuple(max(0.0, (begins + place * step) / SECOND) for place in range(count)))

    async def take_chats(self, addresses: Mapping[int, str], gap: int) -> Mapping[int, float]:
        """Take the next moment of each chat that is free; of the others, seconds until they are."""
        if not addresses:
            return {}
        keys = {each: self._key(address) for each, address in addresses.items()}
        found = await self._connection.execute(self._ask.busy, {"chats": padded(set(keys.values()))})
        busy = {row.chat: row.left / SECOND for row in found}
        waits: dict[int, float] = {}
        taken: set[int] = set()
        for each, key in keys.items():
            if key in busy or key in taken:
                waits[each] = busy.get(key, gap / 1000)
            else:
                taken.add(key)
        await self._put(taken, gap / 1000)
        return waits

    async def hold(self, channel: str, seconds: float) -> None:
        """Nothing at all is sent for so long."""
        until = self._ask.now + int(seconds * SECOND)
        later = case((pace.c.held_until > until, pace.c.held_until), else_=until)
        changed = await self._connection.execute(update(pace).where(pace.c.name == channel).values(held_until=later))
        if changed.rowcount == 0:
            await self.reserve(channel, 0, 0)
            await self.hold(channel, seconds)

    async def hold_chat(self, channel: str, address: str, seconds: float) -> bool:
        """Nothing is sent to this chat for so long."""
        key = self._key(f"{channel}:{address}")
        held = exists().where(chat_pace.c.held, chat_pace.c.chat != key, chat_pace.c.next_at > self._ask.now)
        others: bool = bool((await self._connection.execute(select(held))).scalar())
        await self._put({key}, seconds, held=True)
        return others

    async def is_held(self, channel: str) -> bool:
        """Whether nothing at all may be sent now."""
        return bool((await self._connection.execute(self._ask.is_held, {"channel": channel})).scalar())

    async def delay_chat(self, address: str, seconds: float) -> None:
        """What was taken is sent so much later, and the chat free again so much later."""
        later = chat_pace.c.next_at + int(seconds * SECOND)
        await self._connection.execute(
            update(chat_pace).where(chat_pace.c.chat == self._key(address)).values(next_at=later)
        )

    async def tidy(self) -> None:
        """Forget chats that are free."""
        await self._connection.execute(delete(chat_pace).where(chat_pace.c.next_at < self._ask.now))

    async def _put(self, keys: set[int], seconds: float, *, held: bool = False) -> None:
        if not keys:
            return
        gap = int(seconds * SECOND)
        rows = [{"key": key, "gap": gap, "held": held} for key in sorted(keys)]  # so no two wait in a ring
        await self._connection.execute(self._ask.put, rows)

    def _key(self, address: str) -> int:
        """Half of a keyed hash: two chats that share one would merely wait for each other."""
        return int(self._cipher.hashes(address)[0][:15], 16)
