"""People, a running broadcast and workers for tests and benchmarks of delivery."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
import secrets
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.channels.telegram.announcing import Announcer
from bot.channels.telegram.wire import Wire
from bot.clock import SystemClock
from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Audience
from bot.core.messaging.delivery import FINAL, State
from bot.services.delivery.deliver import Deliver
from bot.services.delivery.delivery_ports import SENDING
from bot.services.delivery.pacing import Limits
from bot.storage.encryption import Cipher
from bot.storage.rows.broadcast_texts import to_text
from bot.storage.rows.record_rows import new_number
from bot.storage.tables.delivery_tables import broadcasts, deliveries
from bot.storage.tables.people_tables import consents, people
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.builders import ZONE
from tests.fakes.bulk_telegram import TOKEN, BulkTelegram

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=ZoneInfo(ZONE))
TEXT = Announcement("明天上午九点，砚山县有招聘会。")
EASY = Announcement("明天有招聘会。")
AT_ONCE = 2_000
LIFTED = Limits.of(100_000)


async def add_people(
    engine: AsyncEngine, cipher: Cipher, count: int, channel: str = "telegram", first: int = 1, region: str = "532622"
) -> list[str]:
    """People with the addresses `first`, `first + 1`…, who agreed to alerts; returns their ids."""
    ids = sorted(secrets.token_hex(16) for _ in range(count))
    for start in range(0, count, AT_ONCE):
        some = list(enumerate(ids[start : start + AT_ONCE], first + start))
        rows = [_person(cipher, each, channel, str(place), region) for place, each in some]
        agreed = [
            {"person": each, "purpose": "alerts", "version": "1", "channel": channel, "given_at": NOW}
            for _, each in some
        ]
        async with engine.begin() as connection:
            await connection.execute(insert(people), rows)
            await connection.execute(insert(consents), agreed)
    return ids


def _person(cipher: Cipher, name: str, channel: str, address: str, region: str) -> dict[str, object]:
    content = {"key": name, "channel": channel, "address": address, "about": None, "facts": {}}
    return {
        "id": name, "address_hash": cipher.hashes(f"{channel}:{address}")[0], "region": region, "role": "seeker",
        "content": cipher.seal(orjson.dumps(content), name), "easy": False, "last_seen": NOW.date(),
        "created_at": NOW, "updated_at": NOW,
    }  # fmt: skip


async def add_broadcast(
    engine: AsyncEngine,
    standard: Announcement = TEXT,
    easy: Announcement = EASY,
    expires_at: int | None = None,
    topics: Sequence[str] = (),
    test_of: str | None = None,
) -> int:
    """A broadcast that is being sent; nobody is queued for it yet."""
    texts = orjson.loads(to_text(standard, easy)) | {"draft": {"test_of": test_of}}
    row = {
        "number": new_number(), "title": "招聘会", "texts": orjson.dumps(texts).decode(), "state": SENDING,
        "audience": orjson.dumps({"topics": list(topics)}).decode(), "region": "532622", "created_at": now_ms(),
        "created_by": "test", "expires_at": expires_at,
    }  # fmt: skip
    async with engine.begin() as connection:
        key = (await connection.execute(insert(broadcasts).values(row))).inserted_primary_key
        assert key is not None
        return int(key[0])


async def set_state(engine: AsyncEngine, broadcast: int, state: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(update(broadcasts).where(broadcasts.c.id == broadcast).values(state=state))


async def enqueue_all(
    units: SqlUnitsOfWork, broadcast: int, audience: Audience | None = None, limit: int = 2_000
) -> int:
    """Freeze the list of recipients, a part at a time."""
    added, after = 0, ""
    while True:
        async with units() as work:
            some = await work.deliveries.enqueue(broadcast, audience or Audience(), after, limit)
            await work.commit()
        added += some.added
        if some.last is None:
            return added
        after = some.last


async def states(units: SqlUnitsOfWork, broadcast: int) -> Counter[State]:
    """How many recipients are in which state."""
    async with units() as work:
        return sum((Counter({each.state: each.count}) for each in await work.deliveries.counts(broadcast)), Counter())


async def reasons(units: SqlUnitsOfWork, broadcast: int) -> Counter[str]:
    """How many recipients for which reason, where there is one."""
    async with units() as work:
        counts = await work.deliveries.counts(broadcast)
    return sum((Counter({each.reason: each.count}) for each in counts if each.reason), Counter())


@asynccontextmanager
async def working(
    units: SqlUnitsOfWork, url: str, limits: Limits = LIFTED, answer_seconds: float = 1.0
) -> AsyncIterator[None]:
    """A worker on the real adapter and the real clock, until the block ends."""
    wire = Wire(url, answer_seconds=answer_seconds)
    announcer = Announcer(wire, TOKEN, units)
    worker = Deliver(announcer, units, SystemClock(ZONE), limits, secrets.token_hex(16), random.random)
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        task.cancel()
        (outcome,) = await asyncio.gather(task, return_exceptions=True)
        wire.close()
        assert isinstance(outcome, asyncio.CancelledError), outcome


async def until_decided(units: SqlUnitsOfWork, broadcast: int, seconds: float = 30) -> Counter[State]:
    """Wait until nobody waits any more, and tell how it ended."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        async with units() as work:
            if not await work.deliveries.is_open(broadcast):
                break
        await asyncio.sleep(0.05)
    return await states(units, broadcast)


async def until_taken(telegram: BulkTelegram, count: int, seconds: float = 60) -> None:
    """Wait until the platform has taken so many messages."""
    async with asyncio.timeout(seconds):
        while telegram.taken.total() < count:  # noqa: ASYNC110  it is taken in a callback of the server
            await asyncio.sleep(0.005)


async def is_whole(units: SqlUnitsOfWork, broadcast: int, telegram: BulkTelegram, count: int) -> None:
    """Everybody's state is final and true: whoever counts as sent got it once, whoever got nothing does not."""
    async with units() as work:
        rows = await work._connection.execute(
            select(deliveries.c.state, people.c.content, people.c.id)
            .join(people, people.c.id == deliveries.c.person)
            .where(deliveries.c.broadcast == broadcast)
        )
        found = [
            (State(row.state), int(orjson.loads(units._cipher.unseal(row.content, row.id))["address"])) for row in rows
        ]
    assert len(found) == count
    assert {state for state, _ in found} <= FINAL
    assert not [chat for chat, times in telegram.taken.items() if times > 1], "somebody got it twice"
    assert not [chat for state, chat in found if state is State.SENT and not telegram.taken[chat]], (
        "somebody got nothing"
    )
    got_it_unnoticed = [state for state, chat in found if state is not State.SENT and telegram.taken[chat]]
    assert set(got_it_unnoticed) <= {State.UNCERTAIN}


def cipher_of(units: SqlUnitsOfWork) -> Cipher:
    """The keys that a test's units of work were made with."""
    return units._cipher


def now_ms() -> int:
    """The present in milliseconds since 1970."""
    return int(time.time() * 1000)
