"""A person on Telegram is handed over to staff and back, against a Bot API server."""

from __future__ import annotations

import pytest

from bot.core.records.staff import Staff, StaffRole
from tests.builders import SmallService
from tests.channels.telegram.running import running
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_user import User

STAFF = Staff("李", StaffRole.EDITOR, "000000")


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.channels.telegram.sending.LOOK_SECONDS", 0.05)


async def handed_over(user: User, service: SmallService) -> str:
    """Ask for a person and agree; returns the number."""
    user.says("人工")
    asked, _ = await user.replies(2)
    assert "Telegram" in asked.text
    user.presses("同意，转给工作人员")
    assert "编号" in (await user.reply()).text
    (case,) = await service.handovers.queue(STAFF)
    return case.number


async def test_from_the_button_to_the_answer_and_back(telegram: FakeTelegram, service: SmallService) -> None:
    user, now = telegram.user(7), service.clock.now()
    async with running(service):
        number = await handed_over(user, service)
        user.says("我想学按摩")
        assert "已转给工作人员" in (await user.reply()).text
        user.says("什么时候开班")
        user.says("在哪里")
        user.says("帮助")
        assert number in (await user.reply()).text, "nothing was said to the two messages before"
        await service.handovers.reply(number, "下周一，在县残联", STAFF, now)
        assert (await user.reply()).text == "工作人员：下周一，在县残联"
        await service.handovers.close(number, STAFF, now)
        assert "我回来了" in (await user.reply()).text
        user.says("谢谢")
        assert "不客气" in (await user.reply()).text
    said = [each.text for each in (await service.handovers.view(number, STAFF, now)).said]
    assert said == ["我想学按摩", "什么时候开班", "在哪里", "下周一，在县残联"]


async def test_a_message_delivered_again_is_passed_on_once(telegram: FakeTelegram, service: SmallService) -> None:
    user, now = telegram.user(7), service.clock.now()
    async with running(service):
        number = await handed_over(user, service)
        await telegram.confirmed()
    user.says("我想学按摩")
    telegram.world.updates *= 2
    async with running(service):
        assert "已转给工作人员" in (await user.reply()).text
        user.says("帮助")
        await user.reply()
    said = [each.text for each in (await service.handovers.view(number, STAFF, now)).said]
    assert said == ["我想学按摩"]


async def test_a_button_of_before_still_gets_an_answer(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says("菜单")
        menu, _ = await user.replies(2)
        user.says("人工")
        await user.reply()
        user.says("1")
        await user.reply()
        user.presses_data(menu.data[0], menu)
        assert "过期" in (await user.reply()).text
