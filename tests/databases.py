"""Databases of the newest structure, to be copied: building one takes longer than most tests."""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from bot.storage.database import open_database
from bot.storage.upgrade import upgrade


def build(address: str) -> None:
    """Bring an empty database to the newest structure."""

    async def migrate() -> None:
        engine = open_database(address)
        await upgrade(engine)
        await engine.dispose()

    with ThreadPoolExecutor(1) as thread:  # in this one a loop may be running already
        thread.submit(asyncio.run, migrate()).result()


@cache
def newest_file() -> bytes:
    """An empty SQLite database."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newest.db"
        build(f"sqlite:///{path}")
        return path.read_bytes()
