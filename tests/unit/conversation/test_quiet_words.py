"""Hours in which people do not want to be disturbed, as they say them."""

from __future__ import annotations

import pytest

from bot.core.conversation.quiet_words import quiet_hours


@pytest.mark.parametrize(
    ("said", "hours"),
    [
        ("晚上九点到早上八点不要打扰", "2100-0800"),
        ("晚上9点半以后别发", "2130-"),
        ("早上八点前不要提醒我", "-0800"),
        ("22:00到7:30不要发消息", "2200-0730"),
        ("我每天中午十二点到下午两点不要打扰我", "1200-1400"),
        ("中午1点到2点半请不要打扰", "1300-1430"),
        ("晚上十二点以后不要发了", "0000-"),
        ("夜里两点到早上九点不要吵我", "0200-0900"),
        ("晚上10点到第二天早上6点不发", "2200-0600"),
        ("不要提醒", None),
        ("早上八点提醒我", None),
        ("晚上二十五点以后别发", None),
        ("九点上班可以吗", None),
        ("9点75分以后别发", None),
    ],
)
def test_hours(said: str, hours: str | None) -> None:
    assert quiet_hours(said) == hours
