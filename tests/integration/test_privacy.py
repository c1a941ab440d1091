"""Nothing of a person stands anywhere in clear while it is kept, and nothing at all once it has been deleted."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, inspect, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.conversation.events import ConsentWithdrawn, EverythingForgotten
from bot.core.messaging.reply import Incoming
from bot.core.regions.region import NATIONAL
from bot.logs import configure_logging
from bot.services.conversation.converse import Origin
from bot.services.learning.learning_ports import SentenceOrder
from bot.services.people.people import person_of
from bot.storage.tables.people_tables import metadata, people
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import small_service
from tests.integration.keeping_people import (
    ADDRESS,
    CERTIFICATE,
    SAID,
    SECRETS,
    SOMEBODY,
    Somebody,
    everything_in,
    somebody,
)

OTHER = "web:0123456789abcdef0123456789abcdef"
LOOKED_FOR = 10
"""Shorter texts, like codes of regions, are everywhere."""


@pytest.fixture
def person(units: SqlUnitsOfWork, tmp_path: Path) -> Somebody:
    return somebody(units, tmp_path)


async def traces(engine: AsyncEngine, but: frozenset[str] = frozenset()) -> frozenset[str]:
    """Every text in the database that could lead to somebody: ciphertexts, hashes, ids, numbers."""
    found: set[str] = set()
    async with engine.connect() as connection:
        for table in metadata.tables.values():
            for row in await connection.execute(select(table)):
                found |= {value for value in row if isinstance(value, str) and len(value) >= LOOKED_FOR}
    return frozenset(found) - but


async def test_nothing_is_readable_while_it_is_kept(
    person: Somebody, engine: AsyncEngine, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging()
    await person.leaves_everything()
    kept = await everything_in(engine, tmp_path)
    logged = "".join(capfd.readouterr())
    assert len(kept) > 10_000
    for what, secret in SECRETS.items():
        assert secret.encode() not in kept, what
        assert secret not in logged, what
        assert secret.encode("unicode_escape") not in kept, what


async def test_nothing_that_is_said_in_a_conversation_stands_in_files_or_logs(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    configure_logging()
    service = await small_service(tmp_path)
    converse = service.converse_with()
    said = (f"我叫{SECRETS['name']}，电话{SECRETS['phone']}，证号{CERTIFICATE}，{SAID}", "我的资料", "人工", "是", SAID)
    for number, text in enumerate(said):
        handled = await converse.handle(SOMEBODY, Incoming(text), Origin("telegram", ADDRESS, str(number)))
        assert handled is not None
    files = b"".join(path.read_bytes() for path in tmp_path.glob("*.db*"))
    written = files + "".join(capfd.readouterr()).encode()
    assert [what for what, secret in SECRETS.items() if secret.encode() in written] == []

    await converse.handle(SOMEBODY, Incoming(button="own:deleted"))
    async with service.engine.connect() as connection:
        assert [
            table.name
            for table in metadata.tables.values()
            if table.name not in ("consents", "handled_updates", "question_counts", "unclear_messages")
            and (await connection.execute(select(table))).first()
        ] == []
    async with service.units_of_work() as work:
        left, _ = await work.unclear.page(SentenceOrder(NATIONAL))
    assert left, "what was not understood stays, without a link to anybody"
    telling = {secret for secret in SECRETS.values() if secret != SAID}
    assert [secret for secret in telling for each in left if secret in each.text] == []
    await service.close()


async def test_after_deletion_no_trace_is_left(person: Somebody, engine: AsyncEngine, tmp_path: Path) -> None:
    await person.leaves_everything(OTHER)
    others = await traces(engine)
    await person.leaves_everything()
    mine = await traces(engine, but=others) - {"graduate_plans", "handover_shown", "record_viewed", "policy_notices"}
    before = await everything_in(engine, tmp_path)
    assert len(mine) > 15
    assert all(trace.encode() in before for trace in mine if "{" not in trace)

    await person.does(EverythingForgotten())
    after = await everything_in(engine, tmp_path)
    assert [trace for trace in mine if trace.encode() in after] == []
    assert [what for what, secret in SECRETS.items() if secret.encode() in after] == []
    async with person.units() as work:
        assert await person_of(OTHER, work) is not None, "nobody else is touched"
        assert len(await work.accesses.all()) == 6, "who looked stays known, not at whom"
    assert await traces(engine) <= others


async def test_what_a_withdrawn_consent_leaves_behind_is_overwritten_too(
    person: Somebody, engine: AsyncEngine, tmp_path: Path
) -> None:
    await person.leaves_everything()
    async with engine.connect() as connection:
        sealed = (await connection.execute(select(people.c.content))).scalar_one()
    await person.does(ConsentWithdrawn("policy_notices"))
    assert sealed.encode() not in await everything_in(engine, tmp_path)


async def test_every_reference_to_a_person_ends_with_them(engine: AsyncEngine) -> None:
    """A new table that names people has to say what becomes of the name."""

    def rules(sync: Connection) -> dict[tuple[str, str], str | None]:
        view = inspect(sync)
        if sync.dialect.name == "sqlite":  # SQLAlchemy does not read the rule of a column that was added later
            keys = {
                table: sync.exec_driver_sql(f"PRAGMA foreign_key_list({table})") for table in view.get_table_names()
            }
            return {(table, key[2]): key[6] for table, several in keys.items() for key in several}
        return {
            (table, key["referred_table"]): key["options"].get("ondelete")
            for table in view.get_table_names()
            for key in view.get_foreign_keys(table)
        }

    async with engine.connect() as connection:
        found = await connection.run_sync(rules)
    assert {key: rule for key, rule in found.items() if rule not in ("CASCADE", "SET NULL")} == {}
    assert {table for (table, to), rule in found.items() if rule == "SET NULL"} == {
        "consents",
        "accesses",
        "deliveries",
    }
