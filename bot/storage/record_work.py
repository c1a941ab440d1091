"""Transactions over records alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.encryption import Cipher
from bot.storage.record_rows import RecordRows


class SqlRecordWork:
    """One transaction over records; rolled back unless committed."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self.records = RecordRows(connection, cipher)

    async def commit(self) -> None:
        """Make the work last."""
        await self._connection.commit()


class SqlRecordUnits:
    """Begins transactions over records on an engine."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[SqlRecordWork]:
        """A transaction on a connection of its own; leaving it without commit rolls back."""
        async with self._engine.connect() as connection:
            yield SqlRecordWork(connection, self._cipher)
