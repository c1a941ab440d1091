"""Consistent copies of the whole database in one file, the same for SQLite and PostgreSQL.

The file is a zip: `manifest.json` with the migration it was taken at, and one `<table>.jsonl` a table. What is
encrypted in the database stays so in the copy: keep the keys with it.
"""

from __future__ import annotations

import datetime as dt
import os
import zipfile
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, DateTime, Table, delete, func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.tables.people_tables import metadata
from bot.storage.upgrade import newest_revision, stored_revision

MANIFEST = "manifest.json"
ROWS_AT_ONCE = 1000


class UnusableBackupError(Exception):
    """The file is no backup, or of another version."""


async def backup(engine: AsyncEngine, file: Path) -> int:
    """Write every row as it was at one moment; the file appears only when it is complete. Returns the rows."""
    unfinished = file.with_name(f"{file.name}.unfinished")
    async with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execution_options(isolation_level="REPEATABLE READ")
        rows = await connection.run_sync(_write, unfinished)
    os.replace(unfinished, file)
    return rows


async def restore(engine: AsyncEngine, file: Path) -> int:
    """Replace everything by the copy, in one transaction: all of it or nothing. Returns the rows."""
    try:
        with zipfile.ZipFile(file) as archive:
            revision = orjson.loads(archive.read(MANIFEST))["revision"]
            if revision != newest_revision():
                raise UnusableBackupError(f"备份是 {revision} 版的，这里是 {newest_revision()} 版，请用同一版本恢复。")
            async with engine.begin() as connection:
                return await connection.run_sync(_read, archive)
    except (zipfile.BadZipFile, KeyError, orjson.JSONDecodeError, FileNotFoundError):
        raise UnusableBackupError(f"{file} 不是完整的备份文件，什么都没有改动。") from None


def _write(connection: Connection, file: Path) -> int:
    written = 0
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "BEGIN"
        )  # the driver begins none for reading, and each table would have its own moment
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        manifest = {"revision": stored_revision(connection), "tables": list(metadata.tables)}
        archive.writestr(MANIFEST, orjson.dumps(manifest))
        for table in metadata.sorted_tables:
            with archive.open(f"{table.name}.jsonl", "w") as lines:
                for row in connection.execution_options(yield_per=ROWS_AT_ONCE).execute(select(table)).mappings():
                    lines.write(orjson.dumps({str(name): value for name, value in row.items()}) + b"\n")
                    written += 1
    return written


def _read(connection: Connection, archive: zipfile.ZipFile) -> int:
    for table in reversed(metadata.sorted_tables):
        connection.execute(delete(table))
    restored = 0
    for table in metadata.sorted_tables:
        rows = [_row(table, line) for line in archive.read(f"{table.name}.jsonl").splitlines()]
        for start in range(0, len(rows), ROWS_AT_ONCE):
            connection.execute(insert(table), rows[start : start + ROWS_AT_ONCE])
        restored += len(rows)
        _continue_numbering(connection, table)
    return restored


def _row(table: Table, line: bytes) -> dict[str, Any]:
    """One row with its dates as dates again."""
    row: dict[str, Any] = orjson.loads(line)
    for column in table.columns:
        value = row[column.name]
        if value is not None and column.type.python_type in (dt.datetime, dt.date):
            reader = dt.datetime if isinstance(column.type, DateTime) else dt.date
            row[column.name] = reader.fromisoformat(value)
    return row


def _continue_numbering(connection: Connection, table: Table) -> None:
    """PostgreSQL counts on where it was, not where the copy ends."""
    key = table.autoincrement_column
    if key is None or connection.dialect.name != "postgresql":
        return
    highest = connection.execute(select(func.max(key))).scalar() or 0
    sequence = text("select setval(pg_get_serial_sequence(:table, :column), :next, false)")
    connection.execute(sequence, {"table": table.name, "column": key.name, "next": highest + 1})
