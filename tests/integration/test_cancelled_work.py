"""Work that is broken off, as by a browser that leaves or a worker that is told to stop, holds nobody else up."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import event, text
from sqlalchemy.ext.asyncio import AsyncEngine

SLOW = {
    "sqlite": "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000) SELECT count(*) FROM n",
    "postgresql": "SELECT pg_sleep(0.2)",
}


async def test_a_transaction_cancelled_in_a_statement_lets_the_next_one_write(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE kept (id INTEGER PRIMARY KEY)"))
    slow, has_begun = SLOW[engine.dialect.name], asyncio.Event()

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement == slow:
            has_begun.set()

    async def work() -> None:
        async with engine.begin() as connection:
            await connection.execute(text("INSERT INTO kept (id) VALUES (1)"))
            await connection.execute(text(slow))

    task = asyncio.create_task(work())
    await has_begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError) as broken_off:  # what it holds lives on, as it does in a clean-up
        await task
    async with engine.begin() as connection:
        await connection.execute(text("INSERT INTO kept (id) VALUES (1)"))
        assert (await connection.execute(text("SELECT count(*) FROM kept"))).scalar_one() == 1
    assert broken_off.value.__traceback__ is not None
