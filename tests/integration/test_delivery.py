"""Everybody gets a broadcast once, whatever the platform says; nobody who should not."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, event, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.core.messaging.announcement import Announcement, File, Spot
from bot.core.messaging.delivery import State
from bot.core.messaging.reply import Button
from bot.services.delivery.delivery_ports import PAUSED, SENDING, STOPPED
from bot.services.delivery.pacing import Limits
from bot.services.delivery.tidy_deliveries import tidy_deliveries
from bot.storage.tables.delivery_tables import broadcast_files, deliveries
from bot.storage.tables.people_tables import consents, people
from bot.storage.unit_of_work import SqlUnitsOfWork
from tests.fakes.bulk_telegram import MOVED_BY, BulkTelegram, Kind
from tests.fakes.sliding_limits import SlidingLimits
from tests.integration.broadcasting import (
    LIFTED,
    add_broadcast,
    add_people,
    cipher_of,
    enqueue_all,
    now_ms,
    reasons,
    set_state,
    states,
    until_decided,
    until_taken,
    working,
)


@pytest.fixture
async def telegram():
    async with BulkTelegram() as server:
        yield server


async def queued(engine: AsyncEngine, units: SqlUnitsOfWork, count: int, **broadcast: object) -> int:
    await add_people(engine, cipher_of(units), count)
    number = await add_broadcast(engine, **broadcast)
    assert await enqueue_all(units, number) == count
    return number


async def test_everybody_gets_it_once_in_their_wording(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    ids = await add_people(engine, cipher_of(units), 300)
    async with engine.begin() as connection:
        await connection.execute(update(people).where(people.c.id == ids[0]).values(easy=True))
    broadcast = await add_broadcast(engine)
    assert await enqueue_all(units, broadcast) == 300
    assert await enqueue_all(units, broadcast) == 0, "who is there already stays so"
    async with working(units, telegram.url), working(units, telegram.url):
        assert await until_decided(units, broadcast) == {State.SENT: 300}
    assert len(telegram.taken) == 300 and telegram.taken.total() == 300
    assert telegram.texts[1] == ["明天有招聘会。"] and telegram.texts[2] == ["明天上午九点，砚山县有招聘会。"]


async def test_limits_are_kept_by_two_workers_together(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    broadcast = await queued(engine, units, 60)
    async with BulkTelegram(SlidingLimits()) as telegram:
        limits = Limits.of(30)
        async with working(units, telegram.url, limits), working(units, telegram.url, limits):
            assert await until_decided(units, broadcast) == {State.SENT: 60}
    assert telegram.answers[429] == 0
    assert telegram.limits.most_in_a_second <= 30


@pytest.mark.parametrize(
    ("kind", "state", "reason"),
    [
        ("blocked", State.FAILED, "blocked"),
        ("no_chat", State.FAILED, "chat_not_found"),
        ("refused", State.FAILED, "refused"),
        ("hang", State.UNCERTAIN, "no_answer"),
        ("hang_after", State.UNCERTAIN, "no_answer"),
        ("cut", State.UNCERTAIN, "no_answer"),
        ("cut_after", State.UNCERTAIN, "no_answer"),
        ("garbage", State.UNCERTAIN, "no_answer"),
    ],
)
async def test_what_goes_wrong_for_good_is_told_and_holds_up_nobody(
    kind: Kind, state: State, reason: str, engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    broadcast = await queued(engine, units, 12)
    telegram.fail(kind, chat=3)
    async with working(units, telegram.url, answer_seconds=0.3):
        assert await until_decided(units, broadcast) == {State.SENT: 11, state: 1}
    assert await reasons(units, broadcast) == {reason: 1}
    assert telegram.taken[3] == (1 if kind.endswith("_after") else 0)
    assert all(telegram.taken[chat] == 1 for chat in range(1, 13) if chat != 3)


@pytest.mark.parametrize("kind", ["broken", "flood"])
async def test_what_goes_by_is_waited_out(
    kind: Kind, engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    broadcast = await queued(engine, units, 5)
    telegram.fail(kind, chat=3, retry_after=1)
    async with working(units, telegram.url):
        assert await until_decided(units, broadcast) == {State.SENT: 5}
    assert set(telegram.taken.values()) == {1}


async def test_after_a_flood_limit_nothing_at_all_leaves_for_exactly_so_long(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    broadcast = await queued(engine, units, 60)
    telegram.fail("flood", chat=30, retry_after=2)
    limits = Limits.of(100)
    async with working(units, telegram.url, limits), working(units, telegram.url, limits):
        await until_decided(units, broadcast)
    pauses = [later - before for before, later in zip(telegram.moments, telegram.moments[1:], strict=False)]
    assert telegram.answers[429] == 1
    assert 1.9 < max(pauses) < 2.6


async def test_a_chat_that_moved_is_written_to_where_it_is_now(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    broadcast = await queued(engine, units, 1)
    telegram.fail("moved", chat=1)
    async with working(units, telegram.url):
        assert await until_decided(units, broadcast) == {State.SENT: 1}
    assert telegram.taken == {1 + MOVED_BY: 1}


async def test_who_closed_the_chat_gets_nothing_more(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    broadcast = await queued(engine, units, 3)
    telegram.fail("blocked", chat=2)
    async with working(units, telegram.url):
        await until_decided(units, broadcast)
    async with units() as work:
        assert await work.people.id_at("telegram", "2") is None, "kept for nothing else, so not kept"
        regions = {(each.region, each.state) for each in await work.deliveries.counts(broadcast)}
    assert ("532622", State.FAILED) in regions, "the report still counts them"
    assert await enqueue_all(units, await add_broadcast(engine)) == 2


async def test_who_may_not_be_written_to_any_more_is_skipped(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    ids = await add_people(engine, cipher_of(units), 5)
    broadcast = await add_broadcast(engine)
    await enqueue_all(units, broadcast)
    async with engine.begin() as connection:
        await connection.execute(delete(consents).where(consents.c.person == ids[0]))
        await connection.execute(delete(people).where(people.c.id == ids[1]))
        blocked = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
        await connection.execute(update(people).where(people.c.id == ids[2]).values(blocked_at=blocked))
    async with working(units, telegram.url):
        assert await until_decided(units, broadcast) == {State.SENT: 2, State.SKIPPED: 3}
    assert await reasons(units, broadcast) == {"unsubscribed": 1, "gone": 1, "blocked": 1}


async def test_what_has_expired_is_not_sent(engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram) -> None:
    broadcast = await queued(engine, units, 7, expires_at=now_ms() - 1)
    async with working(units, telegram.url):
        assert await until_decided(units, broadcast) == {State.SKIPPED: 7}
    assert not telegram.taken


async def test_pause_and_stop_take_effect_at_once(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram
) -> None:
    broadcast = await queued(engine, units, 200)
    async with working(units, telegram.url, Limits.of(50)):
        await until_taken(telegram, 1)
        await set_state(engine, broadcast, PAUSED)
        await asyncio.sleep(0.3)
        sent = telegram.taken.total()
        await asyncio.sleep(0.5)
        assert 0 < telegram.taken.total() == sent < 100
        await set_state(engine, broadcast, SENDING)
        await until_taken(telegram, sent + 1)
        await set_state(engine, broadcast, STOPPED)
        await asyncio.sleep(0.3)
        sent = telegram.taken.total()
        await asyncio.sleep(0.3)
        assert telegram.taken.total() == sent < 200


async def test_a_platform_that_falls_silent_leaves_few_uncertain_and_pauses_in_the_end(
    engine: AsyncEngine, units: SqlUnitsOfWork, telegram: BulkTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.messaging.delivery.FIRST_WAIT", 50)
    monkeypatch.setattr("bot.core.messaging.delivery.LONGEST_WAIT", 50)
    broadcast = await queued(engine, units, 100)
    telegram.fail("hang", times=10_000)
    async with working(units, telegram.url, answer_seconds=0.1):
        ends = time.monotonic() + 20
        while time.monotonic() < ends:
            async with units() as work:
                if not await work.broadcasts.running():
                    break
            await asyncio.sleep(0.1)
    found = await states(units, broadcast)
    assert found[State.UNCERTAIN] <= 16 and found[State.SENT] == 0
    assert found[State.UNCERTAIN] + found[State.QUEUED] == 100
    async with engine.connect() as connection:
        reason = (await connection.exec_driver_sql("SELECT state, pause_reason FROM broadcasts")).one()
    assert tuple(reason) == ("paused", "platform_away")


async def test_everything_belonging_to_a_broadcast_arrives_part_by_part(
    engine: AsyncEngine, units: SqlUnitsOfWork
) -> None:
    whole = Announcement(
        "明天有招聘会。", File("poster.png"), "图上写着时间和地点。", Spot(23.6, 104.3, "体育馆", "江那镇"),
        File("fair.ics"), (Button("我要去", "cmd:fairs"), Button("看网页", "https://example.org/")),
    )  # fmt: skip
    await add_people(engine, cipher_of(units), 2)
    broadcast = await add_broadcast(engine, whole, replace(whole, image=None, spot=None, calendar=None))
    files = [
        {"broadcast": broadcast, "name": name, "media_type": kind, "content": "aGVsbG8="}
        for name, kind in (("poster.png", "image/png"), ("fair.ics", "text/calendar"))
    ]
    async with engine.begin() as connection:
        await connection.execute(broadcast_files.insert(), files)
    await enqueue_all(units, broadcast)
    async with BulkTelegram(SlidingLimits()) as telegram, working(units, telegram.url, LIFTED):
        assert await until_decided(units, broadcast) == {State.SENT: 2}
    assert telegram.methods == {"sendPhoto": 2, "sendVenue": 2, "sendDocument": 2}
    assert telegram.texts[1] == ["明天有招聘会。\n图上写着时间和地点。", "sendVenue", "sendDocument"]
    assert telegram.answers[429] == 0 and telegram.limits.least_gap >= 1.0
    async with units() as work:
        file = await work.broadcasts.file(broadcast, "poster.png")
    assert file is not None and file.platform_id == "p1", "sent once, then by its id"


async def test_a_worker_that_died_leaves_nothing_undecided(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    broadcast = await queued(engine, units, 3)
    async with units() as work:
        first, second, _ = await work.deliveries.claim("telegram", broadcast, 0, 3, "dead", now_ms() - 1)
        await work.deliveries.mark([first.id, second.id], "dead", now_ms() - 1)
        await work.commit()
    async with BulkTelegram() as telegram:
        async with working(units, telegram.url):
            assert await until_decided(units, broadcast) == {State.UNCERTAIN: 2, State.SENT: 1}
        assert telegram.taken.total() == 1
        async with units() as work:
            assert await work.deliveries.requeue(broadcast, [State.UNCERTAIN], 100) == 2
            await work.commit()
        await set_state(engine, broadcast, SENDING)
        async with working(units, telegram.url):
            assert await until_decided(units, broadcast) == {State.SENT: 3}


async def test_nobody_is_claimed_twice(engine: AsyncEngine, units: SqlUnitsOfWork) -> None:
    broadcast = await queued(engine, units, 400)
    claimed: list[int] = []

    async def claim(worker: str) -> None:
        after = 0
        while True:
            async with units() as work:
                some = await work.deliveries.claim("telegram", broadcast, after, 7, worker, now_ms() + 60_000)
                await work.commit()
            if not some:
                return
            claimed.extend(each.id for each in some)
            after = some[-1].id

    await asyncio.gather(*(claim(f"worker-{number}") for number in range(4)))
    assert len(claimed) == len(set(claimed))
    async with engine.connect() as connection:
        left = await connection.execute(deliveries.select().where(deliveries.c.state == int(State.QUEUED)))
        assert len(claimed) + len(left.all()) == 400


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_what_is_looked_for_again_and_again_is_found_without_going_through_the_list(
    engine: AsyncEngine, units: SqlUnitsOfWork
) -> None:
    """Whatever this reads of a list of a million, it reads every few seconds."""
    broadcast = await queued(engine, units, 3)
    seen: list[tuple[str, Any]] = []

    @event.listens_for(engine.sync_engine, "before_cursor_execute")
    def _note(_connection: object, _cursor: object, statement: str, values: Any, *_: object) -> None:
        seen.append((statement, values))

    async with units() as work:
        await work.deliveries.claim("telegram", broadcast, 0, 1, "w", now_ms() + 1000)
        await work.deliveries.claim_due("telegram", [broadcast], 1, "w", now_ms(), now_ms() + 1000)
        await work.deliveries.next_due("telegram", [broadcast])
        await work.deliveries.give_back("w")
        await work.commit()
    await tidy_deliveries(now_ms(), units)
    event.remove(engine.sync_engine, "before_cursor_execute", _note)
    async with engine.connect() as connection:
        for statement, values in (each for each in seen if "deliveries" in each[0]):
            plan = (await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)).all()
            ways = [row.detail for row in plan if "deliveries" in row.detail]
            few = ("_queued", "_retry", "_held", "INTEGER PRIMARY KEY")
            assert all(any(way in each for way in few) for each in ways), (statement, ways)
