"""When Telegram, the network, the database or a turn fails."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager

import pytest

from bot.core.conversation.interpretation import Interpretation
from bot.services.ports import UnitOfWork
from tests.builders import SmallService
from tests.channels.telegram.running import running
from tests.fakes.interpreter import FakeInterpreter
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_world import FaultKind


async def test_a_flood_limit_is_waited_out_exactly_and_holds_up_nobody_else(
    telegram: FakeTelegram, service: SmallService
) -> None:
    slow, other = telegram.user(7), telegram.user(8)
    telegram.fail("sendMessage", "flood", chat=7, retry_after=1)
    async with running(service):
        slow.says("菜单")
        first = await telegram.called("sendMessage", 1, chat=7)
        other.says("菜单")
        await other.replies(2)
        assert not slow.received
        await slow.replies(2)
    second = telegram.calls("sendMessage", chat=7)[1]
    assert 1.0 <= second.at - first.at < 2.0


@pytest.mark.parametrize("kind", ["blocked", "no_chat"])
async def test_a_chat_that_cannot_be_reached_is_given_up_and_holds_up_nobody(
    kind: FaultKind, telegram: FakeTelegram, service: SmallService
) -> None:
    gone, other = telegram.user(7), telegram.user(8)
    telegram.fail("sendMessage", kind, chat=7, times=2)
    async with running(service):
        gone.says("菜单")
        other.says("菜单")
        await other.replies(2)
        await telegram.called("sendMessage", 1, chat=7)
        gone.says("菜单")
        await telegram.called("sendMessage", 2, chat=7)
        gone.says("谢谢")
        assert "不客气" in (await gone.reply()).text
    assert len(gone.received) == 1, "what was refused is not tried again"


@pytest.mark.parametrize("kind", ["broken", "garbage"])
@pytest.mark.parametrize("method", ["getMe", "setMyCommands", "getUpdates", "sendMessage"])
async def test_trouble_on_the_way_is_waited_out(
    method: str, kind: FaultKind, telegram: FakeTelegram, service: SmallService
) -> None:
    user = telegram.user(7)
    telegram.fail(method, kind, times=3)
    user.says("菜单")
    async with running(service):
        await user.replies(2)
    assert len(user.received) == 2


async def test_another_poller_is_waited_out(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        await telegram.called("getUpdates")
        telegram.world.polls += 1
        telegram.world.changed()
        await telegram.called("getUpdates", 2)
        user.says("菜单")
        await user.replies(2)


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_a_refused_token_ends_this_part_with_one_line(
    method: str, telegram: FakeTelegram, service: SmallService, capsys: pytest.CaptureFixture[str]
) -> None:
    telegram.fail(method, "unauthorized", times=9)
    async with running(service) as channel:
        await asyncio.wait_for(channel, 60)
    errors = capsys.readouterr().err
    assert [line[:8] for line in errors.splitlines() if "令牌" in line] == ["Telegram"]
    assert "fake-token" not in errors


class Exploding(FakeInterpreter):
    async def interpret(self, text: str) -> Interpretation:
        if "炸" in text:
            raise RuntimeError(text)
        return await super().interpret(text)


async def test_a_turn_that_fails_gets_an_apology_and_holds_up_nobody(
    telegram: FakeTelegram, service: SmallService, capsys: pytest.CaptureFixture[str]
) -> None:
    user = telegram.user(7)
    async with running(service, service.converse_with(Exploding())):
        user.says("炸炸炸")
        assert "没能回答" in (await user.reply()).text
        user.says("谢谢")
        assert "不客气" in (await user.reply()).text
        await telegram.confirmed()
    assert "炸" not in "".join(capsys.readouterr())


class Unsteady:
    """Units of work of a database that is away for the first few times."""

    def __init__(self, service: SmallService, failures: int) -> None:
        self._service, self.failures = service, failures

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        if self.failures:
            self.failures -= 1
            raise ConnectionError
        return self._service.units_of_work()


async def test_a_database_that_is_away_loses_nothing(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    unsteady = Unsteady(service, failures=9)
    user.says("菜单")
    async with running(service, units_of_work=unsteady):
        await user.replies(2)
        user.says("谢谢")
        await user.reply()
        unsteady.failures = 9
        user.says("再见")
        assert "再见" in (await user.reply()).text
    assert len(user.received) == 4
