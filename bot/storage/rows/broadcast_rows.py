"""Broadcasts over one open connection."""

from __future__ import annotations

import base64
from collections.abc import Sequence

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.services.delivery.delivery_ports import FINISHED, PAUSED, SENDING, BroadcastFile, Running
from bot.storage.rows.broadcast_texts import running
from bot.storage.rows.waiting_rows import somebody_waits
from bot.storage.tables.delivery_tables import broadcast_files, broadcasts

_ROW = broadcasts.c
_FILE = broadcast_files.c


class BroadcastRows:
    """Broadcasts; a state is changed only from the one it was seen in."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def running(self) -> Sequence[Running]:
        """Those that are being sent, the oldest first."""
        query = select(broadcasts).where(_ROW.state == SENDING).order_by(_ROW.id)
        return [running(row) for row in await self._connection.execute(query)]

    async def file(self, broadcast: int, name: str) -> BroadcastFile | None:
        """One of its files."""
        query = select(broadcast_files).where(_FILE.broadcast == broadcast, _FILE.name == name)
        row = (await self._connection.execute(query)).one_or_none()
        if row is None:
            return None
        return BroadcastFile(row.name, row.media_type, base64.b64decode(row.content), row.platform_id)

    async def note_platform_id(self, broadcast: int, name: str, platform_id: str) -> None:
        """The platform has the file."""
        mine = (_FILE.broadcast == broadcast, _FILE.name == name)
        await self._connection.execute(update(broadcast_files).where(*mine).values(platform_id=platform_id))

    async def overdue(self, now: int) -> Sequence[int]:
        """Those whose time is up while somebody still waits for them."""
        states = (SENDING, PAUSED, FINISHED)
        query = select(_ROW.id).where(_ROW.state.in_(states), _ROW.expires_at <= now, somebody_waits(_ROW.id))
        return (await self._connection.execute(query)).scalars().all()

    async def interrupt(self, broadcast: int, reason: str) -> bool:
        """Pause it because of trouble."""
        return await self._leave_sending(broadcast, {"state": PAUSED, "pause_reason": reason})

    async def finish(self, broadcast: int, now: int) -> bool:
        """Nothing is left to send."""
        return await self._leave_sending(broadcast, {"state": FINISHED, "finished_at": now})

    async def _leave_sending(self, broadcast: int, values: dict[str, object]) -> bool:
        change = update(broadcasts).where(_ROW.id == broadcast, _ROW.state == SENDING)
        return (await self._connection.execute(change.values(**values, version=_ROW.version + 1))).rowcount == 1
