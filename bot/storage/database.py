"""Opens the database named in the settings."""

from __future__ import annotations

import sqlite3
from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

log = structlog.get_logger()

DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


def async_url(url: str) -> str:
    """The address with the driver this service uses."""
    parsed = make_url(url)
    return parsed.set(drivername=DRIVERS.get(parsed.drivername, parsed.drivername)).render_as_string(
        hide_password=False
    )


def open_database(url: str) -> AsyncEngine:
    """An engine; on SQLite with a write-ahead log, so that readers do not wait for the writer."""
    address = async_url(url)
    if not address.startswith("sqlite"):
        return create_async_engine(address, pool_size=10, pool_pre_ping=True)
    # One connection: SQLite has one writer, and waiting here is cheaper than waiting for its lock.
    engine = create_async_engine(address, pool_size=1, max_overflow=0)

    @event.listens_for(engine.sync_engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only marked as free
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def _let_go(connection: Any, _record: object, _error: BaseException | None) -> None:
        # Of work broken off in a statement. Closing alone would keep its lock for as long as anybody holds its cursor,
        # and whoever tidies up after the cancellation does, by the traceback.
        try:
            connection.rollback()
        except sqlite3.Error as error:  # e.g. a disk that is full: SQLite has rolled back by itself
            log.info("broken_off_not_rolled_back", error=type(error).__name__)

    return engine


async def empty_log(connection: AsyncConnection) -> bool:
    """Overwrite SQLite's write-ahead log, in which deleted rows stand until then; outside of a transaction.

    Whether that was possible: while another process reads, the log stays as it is. Other databases keep no such file
    in which one could search; there it is true at once.
    """
    if connection.dialect.name != "sqlite":
        return True
    busy: int = (await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")).one()[0]
    await connection.rollback()  # ends the transaction that SQLAlchemy believes to have begun
    return busy == 0
