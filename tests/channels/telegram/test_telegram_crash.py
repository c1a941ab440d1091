"""kill -9 at the worst moments: the conversation goes on, nothing is lost, at most the message in flight is doubled."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.settings import ROOT
from tests.builders import SmallService
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_user import User

ASKS = "去外省打工有补贴吗"
START_SECONDS = 60


@asynccontextmanager
async def process(folder: Path, telegram: FakeTelegram, *options: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The channel in a process, killed with -9 when the block ends."""
    command = (sys.executable, "-m", "tests.channels.telegram.runner", str(folder), telegram.url, *options)
    running = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    try:
        yield running
    finally:
        with suppress(ProcessLookupError):  # it ended by itself: its stderr, above, says why
            running.kill()
        await running.communicate()


async def sent(telegram: FakeTelegram, count: int) -> None:
    """Wait until the bot has sent this many messages."""
    await telegram.world.until(lambda: len(telegram.sent) >= count, START_SECONDS)


async def goes_on(user: User) -> None:
    """The person chooses the region that was asked for, and gets the answer."""
    user.presses("砚山县")
    assert "1000元" in (await user.reply(START_SECONDS)).text


async def test_killed_before_the_turn_is_stored(telegram: FakeTelegram, tmp_path: Path) -> None:
    user = telegram.user(7)
    user.says(ASKS)
    async with process(tmp_path, telegram, "--stall") as stalled:
        assert stalled.stdout
        assert await asyncio.wait_for(stalled.stdout.readline(), START_SECONDS) == b"interpreting\n"
    async with process(tmp_path, telegram):
        asked, _ = await user.replies(2, START_SECONDS)
        assert "哪个地区" in asked.text
        await goes_on(user)
    assert len(user.received) == 3


async def test_killed_between_the_turn_and_its_reply(telegram: FakeTelegram, tmp_path: Path) -> None:
    user = telegram.user(7)
    telegram.fail("sendMessage", "hang")
    user.says(ASKS)
    async with process(tmp_path, telegram):
        await telegram.called("sendMessage", seconds=START_SECONDS)
    assert not user.received
    async with process(tmp_path, telegram):
        asked, _ = await user.replies(2, START_SECONDS)
        assert "哪个地区" in asked.text
        await goes_on(user)
    assert len(user.received) == 3


async def test_killed_after_the_reply_was_taken_but_not_confirmed(telegram: FakeTelegram, tmp_path: Path) -> None:
    user = telegram.user(7)
    telegram.fail("sendMessage", "hang_after")
    user.says(ASKS)
    async with process(tmp_path, telegram):
        asked = await user.reply(START_SECONDS)
    async with process(tmp_path, telegram):
        again, note = await user.replies(2, START_SECONDS)
        assert again.text == asked.text and "境外" in note.text
        await goes_on(user)
    assert len(user.received) == 4, "only the message in flight is doubled"


@pytest.mark.parametrize("kills", [3])
async def test_killed_again_and_again_under_load(
    kills: int, telegram: FakeTelegram, service: SmallService, tmp_path: Path
) -> None:
    users = [telegram.user(chat) for chat in range(1, 6)]
    numbers = [str(number) for number in range(50, 70)]
    for user in users:
        user.says("菜单")
        for number in numbers:
            user.says(number)
    total = len(users) * (len(numbers) + 2)
    for kill in range(1, kills + 1):
        async with process(tmp_path, telegram):
            enough = total * kill // (kills + 1)
            await sent(telegram, enough)
    async with process(tmp_path, telegram):
        await telegram.world.until(
            lambda: all(any(f"第{numbers[-1]}个" in sent.text for sent in user.received) for user in users),
            START_SECONDS,
        )
    for user in users:
        said = [sent.text for sent in user.received]
        assert [number for number in numbers if not any(f"第{number}个" in text for text in said)] == [], "lost"
        assert len(said) <= len(numbers) + 2 + 2 * kills, "doubled beyond what was in flight"
        async with service.units_of_work() as work:
            stored = await work.conversations.load(f"telegram:{user.chat}")
        assert stored.session.turn == len(numbers) + 1
