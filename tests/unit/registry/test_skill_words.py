"""Skills in people's words come into one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.registry.skills import skill_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("会用Excel、打字", {"excel", "打字"}),
        ("EXCEL，ｗord", {"excel", "word"}),
        ("熟练使用Photoshop软件；会剪视频", {"photoshop", "剪视频"}),
        ("我会做饭 会缝纫", {"做饭", "缝纫"}),
        ("Adobe Premiere", {"adobe premiere"}),
        ("有三年客服经验", {"三年客服"}),
        ("开叉车等", {"开叉车"}),
        ("会", {"会"}),
        ("技术", {"技术"}),
        ("", set()),
        ("，、；", set()),
    ],
)
def test_skills(text: str, words: set[str]) -> None:
    assert skill_words(text) == words


@given(st.text(max_size=40))
def test_whatever_is_written_comes_out_tidy(text: str) -> None:
    words = skill_words(text)
    assert all(word and word == word.strip() for word in words)
