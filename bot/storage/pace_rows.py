"""Limits of platforms over one open connection: when the next message may leave, in all and to one chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, bindparam, case, delete, exists, literal_column, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery_ports import Reserved
from bot.storage.delivery_tables import chat_pace, pace
from bot.storage.encryption import Cipher
from bot.storage.standing_rows import padded

SECOND = 1_000_000
LONGEST_QUEUE = 30 * SECOND
"""Slots are never given further ahead than this: what looks so is a clock that was put back."""
_CLOCKS = {
    "postgresql": "(extract(epoch from clock_timestamp()) * 1000000)::bigint",
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
}


class PaceRows:
    """The next free moments, in microseconds since 1970 by the database's clock: one clock for all machines."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher
        # Both know the same "on conflict"; only their types differ.
        self._insert: Any = insert_sqlite if connection.dialect.name == "sqlite" else insert_postgresql

    async def need_no_disk(self) -> None:
        """The transaction's commit does not wait for the disk: others wait for its locks."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(text("SET LOCAL synchronous_commit TO OFF"))

    async def reserve(self, channel: str, count: int, step: int) -> Reserved:
        """The next `count` slots. The row's lock puts the processes in a line, until this is committed."""
        now = self._now()
        begin = case((pace.c.held_until > now, pace.c.held_until), else_=now)
        begin = case((pace.c.next_at.between(begin, begin + LONGEST_QUEUE), pace.c.next_at), else_=begin)
        change = update(pace).where(pace.c.name == channel).values(next_at=begin + count * step)
        row = (await self._connection.execute(change.returning(pace.c.next_at, now.label("now")))).one_or_none()
        if row is None:
            new = self._insert(pace).values(name=channel, next_at=0)
            await self._connection.execute(new.on_conflict_do_nothing())
            return await self.reserve(channel, count, step)
        begins = row.next_at - count * step - row.now
        return Reserved(tuple(max(0.0, (begins + place * step) / SECOND) for place in range(count)))

    async def take_chats(self, addresses: Mapping[int, str], gap: int) -> Mapping[int, float]:
        """Take the next moment of each chat that is free; of the others, seconds until they are."""
        if not addresses:
            return {}
        keys = {each: self._key(address) for each, address in addresses.items()}
        left = (chat_pace.c.next_at - self._now()).label("left")
        query = select(chat_pace.c.chat, left).where(chat_pace.c.chat.in_(padded(set(keys.values()))), left > 0)
        busy = {row.chat: row.left / SECOND for row in await self._connection.execute(query)}
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
        until = self._now() + int(seconds * SECOND)
        later = case((pace.c.held_until > until, pace.c.held_until), else_=until)
        changed = await self._connection.execute(update(pace).where(pace.c.name == channel).values(held_until=later))
        if changed.rowcount == 0:
            await self.reserve(channel, 0, 0)
            await self.hold(channel, seconds)

    async def hold_chat(self, channel: str, address: str, seconds: float) -> bool:
        """Nothing is sent to this chat for so long."""
        key = self._key(f"{channel}:{address}")
        held = exists().where(chat_pace.c.held, chat_pace.c.chat != key, chat_pace.c.next_at > self._now())
        others: bool = bool((await self._connection.execute(select(held))).scalar())
        await self._put({key}, seconds, held=True)
        return others

    async def is_held(self, channel: str) -> bool:
        """Whether nothing at all may be sent now."""
        query = select(exists().where(pace.c.name == channel, pace.c.held_until > self._now()))
        return bool((await self._connection.execute(query)).scalar())

    async def delay_chat(self, address: str, seconds: float) -> None:
        """What was taken is sent so much later, and the chat free again so much later."""
        later = chat_pace.c.next_at + int(seconds * SECOND)
        await self._connection.execute(
            update(chat_pace).where(chat_pace.c.chat == self._key(address)).values(next_at=later)
        )

    async def tidy(self) -> None:
        """Forget chats that are free."""
        await self._connection.execute(delete(chat_pace).where(chat_pace.c.next_at < self._now()))

    async def _put(self, keys: set[int], seconds: float, *, held: bool = False) -> None:
        if not keys:
            return
        new = {"next_at": self._now() + int(seconds * SECOND), "held": held}
        change = self._insert(chat_pace).values(chat=bindparam("key"), **new)
        change = change.on_conflict_do_update(index_elements=["chat"], set_=new)
        await self._connection.execute(change, [{"key": key} for key in sorted(keys)])  # so no two wait in a ring

    def _now(self) -> ColumnElement[int]:
        return literal_column(_CLOCKS[self._connection.dialect.name])

    def _key(self, address: str) -> int:
        """Half of a keyed hash: two chats that share one would merely wait for each other."""
        return int(self._cipher.hashes(address)[0][:15], 16)
