from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import inspect, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.session import Pending, Session, Step
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.imported import ImportedClause
from bot.services.ports import VersionConflict
from bot.storage.encryption import Cipher, UnreadableError, new_key
from bot.storage.tables.people_tables import conversations, metadata
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import check_keys, is_current, upgrade

NOW = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
SESSION = Session(
    region="532622",
    role="seeker",
    easy=True,
    pending=Pending("region", "levy", "残保金怎么算"),
    buttons=(Button("更多", "cmd:more"),),
    trail=(Step("levy", "532622", "532622.levy"),),
    page=2,
    misses=1,
    turn=7,
)


async def test_a_conversation_comes_back_as_it_was_stored(units: SqlUnitsOfWork) -> None:
    async with units() as work:
        await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.commit()
    async with units() as work:
        stored = await work.conversations.load("web:1")
    assert stored.session == SESSION
    assert stored.version > 0


async def test_without_commit_nothing_lasts(units: SqlUnitsOfWork) -> None:
    async with units() as work:
        await work.conversations.save("web:1", SESSION, 0, NOW)
    async with units() as work:
        assert (await work.conversations.load("web:1")).version == 0


@pytest.mark.parametrize("later", [False, True])
async def test_of_two_writers_of_one_turn_one_wins(units: SqlUnitsOfWork, later: bool) -> None:
    version = 0
    async with units() as work:
        first = await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.commit()
    if later:
        version = first
        async with units() as work:
            await work.conversations.save("web:1", SESSION, version, NOW)
            await work.commit()
    async with units() as work:
        with pytest.raises(VersionConflict):
            await work.conversations.save("web:1", SESSION, version, NOW)


async def test_who_remembers_a_conversation_that_was_deleted_and_begun_anew_does_not_overwrite_it(
    units: SqlUnitsOfWork,
) -> None:
    async with units() as work:
        remembered = await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.conversations.delete("web:1")
        await work.conversations.save("web:1", Session(), 0, NOW)
        await work.commit()
    async with units() as work:
        with pytest.raises(VersionConflict):
            await work.conversations.save("web:1", SESSION, remembered, NOW)


async def test_state_is_ciphertext_in_the_database_and_old_keys_still_open_it(engine: AsyncEngine) -> None:
    old, new = new_key(), new_key()
    async with SqlUnitsOfWork(engine, Cipher([old]))() as work:
        await work.conversations.save("web:1", SESSION, 0, NOW)
        await work.commit()
    async with engine.connect() as connection:
        state = (await connection.execute(select(conversations.c.state))).scalar_one()
    assert "532622" not in state
    async with SqlUnitsOfWork(engine, Cipher([new, old]))() as work:
        assert (await work.conversations.load("web:1")).session == SESSION
    await check_keys(engine, Cipher([new, old]))
    with pytest.raises(UnreadableError, match="TONGXING_SECRET_KEYS"):
        await check_keys(engine, Cipher([new]))


async def test_an_update_is_handled_once(units: SqlUnitsOfWork) -> None:
    async with units() as work:
        assert not await work.updates.is_handled("telegram", "5")
        await work.updates.mark_handled("telegram", "5", NOW)
        await work.commit()
    async with units() as work:
        assert await work.updates.is_handled("telegram", "5")
        assert not await work.updates.is_handled("telegram", "6")
        with pytest.raises(VersionConflict):
            await work.updates.mark_handled("telegram", "5", NOW)


async def test_replies_wait_until_they_are_sent(units: SqlUnitsOfWork) -> None:
    reply = Reply("好的", (Button("更多", "cmd:more"),))
    async with units() as work:
        first = await work.outgoing.add("telegram", "1", [reply], 3, NOW)
        second = await work.outgoing.add("telegram", "2", [reply], 1, NOW)
        await work.commit()
    async with units() as work:
        assert [each.id for each in await work.outgoing.unsent("telegram")] == [first, second]
        await work.outgoing.remove(first)
        await work.commit()
    async with units() as work:
        waiting = await work.outgoing.unsent("telegram")
    assert [(each.id, each.address, each.replies, each.turn) for each in waiting] == [(second, "2", (reply,), 1)]


async def test_importing_a_document_again_replaces_it(units: SqlUnitsOfWork) -> None:
    def clause(text: str) -> ImportedClause:
        return ImportedClause("410300", "新方案", None, "二(一)", text, dt.date(2025, 1, 1), None)

    for text in ("旧", "新"):
        async with units() as work:
            await work.imported.add([clause(text)], NOW)
            await work.commit()
    async with units() as work:
        assert [each.text for each in await work.imported.all()] == ["新"]


async def test_migrations_make_exactly_the_tables_the_code_uses(engine: AsyncEngine) -> None:
    assert await is_current(engine)
    await upgrade(engine)
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
        columns = {
            name: await connection.run_sync(lambda sync, n=name: {c["name"] for c in inspect(sync).get_columns(n)})
            for name in metadata.tables
        }
    assert names - {"alembic_version"} == set(metadata.tables)
    assert columns == {name: {column.name for column in table.columns} for name, table in metadata.tables.items()}
