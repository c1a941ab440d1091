"""From a changed policy file to a Telegram message, against a Bot API server."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import structlog
from sqlalchemy import func, select

from bot.channels.telegram.run import run_telegram
from bot.services.people.people import person_of
from bot.services.schedule.schedule import Schedule, Standing
from bot.services.schedule.schedule_ports import Plan
from bot.storage.tables.people_tables import consents, told_measures
from bot.workers.scheduler import tick_on
from tests.builders import FixedClock, SmallService, small_service
from tests.channels.telegram.running import QUICK
from tests.fakes.telegram_server import TOKEN, FakeTelegram
from tests.integration.changing_policies import ChangingPolicies
from tests.integration.finding import OLD, consent, finder, grant, run, texts


@pytest.fixture(autouse=True)
def _logs() -> None:
    """A command that another test ran in this process left the log bound to that test's stderr."""
    structlog.reset_defaults()


@pytest.fixture
def policies(tmp_path: Path) -> ChangingPolicies:
    made = ChangingPolicies(tmp_path / "policies")
    made.state(OLD)
    return made


class MovingClock(FixedClock):
    """A clock that a test sets forward."""

    def forward(self, seconds: float) -> None:
        self._moment += dt.timedelta(seconds=seconds)


@pytest.fixture
async def telegram() -> AsyncIterator[FakeTelegram]:
    async with FakeTelegram() as server:
        yield server


@pytest.fixture
async def service(tmp_path: Path, telegram: FakeTelegram) -> AsyncIterator[SmallService]:
    small = await small_service(tmp_path, telegram_token=TOKEN, telegram_api_url=telegram.url)
    small.__dict__["clock"] = MovingClock()
    yield small
    await small.close()


def _schedule(service: SmallService, policies: ChangingPolicies, stored: asyncio.Event) -> Schedule:
    """Tells people whenever the policies are not what they were."""

    async def tell(_plan: Plan, now: dt.datetime) -> None:
        await finder(service.units_of_work, policies).run(now.date(), now)
        stored.set()

    measures = Standing("measures", "day 10:00", tell, repr(policies.knowledge.catalogue.measures))
    return Schedule("one", service.units_of_work, service.clock, [measures])


@asynccontextmanager
async def serving(service: SmallService, policies: ChangingPolicies) -> AsyncIterator[None]:
    """The channel and the worker, as `serve` runs them, until the block ends."""
    stored = asyncio.Event()
    parts = (service.settings, service.converse_with(), service.units_of_work, service.clock, service.knowledge, QUICK)
    tasks = [
        asyncio.create_task(run_telegram(*parts, stored)),
        asyncio.create_task(tick_on(_schedule(service, policies, stored))),
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    assert all(outcome is None or isinstance(outcome, asyncio.CancelledError) for outcome in outcomes), outcomes


async def answered(telegram: FakeTelegram, chat: int) -> None:
    """Wait until a message written now has been answered: what was sent to the chat before has been noted by then."""
    user = telegram.user(chat)
    before = len(user.received)
    user.says("谢谢")
    await telegram.world.until(lambda: any("不客气" in sent.text for sent in user.received[before:]))


async def test_a_changed_policy_file_reaches_the_person_once(
    telegram: FakeTelegram, service: SmallService, policies: ChangingPolicies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.LOOK_SECONDS", 3600)
    await consent(service.units_of_work, policies, "telegram:7")
    user = telegram.user(7)
    policies.state(OLD, grant())
    async with serving(service, policies):
        assert "措施grant" in (await user.reply()).text
    async with serving(service, policies):
        await answered(telegram, 7)
    assert len([sent for sent in user.received if "措施grant" in sent.text]) == 1
    assert await texts(service.units_of_work) == []


async def test_what_another_process_stores_is_sent_soon(
    telegram: FakeTelegram, service: SmallService, policies: ChangingPolicies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.LOOK_SECONDS", 0.05)
    await consent(service.units_of_work, policies, "telegram:7")
    user = telegram.user(7)
    async with serving(service, policies):
        await answered(telegram, 7)
        policies.state(OLD, grant())
        await run(service.units_of_work, policies)
        await telegram.world.until(lambda: "措施grant" in user.received[-1].text)


async def test_a_sender_that_dies_after_sending_doubles_one_message_and_loses_none(
    telegram: FakeTelegram, service: SmallService, policies: ChangingPolicies, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.GRACE_SECONDS", 0.01)
    for chat in (7, 8):
        await consent(service.units_of_work, policies, f"telegram:{chat}")
    first, second = telegram.user(7), telegram.user(8)
    policies.state(OLD, grant())
    telegram.fail("sendMessage", "hang_after", chat=7)
    async with serving(service, policies):
        assert "措施grant" in (await first.reply()).text
        assert "措施grant" in (await second.reply()).text
        await answered(telegram, 8)
    clock = service.clock
    assert isinstance(clock, MovingClock)
    clock.forward(61)
    async with serving(service, policies):
        assert "措施grant" in (await first.reply()).text
        await answered(telegram, 8)
    assert len([sent for sent in first.received if "措施grant" in sent.text]) == 2
    assert len([sent for sent in second.received if "措施grant" in sent.text]) == 1


async def test_who_blocked_the_bot_has_withdrawn(
    telegram: FakeTelegram, service: SmallService, policies: ChangingPolicies
) -> None:
    await consent(service.units_of_work, policies, "telegram:7")
    await consent(service.units_of_work, policies, "telegram:8")
    telegram.user(7)
    other = telegram.user(8)
    policies.state(OLD, grant())
    telegram.fail("sendMessage", "blocked", chat=7)
    async with serving(service, policies):
        assert "措施grant" in (await other.reply()).text
        await telegram.called("sendMessage", chat=7)
        await answered(telegram, 7)
    async with service.units_of_work() as work:
        assert await person_of("telegram:7", work) is None
        assert await person_of("telegram:8", work) is not None
    async with service.engine.connect() as connection:
        ended = (await connection.execute(select(consents).where(consents.c.reason.is_not(None)))).one()
        told = (await connection.execute(select(func.count(told_measures.c.person.distinct())))).scalar_one()
    assert (ended.reason, ended.person) == ("blocked", None)
    assert told == 1
    assert await texts(service.units_of_work) == []
