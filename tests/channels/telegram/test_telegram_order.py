"""Once each, and in order, whatever comes at the same time."""

from __future__ import annotations

from tests.builders import SmallService
from tests.channels.telegram.running import running
from tests.fakes.telegram_server import FakeTelegram


async def test_an_update_delivered_twice_is_answered_once(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    user.says("菜单")
    telegram.world.updates *= 2
    async with running(service):
        await user.replies(2)
        user.says("谢谢")
        assert "不客气" in (await user.reply()).text


async def test_an_update_delivered_again_after_a_restart_is_answered_once(
    telegram: FakeTelegram, service: SmallService
) -> None:
    user = telegram.user(7)
    user.says("菜单")
    never_confirmed = list(telegram.world.updates)
    async with running(service):
        await user.replies(2)
        await telegram.confirmed()
    telegram.world.updates = never_confirmed
    async with running(service):
        user.says("谢谢")
        assert "不客气" in (await user.reply()).text


async def test_twenty_messages_of_one_chat_are_answered_in_order(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    user.says("菜单")
    numbers = [str(number) for number in range(50, 70)]
    for number in numbers:
        user.says(number)
    async with running(service):
        await user.replies(2)
        replies = await user.replies(len(numbers))
    for number, reply in zip(numbers, replies, strict=True):
        assert f"没有第{number}个选项" in reply.text


async def test_many_chats_at_once_each_get_their_own_answers(telegram: FakeTelegram, service: SmallService) -> None:
    users = [telegram.user(chat) for chat in range(1, 151)]
    for user in users:
        user.says("菜单")
        user.says(str(100 + user.chat))
    async with running(service):
        for user in users:
            _, _, reply = await user.replies(3, seconds=60)
            assert f"没有第{100 + user.chat}个选项" in reply.text
        await telegram.confirmed()


async def test_updates_are_confirmed_only_after_they_are_stored(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    update = user.says("菜单")
    async with running(service):
        await telegram.confirmed()
        async with service.units_of_work() as work:
            assert await work.updates.is_handled("telegram", str(update))
