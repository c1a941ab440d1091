"""Seals with the first key what an older key has sealed, a few rows at a time, while the service goes on.

Every row is written only if it is still what was read: whoever changes it in between uses the first key anyway. What
is current is left alone, so that a run that was broken off is gone on with by running again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from sqlalchemy import Row, Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.records.record_ports import Entry
from bot.storage.encryption import Cipher, UnreadableError
from bot.storage.rows.learning_rows import unclear_text
from bot.storage.tables.handover_tables import handover_messages, handovers
from bot.storage.tables.learning_tables import corrections, unclear_messages
from bot.storage.tables.people_tables import conversations, outgoing_replies, people
from bot.storage.tables.record_tables import record_marks, records
from bot.storage.tables.session_tables import staff_factors
from bot.storage.tables.staff_tables import staff_chats

AT_ONCE = 200
EntryOf = Callable[[str, str, Mapping[str, Any], Mapping[str, Any], str | None], Entry]
"""What is to be kept of a record, by its register, region, open and opened secret values and period: with it the texts
that are kept as hashes."""


@dataclass
class Rotated:
    """Rows sealed anew by table, and rows that no key opens."""

    rows: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0


class Rotation:
    """Goes through everything that is sealed or hashed."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher, entry_of: EntryOf) -> None:
        self._engine = engine
        self._cipher = cipher
        self._entry_of = entry_of

    async def run(self) -> Rotated:
        """Until nothing is left that the first key did not seal."""
        rotated = Rotated()
        for place in (
            _Place(conversations, "id", "state", self._conversation),
            _Place(people, "id", "content", self._person),
            _Place(outgoing_replies, "id", "content", self._reply),
            _Place(handovers, "number", "contact", self._handover),
            _Place(handover_messages, "id", "text", self._message),
            _Place(staff_chats, "address_hash", "contact", self._staff_chat),
            _Place(staff_factors, "staff", "secret", self._factor),
            _Place(unclear_messages, "id", "content", self._sentence),
            _Place(corrections, "id", "text", self._correction),
            _Place(records, "number", "secret", self._record),
        ):
            await self._table(place, rotated)
        return rotated

    async def _table(self, place: _Place, rotated: Rotated) -> None:
        key, last, done = place.table.c[place.key], None, 0
        while True:
            query = select(place.table).order_by(key).limit(AT_ONCE)
            async with self._engine.connect() as connection:
                rows = (await connection.execute(query if last is None else query.where(key > last))).all()
            for row in rows:
                try:
                    values = None if self._is_current(row, place) else place.renew(row)
                except UnreadableError:
                    rotated.unreadable += 1
                    continue
                done += await self._write(place, row, values) if values is not None else 0
            rotated.rows[place.table.name] = done
            if len(rows) < AT_ONCE:
                return
            last = getattr(rows[-1], place.key)

    def _is_current(self, row: Row[Any], place: _Place) -> bool:
        sealed = getattr(row, place.sealed)
        return sealed is not None and self._cipher.is_current(sealed)

    async def _write(self, place: _Place, row: Row[Any], values: dict[str, Any]) -> int:
        marks = values.pop("marks", None)
        columns = place.table.c
        as_read = [columns[name] == getattr(row, name) for name in (place.key, place.sealed) if getattr(row, name)]
        if "version" in columns:
            as_read.append(columns.version == row.version)
        async with self._engine.begin() as connection:
            changed = (await connection.execute(update(place.table).where(*as_read).values(values))).rowcount
            if changed and marks is not None:
                await connection.execute(delete(record_marks).where(record_marks.c.record == row.number))
                if marks:
                    await connection.execute(insert(record_marks), marks)
        return changed

    def _conversation(self, row: Row[Any]) -> dict[str, Any]:
        state = self._cipher.unseal(row.state, row.id)
        mark = self._cipher.hashes(orjson.loads(state)["of"])[0]
        return {"id": mark, "state": self._cipher.seal(state, mark)}

    def _person(self, row: Row[Any]) -> dict[str, Any]:
        content = self._cipher.unseal(row.content, row.id)
        return {"address_hash": self._mark_of(orjson.loads(content)), "content": self._cipher.seal(content, row.id)}

    def _reply(self, row: Row[Any]) -> dict[str, Any]:
        content = self._cipher.unseal(row.content, row.address_hash)
        mark = self._mark_of({"channel": row.channel, **orjson.loads(content)})
        return {"address_hash": mark, "content": self._cipher.seal(content, mark)}

    def _handover(self, row: Row[Any]) -> dict[str, Any]:
        contact = self._cipher.unseal(row.contact, row.number)
        return {"address_hash": self._mark_of(orjson.loads(contact)), "contact": self._cipher.seal(contact, row.number)}

    def _staff_chat(self, row: Row[Any]) -> dict[str, Any]:
        contact = self._cipher.unseal(row.contact, row.staff)
        return {"address_hash": self._mark_of(orjson.loads(contact)), "contact": self._cipher.seal(contact, row.staff)}

    def _factor(self, row: Row[Any]) -> dict[str, Any]:
        return {"secret": self._cipher.seal(self._cipher.unseal(row.secret, row.staff), row.staff)}

    def _sentence(self, row: Row[Any]) -> dict[str, Any]:
        content = self._cipher.unseal(row.content, row.mark)
        mark = self._cipher.hashes(unclear_text(row.region, orjson.loads(content)["text"]))[0]
        return {"mark": mark, "content": self._cipher.seal(content, mark)}

    def _correction(self, row: Row[Any]) -> dict[str, Any]:
        return {"text": self._cipher.seal(self._cipher.unseal(row.text, row.id), row.id)}

    def _message(self, row: Row[Any]) -> dict[str, Any]:
        return {"text": self._cipher.seal(self._cipher.unseal(row.text, row.handover), row.handover)}

    def _record(self, row: Row[Any]) -> dict[str, Any] | None:
        """Its hashes can only be made anew from its values; without any ciphertext they alone tell how old they are."""
        secret = self._cipher.unseal(row.secret, row.number) if row.secret is not None else b"{}"
        entry = self._entry_of(row.register, row.region, orjson.loads(row.open), orjson.loads(secret), row.period)
        subject, one = (self._cipher.hashes(text)[0] if text else None for text in (entry.subject, entry.one))
        if row.secret is None and (subject, one) == (row.subject, row.one):
            return None
        marks = [
            {"record": row.number, "kind": kind, "mark": self._cipher.hashes(f"{kind} {text}")[0]}
            for kind, text in entry.marks
        ]
        sealed = None if row.secret is None else self._cipher.seal(secret, row.number)
        return {"subject": subject, "one": one, "secret": sealed, "marks": marks}

    def _mark_of(self, contact: Mapping[str, Any]) -> str:
        return self._cipher.hashes(f"{contact['channel']}:{contact['address']}")[0]


@dataclass(frozen=True)
class _Place:
    """A table, its key, the column that is sealed, and how a row is sealed anew: `None` if nothing has to be."""

    table: Table
    key: str
    sealed: str
    renew: Callable[[Row[Any]], dict[str, Any] | None]
