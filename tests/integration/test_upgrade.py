"""What older versions kept comes along, and what stood in clear is sealed."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import orjson
import pytest
from alembic import command
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.session import Session, to_document
from bot.core.messaging.reply import Reply
from bot.services.people.people import person_of
from bot.storage.database import open_database
from bot.storage.encryption import Cipher, UnreadableError, new_key
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import configuration, is_current, upgrade

NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)
CIPHER = Cipher([new_key()])
ID = "0123456789abcdef0123456789abcdef"
AS_STORED = "%Y-%m-%d %H:%M:%S.%f"
KEY = "fedcba9876543210fedcba9876543210"


def at_version(connection: Connection, revision: str) -> None:
    config = configuration()
    config.attributes.update(connection=connection, cipher=None)
    command.upgrade(config, revision)


def insert(connection: Connection, table: str, **values: Any) -> None:
    names = ", ".join(values)
    marks = ", ".join(f":{name}" for name in values)
    plain = {name: each.strftime(AS_STORED) if isinstance(each, dt.datetime) else each for name, each in values.items()}
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({marks})"), plain)


def as_it_was(connection: Connection) -> None:
    """A database of the version before people: a profile with all that hung on it, a conversation, a reply."""
    at_version(connection, "0003")
    document = {"key": KEY, "channel": "telegram", "address": "700700700", "about": "person", "region": "532622",
                "easy": True, "facts": {"age": 38}}  # fmt: skip
    content = CIPHER.seal(orjson.dumps(document), ID)
    mark = CIPHER.hashes("telegram:700700700")[0]
    insert(connection, "profiles", id=ID, address_hash=mark, content=content, created_at=NOW, updated_at=NOW)
    insert(connection, "consents", profile=ID, purpose="policy_notices", version="7", channel="telegram", given_at=NOW)
    insert(connection, "told_measures", profile=ID, mark="m", told_at=NOW)
    state = CIPHER.encrypt(orjson.dumps(to_document(Session(region="532622", turn=4))))
    insert(connection, "conversations", id="telegram:700700700", state=state, version=4, updated_at=NOW)
    replies = '[{"text":"好","buttons":[]}]'
    for number, profile in ((5, None), (6, ID)):
        insert(connection, "outgoing_replies", id=number, channel="telegram", address="700700700", turn=2,
               created_at=NOW, replies=replies, profile=profile)  # fmt: skip


async def old_database(tmp_path: Path) -> AsyncEngine:
    engine = open_database(f"sqlite:///{tmp_path / 'old.db'}")
    async with engine.begin() as connection:
        await connection.run_sync(as_it_was)
    return engine


async def test_people_conversations_and_replies_come_along(tmp_path: Path) -> None:
    engine = await old_database(tmp_path)
    await upgrade(engine, CIPHER)
    assert await is_current(engine)
    async with SqlUnitsOfWork(engine, CIPHER)() as work:
        person = await person_of("telegram:700700700", work)
        assert person is not None and person.profile is not None
        assert (person.id, person.key, person.region, person.easy) == (ID, KEY, "532622", True)
        assert person.profile.facts == {"age": 38}
        assert [consent.version for consent in await work.consents.of(ID)] == ["7"]
        stored = await work.conversations.load("telegram:700700700")
        assert (stored.version, stored.session.region) == (4, "532622")
        (waiting,) = await work.outgoing.unsent("telegram")
        assert (waiting.id, waiting.address, waiting.replies) == (5, "700700700", (Reply("好"),))
        assert [each.id for each in await work.outgoing.waiting("telegram", "700700700")] == [6]
        await work.outgoing.remove(6)
        assert await work.outgoing.add("telegram", "1", [Reply("好")], 3, NOW) == 7, "an id is used once only"
        await work.people.delete(ID)
        await work.commit()
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM told_measures"))).scalar() == 0
        assert (await connection.execute(text("SELECT person FROM consents"))).scalars().all() == [None]
    await engine.dispose()
    assert b"700700700" not in (tmp_path / "old.db").read_bytes()


async def test_without_the_keys_nothing_is_changed(tmp_path: Path) -> None:
    engine = await old_database(tmp_path)
    with pytest.raises(UnreadableError, match="TONGXING_SECRET_KEYS"):
        await upgrade(engine)
    async with engine.connect() as connection:
        assert (await connection.execute(text("SELECT count(*) FROM profiles"))).scalar() == 1
    await upgrade(engine, CIPHER)
    assert await is_current(engine)
    await engine.dispose()
