from __future__ import annotations

import pytest

from bot.core.conversation.segments import questions


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("残保金怎么算", ["残保金怎么算"]),
        ("残保金怎么算？不交会罚款吗？", ["残保金怎么算？", "不交会罚款吗？"]),
        ("培训有补贴吗，另外招聘会什么时候开", ["培训有补贴吗", "招聘会什么时候开"]),
        ("我去年出了车祸。现在在家。能找到工作吗？", ["我去年出了车祸。现在在家。能找到工作吗？"]),
        ("你好", ["你好"]),
    ],
)
def test_a_message_is_split_into_its_questions(text: str, parts: list[str]) -> None:
    assert questions(text) == parts


def test_a_story_stays_with_its_question() -> None:
    first, second = questions("我家在农村，低保户。去上班低保会停吗？还有开店能贷款吗？")
    assert "低保户" in first
    assert second == "开店能贷款吗？"


def test_a_flood_of_questions_is_cut_to_three() -> None:
    assert len(questions("能领钱吗？" * 50)) == 3
