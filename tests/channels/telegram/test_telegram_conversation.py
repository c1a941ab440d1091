"""Conversations through the fake Bot API server, with the real core and a real database."""

from __future__ import annotations

import pytest

from tests.builders import SmallService
from tests.channels.telegram.running import running
from tests.fakes.telegram_server import FakeTelegram
from tests.fakes.telegram_user import User

ASKS = "去外省打工有补贴吗"


async def past_the_note(user: User) -> None:
    """Have the first exchange, whose reply is followed by the note."""
    user.says("菜单")
    await user.replies(2)


async def test_a_question_the_region_by_button_and_a_follow_up(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says(ASKS)
        asked, note = await user.replies(2)
        assert "哪个地区" in asked.text
        assert "1. 砚山县" in asked.buttons or "2. 砚山县" in asked.buttons
        assert "境外" in note.text and not note.buttons
        user.presses("砚山县")
        answer = await user.reply()
        assert "1000元" in answer.text
        assert answer.buttons[-1].endswith("菜单")
        user.says("找谁")
        assert "人力资源社会保障局" in (await user.reply()).text
        user.presses("菜单", on=(user.received[-1]))
        assert (await user.reply()).buttons[0].startswith("1. ")
        await telegram.called("answerCallbackQuery", 2)
        assert not telegram.world.queries


async def test_a_choice_can_be_typed_as_its_number(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says(ASKS)
        asked, _ = await user.replies(2)
        number = next(label.partition(".")[0] for label in asked.buttons if label.endswith("砚山县"))
        user.says(number)
        assert "1000元" in (await user.reply()).text


async def test_an_expired_button_shows_the_menu(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says(ASKS)
        asked, _ = await user.replies(2)
        user.says("你好")
        await user.reply()
        user.presses("砚山县", on=asked)
        reply = await user.reply()
        assert "过期" in reply.text
        user.presses(reply.buttons[0].partition(". ")[2])
        assert "过期" not in (await user.reply()).text


async def test_a_button_of_another_program_shows_the_menu(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        await past_the_note(user)
        for data in ("old-bot:1", "99999999999:0", "1:0:0", "1"):
            user.presses_data(data, user.received[0])
            assert "过期" in (await user.reply()).text


async def test_a_press_that_is_too_old_to_acknowledge_is_answered(
    telegram: FakeTelegram, service: SmallService
) -> None:
    user = telegram.user(7)
    async with running(service):
        await past_the_note(user)
        user.presses(user.received[0].buttons[0].partition(". ")[2])
        telegram.world.queries.clear()
        assert (await user.reply()).text
        await telegram.called("answerCallbackQuery")


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("/start", "同行"),
        ("/start from-a-link", "同行"),
        ("/start fair_K7QD-2M9X-4RTA", "没有这个编号"),
        ("/help@tongxing_test_bot", "残疾人就业"),
        ("/region", "哪个地区"),
        ("/easy", "简单"),
        ("/stop", "已经删除"),
    ],
)
async def test_commands(command: str, expected: str, telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says(command)
        assert expected in (await user.reply()).text


async def test_stop_forgets_the_region(telegram: FakeTelegram, service: SmallService) -> None:
    user = telegram.user(7)
    async with running(service):
        user.says("砚山县")
        await user.replies(2)
        user.says("/stop")
        await user.reply()
        user.says(ASKS)
        assert "哪个地区" in (await user.reply()).text


@pytest.mark.parametrize("kind", ["photo", "voice", "sticker", "document", "location"])
async def test_what_is_not_text_gets_a_friendly_sentence(
    kind: str, telegram: FakeTelegram, service: SmallService
) -> None:
    file = {"file_id": "f", "file_unique_id": "f"}
    content = {
        "photo": [{**file, "width": 1, "height": 1}],
        "voice": {**file, "duration": 1},
        "sticker": {**file, "width": 1, "height": 1, "is_animated": False, "is_video": False, "type": "regular"},
        "document": file,
        "location": {"longitude": 104.3, "latitude": 23.6},
    }
    user = telegram.user(7)
    async with running(service):
        user.sends(**{kind: content[kind]})
        assert "文字" in (await user.reply()).text


async def test_groups_edits_and_notices_get_no_answer(telegram: FakeTelegram, service: SmallService) -> None:
    group, user = telegram.user(-5), telegram.user(7)
    async with running(service):
        await past_the_note(user)
        group.says("你好")
        user.edits("改过的话")
        user.sends(pinned_message={"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}})
        user.says("谢谢")
        assert "不客气" in (await user.reply()).text
        assert not group.received


async def test_the_command_menu_is_set_at_the_start(telegram: FakeTelegram, service: SmallService) -> None:
    async with running(service):
        await telegram.called("getUpdates")
    assert [entry["command"] for entry in telegram.world.commands] == ["start", "help", "region", "easy", "stop"]
    assert all(entry["description"] for entry in telegram.world.commands)
