"""The database and the keys that open what is in it."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.bootstrap.files import Files
from bot.secret_keys import secret_keys
from bot.storage.database import open_database
from bot.storage.encryption import Cipher
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import check_keys, upgrade


class Stores(Files):
    """What needs closing: only the engine does."""

    @cached_property
    def engine(self) -> AsyncEngine:
        """The database."""
        if self.settings.embedded:
            self.settings.var_dir.mkdir(parents=True, exist_ok=True)
        return open_database(self.settings.database)

    @cached_property
    def units_of_work(self) -> SqlUnitsOfWork:
        """Transactions on the database."""
        return SqlUnitsOfWork(self.engine, self.cipher)

    @cached_property
    def cipher(self) -> Cipher:
        """Encryption with the configured keys."""
        return Cipher(secret_keys(self.settings))

    async def upgrade(self) -> None:
        """Bring the database to the newest structure. Raises `UnreadableError` if the keys are those of another one."""
        await upgrade(self.engine, self.cipher)
        await check_keys(self.engine, self.cipher)
