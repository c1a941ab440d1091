"""Arabic and Chinese numbers as people write them: 120, 1万2, 三十来, 两千五, 百分之一点五."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

import cn2an

_DIGIT = "零〇一二两三四五六七八九"
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000, "k": 1000, "w": 10_000}
ARABIC = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
NUMBER = rf"(?:(?:{ARABIC})(?:[千百十]?[万亿]\d?|[千百kw](?![a-z])\d?)?|[{_DIGIT}十百千万亿半]+(?:点[{_DIGIT}]+)?)"
_TAIL = re.compile(r"^(.*)([百千万亿])([一二两三四五六七八九])$")
_MIXED = re.compile(rf"^({ARABIC})([十百千万亿kw]{{0,2}})(\d?)$")


def parse_number(text: str) -> Decimal | None:
    """The value of a number matched by `NUMBER`; nothing when it is none (万万, 百千)."""
    mixed = _MIXED.match(text)
    if mixed:
        return _parse_mixed(*mixed.groups())
    if text == "半":
        return Decimal("0.5")
    tail = _TAIL.match(text)
    if tail and not tail.group(1).endswith("零"):
        # 两千五 is 2500, 一百二 is 120: the last digit counts tenths of the unit before it.
        head = _read(tail.group(1) + tail.group(2)) if tail.group(1) else None
        return None if head is None else head + (_read(tail.group(3)) or 0) * _UNITS[tail.group(2)] / 10
    return _read(text)


def _parse_mixed(digits: str, units: str, tenths: str) -> Decimal | None:
    scale = 1
    for unit in units:
        scale *= _UNITS[unit]
    try:
        value = Decimal(digits.replace(",", "")) * scale
    except InvalidOperation:
        return None
    return value + (Decimal(tenths) * scale / 10 if tenths else 0)


def _read(text: str) -> Decimal | None:
    try:
        return Decimal(str(cn2an.cn2an(text.replace("两", "二").replace("〇", "零"), "smart")))
    except (ValueError, InvalidOperation, KeyError):
        return None


def plain(value: Decimal) -> str:
    """Without exponent or needless zeros."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
