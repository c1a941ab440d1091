"""Brings the database to the newest migration."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.encryption import Cipher
from bot.storage.tables.people_tables import conversations

MIGRATIONS = Path(__file__).parent / "migrations"


def configuration() -> Config:
    """Alembic's configuration, without a file of its own."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


async def upgrade(engine: AsyncEngine, cipher: Cipher | None = None) -> None:
    """Run every migration that is missing, all or none. `cipher` seals what older versions kept in clear.

    Raises `UnreadableError` if something has to be sealed and there is no cipher.
    """
    async with engine.begin() as connection:
        await connection.run_sync(_upgrade, cipher)


async def check_keys(engine: AsyncEngine, cipher: Cipher) -> None:
    """Raises `UnreadableError` if the conversation of the latest turn cannot be opened.

    People are found by keyed hashes: with a wrong key all of them would seem to be new, and nobody would notice.
    """
    async with engine.connect() as connection:
        latest = select(conversations).order_by(conversations.c.updated_at.desc()).limit(1)
        row = (await connection.execute(latest)).one_or_none()
    if row is not None:
        cipher.unseal(row.state, row.id)


async def is_current(engine: AsyncEngine) -> bool:
    """Whether no migration is missing."""
    async with engine.connect() as connection:
        return await connection.run_sync(stored_revision) == newest_revision()


def newest_revision() -> str | None:
    """The migration the code was written for."""
    return ScriptDirectory.from_config(configuration()).get_current_head()


def _upgrade(connection: Connection, cipher: Cipher | None) -> None:
    if stored_revision(connection) == newest_revision():
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # else the driver commits every change of a table by itself
    config = configuration()
    config.attributes.update(connection=connection, cipher=cipher)
    command.upgrade(config, "head")


def stored_revision(connection: Connection) -> str | None:
    """The migration the database is at."""
    return MigrationContext.configure(connection).get_current_revision()
