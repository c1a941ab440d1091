"""One transaction over all repositories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.encryption import Cipher
from bot.storage.profile_rows import ConsentRows, ProfileRows, ToldRows
from bot.storage.repositories import ConversationRows, ImportedRows, OutgoingRows, UpdateRows


class SqlUnitOfWork:
    """Rolled back unless committed."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self.conversations = ConversationRows(connection, cipher)
        self.updates = UpdateRows(connection)
        self.outgoing = OutgoingRows(connection)
        self.imported = ImportedRows(connection)
        self.profiles = ProfileRows(connection, cipher)
        self.consents = ConsentRows(connection)
        self.told = ToldRows(connection)

    async def commit(self) -> None:
        """Make the work of this unit last."""
        await self._connection.commit()


class SqlUnitsOfWork:
    """Begins units of work on an engine."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[SqlUnitOfWork]:
        """A unit of work on a connection of its own; leaving it without commit rolls back."""
        async with self._engine.connect() as connection:
            yield SqlUnitOfWork(connection, self._cipher)
