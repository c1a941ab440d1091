"""Staff write, approve and follow a broadcast in their chats."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.messaging.reply import Button, Incoming
from bot.core.records.staff import Staff, StaffRole
from bot.services.conversation.converse import Converse
from bot.services.staff.staff_accounts import StaffAccounts
from tests.builders import SmallService, small_service
from tests.integration.announcing import NOW, subscribed


class Chat:
    """Somebody on the web who types and presses buttons."""

    def __init__(self, converse: Converse, address: str) -> None:
        self._converse, self._address = converse, address
        self.buttons = tuple[Button, ...]()

    async def say(self, text: str) -> str:
        return await self._send(Incoming(text))

    async def press(self, label: str) -> str:
        value = next(button.value for button in self.buttons if button.text.startswith(label))
        return await self._send(Incoming(button=value))

    def offers(self, label: str) -> bool:
        return any(button.text.startswith(label) for button in self.buttons)

    async def _send(self, incoming: Incoming) -> str:
        handled = await self._converse.handle(f"web:{self._address}", incoming)
        assert handled is not None
        self.buttons = handled.replies[-1].buttons
        return "\n".join(reply.text for reply in handled.replies)


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[SmallService]:
    service = await small_service(tmp_path)
    yield service
    await service.close()


async def staff(service: SmallService, name: str, role: StaffRole = StaffRole.EDITOR) -> Chat:
    """Their chat, tied to their account by a code."""
    accounts = StaffAccounts(service.units_of_work)
    await accounts.add(Staff(name, role, "532622"), "correct horse", NOW)
    chat = Chat(service.converse_with(), name)
    assert f"您是{name}" in await chat.say((await accounts.code(name, service.clock.now())).lower())
    return chat


async def written(chat: Chat) -> str:
    """What the chat says to a broadcast for the people who subscribed to fairs in 砚山县."""
    await chat.say("群发")
    await chat.press("写一条新的")
    await chat.say("专场招聘会")
    await chat.say("12月3日有招聘会。")
    await chat.say("有招聘会，来看看。")
    return await chat.say("砚山县，想收招聘会消息的求职者")


async def states(service: SmallService) -> list[str]:
    async with service.units_of_work() as work:
        return [each.state.value for each in await work.kept_broadcasts.all()]


async def test_from_the_first_word_to_the_end(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1", easy=True)
    await subscribed(service.units_of_work, "2")
    chat = await staff(service, "王芳")
    shown = await written(chat)
    for words in ("收件人2，其中1人收易读的话", "收到的人看到：\n专场招聘会\n12月3日有招聘会。", "有招聘会，来看看。"):
        assert words in shown
    assert "已批准" in await chat.press("批准")
    assert "发给2人" in await chat.press("开始发")
    assert "马上开始" in await chat.press("开始发")
    assert await states(service) == ["freezing"]
    await service.run_broadcasts.keep_up(service.clock.now())
    assert "收件人2：等着发 2" in await chat.press("看现在怎么样")
    assert "已暂停" in await chat.press("暂停")
    assert "已接着发" in await chat.press("接着发")
    assert "不会再收到" in await chat.press("停止")
    assert "已停止" in await chat.press("停止")
    assert await states(service) == ["stopped"]
    assert not chat.offers("接着发")


async def test_a_large_one_is_approved_by_a_colleague(service: SmallService) -> None:
    limit = service.broadcast_parts.rules.alone_up_to
    for number in range(limit + 1):
        await subscribed(service.units_of_work, str(number))
    wang, li = await staff(service, "王芳"), await staff(service, "李")
    assert "请另一位同事" in await written(wang)
    assert not wang.offers("批准")
    await li.say("群发")
    await li.press("专场招聘会")
    assert "已批准" in await li.press("批准")


async def test_an_auditor_looks_and_changes_nothing(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1")
    await written(await staff(service, "王芳"))
    chat = await staff(service, "审", StaffRole.AUDITOR)
    await chat.say("群发")
    assert not chat.offers("写一条新的")
    await chat.press("专场招聘会")
    assert not chat.offers("批准")
    assert "只能看" in await chat.say("broadcast:new")


async def test_an_edit_is_seen_at_once(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1")
    chat = await staff(service, "王芳")
    await written(chat)
    await chat.press("改正文")
    assert "改到12月4日。" in await chat.say("改到12月4日。")
    await chat.press("改发给谁")
    assert "没有人在收件范围里" in await chat.say("砚山县的培训")
    assert "收件人1" in await chat.press("我的地区里所有同意的人")


async def test_nobody_else_gets_anywhere(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1")
    await written(await staff(service, "王芳"))
    async with service.units_of_work() as work:
        (kept,) = await work.kept_broadcasts.all()
    stranger = Chat(service.converse_with(), "x")
    assert "工作人员用的" in await stranger.say("群发")
    for value in ("broadcast:new", f"broadcast:see.{kept.number}", f"broadcast:approve.{kept.number}"):
        assert "工作人员用的" in await stranger.say(value)
    assert "不是有效的验证码" in await stranger.say("AAAA-AAAA")
    assert await states(service) == ["draft"]


async def test_whoever_lost_the_account_can_do_nothing_with_the_buttons_left(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1")
    chat = await staff(service, "王芳")
    await written(chat)
    await StaffAccounts(service.units_of_work).remove("王芳", NOW)
    assert "工作人员用的" in await chat.press("批准")
    assert await states(service) == ["draft"]


async def test_staff_try_it_on_themselves(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1")
    chat = await staff(service, "王芳")
    await written(chat)
    assert "订阅" in await chat.press("只发给我试试")
    await subscribed(service.units_of_work, "王芳", channel="web", topics=())
    await chat.say("群发")
    await chat.press("专场招聘会")
    assert "试发给您了" in await chat.press("只发给我试试")
    async with service.units_of_work() as work:
        (waits,) = await work.deliveries.waiting("web", "王芳", 0)
    assert waits.announcement.text.startswith("专场招聘会\n12月3日")


async def test_text_keeps_its_lines(service: SmallService) -> None:
    await subscribed(service.units_of_work, "1")
    chat = await staff(service, "王")
    await chat.say("群发")
    await chat.press("写一条新的")
    await chat.say("专场\n招聘会")
    await chat.say("12月3日，周四。\r\n\r\n\r\n\r\n地点：　县体育馆。")
    await chat.press("不写易读的话")
    await chat.say("砚山县")
    async with service.units_of_work() as work:
        (kept,) = await work.kept_broadcasts.all()
    assert kept.draft.title == "专场 招聘会"
    assert kept.draft.text == "12月3日，周四。\n\n地点： 县体育馆。"
