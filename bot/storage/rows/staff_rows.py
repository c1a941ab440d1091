"""Staff accounts over one open connection."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.records.staff import Staff, StaffRole
from bot.services.ports import VersionConflict
from bot.services.staff.staff_ports import Account, Contact
from bot.storage.encryption import Cipher
from bot.storage.rows.kept_broadcast_rows import moment
from bot.storage.tables.staff_tables import staff, staff_chats

_ROW = staff.c


class StaffRows:
    """Accounts; of passwords and codes there are only hashes, and where staff write from is encrypted."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(self, account: Account) -> None:
        """Keep a new account."""
        row = {"name": account.staff.id, "created_at": _ms(account.created_at), **_values(account)}
        try:
            await self._connection.execute(insert(staff).values(row))
        except IntegrityError as error:
            raise VersionConflict from error

    async def get(self, name: str) -> Account | None:
        """The account of this name."""
        row = (await self._connection.execute(select(staff).where(_ROW.name == name))).one_or_none()
        return None if row is None else _account(row)

    async def all(self) -> Sequence[Account]:
        """Every account by name."""
        return [_account(row) for row in await self._connection.execute(select(staff).order_by(_ROW.name))]

    async def change(self, account: Account) -> None:
        """Replace it."""
        mine = _ROW.name == account.staff.id
        await self._connection.execute(update(staff).where(mine).values(_values(account)))
        if account.removed_at is not None:
            await self.unlink(account.staff.id)

    async def offer_code(self, name: str, code: str, until: dt.datetime) -> None:
        """Only its hash is kept."""
        values = {"code_hash": self._cipher.hashes(_code(code))[0], "code_until": _ms(until)}
        await self._connection.execute(update(staff).where(_ROW.name == name).values(values))

    async def take_code(self, code: str, now: dt.datetime) -> str | None:
        """Two who send it at once do not both get it."""
        good = (
            _ROW.code_hash.in_(self._cipher.hashes(_code(code))),
            _ROW.code_until > _ms(now),
            _ROW.removed_at.is_(None),
        )
        used = update(staff).where(*good).values(code_hash=None, code_until=None).returning(_ROW.name)
        name: str | None = (await self._connection.execute(used)).scalar()
        return name

    async def link(self, name: str, contact: Contact, now: dt.datetime) -> None:
        """From now on they write from there."""
        hashes = self._cipher.hashes(_address(contact))
        await self._connection.execute(delete(staff_chats).where(staff_chats.c.address_hash.in_(hashes)))
        content = orjson.dumps({"channel": contact.channel, "address": contact.address})
        row = {
            "address_hash": hashes[0],
            "staff": name,
            "contact": self._cipher.seal(content, name),
            "linked_at": _ms(now),
        }
        await self._connection.execute(insert(staff_chats).values(row))

    async def unlink(self, name: str) -> int:
        """They write from nowhere any more."""
        return (await self._connection.execute(delete(staff_chats).where(staff_chats.c.staff == name))).rowcount

    async def at(self, contact: Contact) -> Staff | None:
        """Who of the staff writes from there."""
        mine = staff_chats.c.address_hash.in_(self._cipher.hashes(_address(contact)))
        query = select(staff).join(staff_chats, staff_chats.c.staff == _ROW.name).where(mine, _ROW.removed_at.is_(None))
        row = (await self._connection.execute(query)).first()
        return None if row is None else _account(row).staff

    async def contacts(self, name: str) -> Sequence[Contact]:
        """From where they write."""
        query = select(staff_chats).where(staff_chats.c.staff == name).order_by(staff_chats.c.linked_at)
        rows = await self._connection.execute(query)
        return [Contact(**orjson.loads(self._cipher.unseal(row.contact, row.staff))) for row in rows]


def _address(contact: Contact) -> str:
    return f"{contact.channel}:{contact.address}"


def _code(code: str) -> str:
    """Told apart from addresses, which are hashed with the same key."""
    return f"staff code {code}"


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)


def _values(account: Account) -> dict[str, Any]:
    who = account.staff
    removed = _ms(account.removed_at) if account.removed_at is not None else None
    return {
        "role": who.role.value,
        "region": who.region,
        "password": account.password,
        "removed_at": removed,
        "must_change": account.must_change,
    }


def _account(row: Row[Any]) -> Account:
    removed = moment(row.removed_at) if row.removed_at is not None else None
    who = Staff(row.name, StaffRole(row.role), row.region)
    return Account(who, row.password, moment(row.created_at), removed, row.must_change)
