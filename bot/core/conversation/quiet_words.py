"""Reads 晚上九点到早上八点不要打扰, 晚上9点半以后别发, 早上八点前不要提醒."""

from __future__ import annotations

import datetime as dt
import re

from bot.core.statements.numerals import NUMERAL, read_number

_PART = "(?:凌晨|早上|早晨|清早|早|上午|中午|下午|傍晚|晚上|夜里|夜晚|晚|夜)"
_EVENING = ("下午", "傍晚", "晚上", "夜里", "夜晚", "晚", "夜")


def _clock(name: str) -> str:
    hour, minute = rf"(?P<part_{name}>{_PART})?(?P<hour_{name}>{NUMERAL})", rf"[:：](?P<minute_{name}>\d{{2}})"
    return rf"{hour}(?:{minute}|[点时](?P<half_{name}>半)?)"


_LEAVE_ME = (
    r"[，,]?(?:都|就|请)*(?:不要|不用|别|勿|不)(?:再)?(?:打扰|发|提醒|吵|通知|叫)(?:我|消息|信息|了|给我)*[。！]?"
)
_TO = "(?:以后)?(?:到|至|-|—|~)(?:第二天|次日|明天)?"
_SPAN = "(?:以前|之前|前)?(?:之间|期间|这段时间)?"
_BETWEEN = re.compile(rf"(?:我|请|每天|在)*{_clock('a')}{_TO}{_clock('b')}{_SPAN}{_LEAVE_ME}")
_AFTER = re.compile(rf"(?:我|请|每天|在)*{_clock('a')}(?:以后|之后|后|过后){_LEAVE_ME}")
_BEFORE = re.compile(rf"(?:我|请|每天|在)*{_clock('b')}(?:以前|之前|前){_LEAVE_ME}")


def quiet_hours(text: str) -> str | None:
    """What the button of these hours would be called: `2100-0800`, `2130-`, `-0800`; `None` for any other sentence."""
    found = _BETWEEN.fullmatch(text) or _AFTER.fullmatch(text) or _BEFORE.fullmatch(text)
    if found is None:
        return None
    times = {name: _time(found, name) for name in ("a", "b") if f"hour_{name}" in found.re.groupindex}
    if None in times.values():
        return None
    return "-".join(f"{time:%H%M}" if (time := times.get(name)) else "" for name in ("a", "b"))


def _time(found: re.Match[str], name: str) -> dt.time | None:
    number = read_number(found[f"hour_{name}"])
    if number is None or number != int(number) or number > 24:
        return None
    hour, part = int(number), found[f"part_{name}"]
    if name == "b" and part is None and found.re is _BETWEEN and found["part_a"] in ("中午", "下午"):
        part = "下午"
    at_night = part in ("夜里", "夜") and hour < 6
    if (part in _EVENING and hour <= 12 and not at_night) or (part == "中午" and hour < 3):
        hour = 12 if part == "下午" and hour == 12 else hour + 12  # 晚上12点 is midnight
    minute = 30 if found[f"half_{name}"] else int(found[f"minute_{name}"] or 0)
    return dt.time(hour % 24, minute) if minute < 60 else None
