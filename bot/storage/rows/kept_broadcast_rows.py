"""Broadcasts as staff see them, over one open connection."""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.messaging import audience, draft
from bot.core.messaging.broadcast import Broadcast, Done, Life
from bot.services.broadcasts.broadcast_ports import Edition, Texts
from bot.services.ports import VersionConflict
from bot.storage.rows.broadcast_texts import from_text, to_text
from bot.storage.tables.delivery_tables import broadcast_editions, broadcast_files, broadcasts

_ROW = broadcasts.c
_FILE = broadcast_files.c


class KeptBroadcastRows:
    """Broadcasts with everything staff see of them; what they say is public anyway, and kept in clear."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, broadcast: Broadcast, texts: Texts) -> int:
        """Keep a new one with its first edition."""
        row = {**_values(broadcast), "number": broadcast.number, "texts": _texts(broadcast, texts), "version": 1}
        result = await self._connection.execute(insert(broadcasts).values(row))
        key = result.inserted_primary_key
        assert key is not None
        new = int(key[0])
        await self.note_edition(new, broadcast.edition, texts, broadcast.created.at, broadcast.created.by)
        return new

    async def get(self, number: str) -> Broadcast | None:
        """The broadcast of this number."""
        row = (await self._connection.execute(select(broadcasts).where(_ROW.number == number))).one_or_none()
        return None if row is None else _broadcast(row)

    async def all(self, states: Collection[Life] | None = None) -> Sequence[Broadcast]:
        """Every broadcast, the newest first."""
        query = select(broadcasts).order_by(_ROW.id.desc())
        if states is not None:
            query = query.where(_ROW.state.in_(sorted(states)))
        return [_broadcast(row) for row in await self._connection.execute(query)]

    async def change(self, after: Broadcast, texts: Texts | None = None) -> None:
        """Store a change; with `texts` also what it says."""
        values = {**_values(after), "version": after.version + 1}
        if texts is not None:
            values["texts"] = _texts(after, texts)
        change = update(broadcasts).where(_ROW.id == after.id, _ROW.version == after.version).values(values)
        if (await self._connection.execute(change)).rowcount != 1:
            raise VersionConflict

    async def note_edition(self, broadcast: int, edition: int, texts: Texts, now: dt.datetime, by: str) -> None:
        """Keep the text of an edition as evidence."""
        row = {"broadcast": broadcast, "edition": edition, "texts": to_text(*texts), "since": _ms(now), "by": by}
        await self._connection.execute(insert(broadcast_editions).values(row))

    async def editions(self, broadcast: int) -> Sequence[Edition]:
        """Every text it has had."""
        query = select(broadcast_editions).where(broadcast_editions.c.broadcast == broadcast)
        rows = await self._connection.execute(query.order_by(broadcast_editions.c.edition))
        return [Edition(row.edition, from_text(row.texts), moment(row.since), row.by) for row in rows]

    async def hold(self, broadcast: int, state: Life) -> bool:
        """Whether it is in this state; the row stays locked until the transaction ends."""
        same = update(broadcasts).where(_ROW.id == broadcast, _ROW.state == state.value).values(state=state.value)
        return (await self._connection.execute(same)).rowcount == 1

    async def put_file(self, broadcast: int, name: str, media_type: str, content: bytes) -> None:
        """Keep a file of it."""
        await self._connection.execute(delete(broadcast_files).where(_FILE.broadcast == broadcast, _FILE.name == name))
        plain = base64.b64encode(content).decode()
        row = {"broadcast": broadcast, "name": name, "media_type": media_type, "content": plain}
        await self._connection.execute(insert(broadcast_files).values(row))

    async def copy_files(self, of: int, to: int) -> None:
        """Keep the files of one for another too; the platform knows them by the same id."""
        for row in (await self._connection.execute(select(broadcast_files).where(_FILE.broadcast == of))).mappings():
            await self._connection.execute(insert(broadcast_files).values({**row, "broadcast": to}))


def moment(milliseconds: int) -> dt.datetime:
    """A stored moment."""
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC)


def _ms(moment: dt.datetime) -> int:
    return round(moment.timestamp() * 1000)


def _texts(broadcast: Broadcast, texts: Texts) -> str:
    """Both wordings as they are sent, and what they were made of."""
    document = orjson.loads(to_text(*texts))
    return orjson.dumps({**document, "draft": draft.to_document(broadcast.draft)}).decode()


def _values(broadcast: Broadcast) -> dict[str, Any]:
    return {
        "title": broadcast.draft.title,
        "edition": broadcast.edition,
        "audience": orjson.dumps(audience.to_document(broadcast.audience)).decode(),
        "state": broadcast.state.value,
        "region": broadcast.region,
        "send_at": _ms(broadcast.send_at) if broadcast.send_at else None,
        "expires_at": _ms(broadcast.expires_at) if broadcast.expires_at else None,
        **_done("created", broadcast.created),
        **_done("approved", broadcast.approved),
        **_done("started", broadcast.started),
        **_done("finished", broadcast.finished),
        "pause_reason": broadcast.pause_reason,
        "corrects": broadcast.corrects,
    }


def _done(what: str, done: Done | None) -> dict[str, Any]:
    return {f"{what}_at": _ms(done.at) if done else None, f"{what}_by": done.by if done else None}


def _broadcast(row: Row[Any]) -> Broadcast:
    created = _read_done(row, "created")
    assert created is not None, "never null"
    return Broadcast(
        id=row.id,
        number=row.number,
        draft=draft.from_document(orjson.loads(row.texts)["draft"]),
        audience=audience.from_document(orjson.loads(row.audience)),
        state=Life(row.state),
        region=row.region,
        created=created,
        send_at=moment(row.send_at) if row.send_at is not None else None,
        expires_at=moment(row.expires_at) if row.expires_at is not None else None,
        approved=_read_done(row, "approved"),
        started=_read_done(row, "started"),
        finished=_read_done(row, "finished"),
        pause_reason=row.pause_reason,
        corrects=row.corrects,
        edition=row.edition,
        version=row.version,
    )


def _read_done(row: Row[Any], what: str) -> Done | None:
    at = getattr(row, f"{what}_at")
    return None if at is None else Done(moment(at), getattr(row, f"{what}_by") or "")
