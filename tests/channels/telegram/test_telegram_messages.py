"""How replies become Telegram messages."""

from __future__ import annotations

import pytest

from bot.catalog.content import load_cues
from bot.channels.telegram.keyboards import LONGEST_LABEL, choice, keyboard, label
from bot.channels.telegram.sending import messages
from bot.channels.telegram.splitting import LONGEST, split, units
from bot.channels.telegram.wording import load_wording
from bot.core.messaging.reply import Button, Reply
from bot.services.ports import Undelivered
from bot.settings import Settings
from tests.builders import SmallService
from tests.channels.telegram.running import running
from tests.fakes.telegram_server import FakeTelegram

MENU = Button("菜单", "cmd:menu")


def test_a_short_text_stays_whole() -> None:
    assert split("有补贴。") == ["有补贴。"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("一二三四五六。七八九，十", ["一二三四五六。", "七八九，十"]),
        ("一二三四，五六，七八九十", ["一二三四，五六，", "七八九十"]),
        ("一二三四五六七八九十甲乙", ["一二三四五六七八", "九十甲乙"]),
        ("一。二三四五六七，八九十", ["一。二三四五六七，", "八九十"]),
        ("甲乙丙丁戊己\n\n庚辛", ["甲乙丙丁戊己\n\n", "庚辛"]),
    ],
)
def test_a_long_text_is_cut_where_a_listener_would_pause(text: str, parts: list[str]) -> None:
    longest = max(8, max(units(part) for part in parts))
    assert split(text, longest) == parts


@pytest.mark.parametrize("text", ["字" * 10_000, "😀" * 5_000, ("一句话。" * 3_000), "，" * 9_000, "a😀" * 4_000])
def test_no_part_is_longer_than_telegram_takes_and_nothing_is_lost(text: str) -> None:
    parts = split(text)
    assert "".join(parts) == text
    assert all(0 < len(part.encode("utf-16-le")) // 2 <= LONGEST for part in parts)


def test_blank_parts_are_not_sent() -> None:
    assert split(" \n") == []
    assert split("好。" + " " * 5_000) == ["好。" + " " * (LONGEST - 2)]


def test_buttons_stand_one_a_row_with_numbers_and_opaque_data() -> None:
    made = keyboard(12, (Button("更多", "cmd:more"), MENU))
    assert made is not None
    rows = [[(button.text, button.callback_data) for button in row] for row in made.inline_keyboard]
    assert rows == [[("1. 更多", "12:0")], [("2. 菜单", "12:1")]]
    assert keyboard(12, ()) is None


def test_a_long_label_loses_its_end_not_its_number() -> None:
    cut = label(10, "很长" * 40)
    assert cut.startswith("10. 很长") and cut.endswith("…") and len(cut) <= LONGEST_LABEL


@pytest.mark.parametrize(
    ("data", "expected"), [("12:0", (12, 0)), ("12:", None), ("a:1", None), ("١:٢", None), ("", None), (None, None)]
)
def test_callback_data_is_read_strictly(data: str | None, expected: tuple[int, int] | None) -> None:
    assert choice(data) == expected


def test_only_the_last_message_of_the_last_reply_has_buttons() -> None:
    replies = (Reply("先说这个", (MENU,)), Reply("字" * 5_000, (MENU,)))
    shown = list(messages(Undelivered(1, "telegram", "7", replies, 3), "提醒"))
    assert [bool(buttons) for _, buttons in shown] == [False, False, True]


def test_the_note_follows_the_first_turn_only() -> None:
    replies = (Reply("您好", (MENU,)),)
    assert [t for t, _ in messages(Undelivered(1, "telegram", "7", replies, 1), "提醒")] == ["您好", "提醒"]
    assert [t for t, _ in messages(Undelivered(1, "telegram", "7", replies, 2), "提醒")] == ["您好"]


def test_every_command_of_the_menu_is_understood() -> None:
    content = Settings().content_dir
    cues = load_cues(content)
    assert [name for name, _ in load_wording(content).commands if cues.command(f"/{name}") is None] == []


async def test_a_stored_reply_of_any_length_arrives_whole(telegram: FakeTelegram, service: SmallService) -> None:
    text = "".join(f"第{number}句话说的是补贴。" for number in range(1, 801))
    async with service.units_of_work() as work:
        await work.outgoing.add("telegram", "7", (Reply(text, (MENU,)),), 3, service.clock.now())
        await work.commit()
    user = telegram.user(7)
    async with running(service):
        parts = await user.replies(3)
    assert "".join(part.text for part in parts) == text
    assert [part.buttons for part in parts] == [[], [], ["1. 菜单"]]
    assert all(part.text.endswith("。") for part in parts)
