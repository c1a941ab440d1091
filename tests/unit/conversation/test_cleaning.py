from __future__ import annotations

import pytest

from bot.core.conversation.cleaning import clean, has_words


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  残保金 \n 怎么算 ", "残保金 怎么算"),
        ("殘疾人就業保障金怎麼算", "残疾人就业保障金怎么算"),
        ("ＡＢＣ１２３", "ABC123"),
        ("按摩\u202e店\u200b开\x00在", "按摩店开在"),
        ("补贴\ud800多少", "补贴多少"),
    ],
)
def test_input_is_made_readable(typed: str, read: str) -> None:
    assert clean(typed) == read


@pytest.mark.parametrize("text", ["😀😀", "？！……", "。", "🙏 🙏"])
def test_signs_and_emoji_are_not_words(text: str) -> None:
    assert not has_words(text)


@pytest.mark.parametrize("text", ["好", "a", "12345678901234567890", "<b>补贴</b>"])
def test_anything_with_letters_is_words(text: str) -> None:
    assert has_words(text)
