"""Codes for another device, and what moves there, over one open connection."""

from __future__ import annotations

import datetime as dt
from typing import Any

import orjson
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.conversation.device_ports import Held
from bot.services.ports import VersionConflict
from bot.storage.encryption import Cipher
from bot.storage.tables.device_tables import device_codes, left_addresses
from bot.storage.tables.handover_tables import handovers
from bot.storage.tables.people_tables import outgoing_replies

_CODE, _LEFT = device_codes.c, left_addresses.c


class DeviceRows:
    """A database alone tells neither a code nor whose it is."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def offer(self, code: str, channel: str, address: str, until: dt.datetime) -> None:
        """Keep a code in place of an earlier one. Raises `VersionConflict` if two are made at once."""
        await self.forget(channel, address)
        row = {**self._row(code, channel, address, None), "looks": 0, "until": _ms(until)}
        try:
            await self._connection.execute(insert(device_codes).values(row))
        except IntegrityError as error:
            raise VersionConflict from error

    async def take(self, code: str, channel: str, now: dt.datetime) -> Held | None:
        """Counting the look holds the row: of several who use a code at once one is the first."""
        stands = (_CODE.code_hash.in_(self._codes(code)), _CODE.until > _ms(now))
        look = update(device_codes).where(*stands).values(looks=_CODE.looks + 1)
        row = (await self._connection.execute(look.returning(_CODE.code_hash, _CODE.content))).one_or_none()
        if row is None:
            return None
        held = orjson.loads(self._cipher.unseal(row.content, row.code_hash))
        return Held(held["address"], held["by"]) if held["channel"] == channel else None

    async def use(self, code: str, channel: str, address: str, by: str) -> None:
        """It leads to the new address from now on, and only for the same form."""
        mine = _CODE.code_hash.in_(self._codes(code))
        await self._connection.execute(update(device_codes).where(mine).values(self._row(code, channel, address, by)))

    async def move(self, channel: str, old: str, new: str) -> None:
        """Cases first: while one of them is held here, staff cannot add what would still go to the old address."""
        before, after = self._addresses(channel, old), self._addresses(channel, new)[0]
        held = update(handovers).where(handovers.c.address_hash.in_(before)).values(version=handovers.c.version + 1)
        for number in (await self._connection.execute(held.returning(handovers.c.number))).scalars().all():
            contact = self._cipher.seal(orjson.dumps({"channel": channel, "address": new}), number)
            values = {"address_hash": after, "contact": contact}
            await self._connection.execute(update(handovers).where(handovers.c.number == number).values(values))
        waiting = select(outgoing_replies).where(outgoing_replies.c.address_hash.in_(before))
        for row in (await self._connection.execute(waiting)).all():
            content = {**orjson.loads(self._cipher.unseal(row.content, row.address_hash)), "address": new}
            values = {"address_hash": after, "content": self._cipher.seal(orjson.dumps(content), after)}
            await self._connection.execute(
                update(outgoing_replies).where(outgoing_replies.c.id == row.id).values(values)
            )

    async def leave(self, channel: str, address: str, now: dt.datetime) -> None:
        """Note it; an address is left once."""
        row = {"address_hash": self._addresses(channel, address)[0], "left_at": _ms(now)}
        try:
            await self._connection.execute(insert(left_addresses).values(row))
        except IntegrityError as error:
            raise VersionConflict from error

    async def has_left(self, channel: str, address: str) -> bool:
        """Whether the conversation has gone elsewhere."""
        mine = _LEFT.address_hash.in_(self._addresses(channel, address))
        return (await self._connection.execute(select(_LEFT.left_at).where(mine))).first() is not None

    async def forget(self, channel: str, address: str) -> None:
        """The code of this conversation is worth nothing."""
        mine = _CODE.address_hash.in_(self._addresses(channel, address))
        await self._connection.execute(delete(device_codes).where(mine))

    async def delete_before(self, now: dt.datetime, left: dt.datetime) -> None:
        """Codes that are over, and notes that no browser can ask for any more."""
        await self._connection.execute(delete(device_codes).where(_CODE.until <= _ms(now)))
        await self._connection.execute(delete(left_addresses).where(_LEFT.left_at < _ms(left)))

    def _row(self, code: str, channel: str, address: str, by: str | None) -> dict[str, Any]:
        mark = self._codes(code)[0]
        content = {"channel": channel, "address": address, "by": by}
        return {
            "code_hash": mark,
            "address_hash": self._addresses(channel, address)[0],
            "content": self._cipher.seal(orjson.dumps(content), mark),
        }

    def _codes(self, code: str) -> list[str]:
        """Told apart from other things that are hashed with the same keys."""
        return self._cipher.hashes(f"device code {code}")

    def _addresses(self, channel: str, address: str) -> list[str]:
        return self._cipher.hashes(f"{channel}:{address}")


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)
