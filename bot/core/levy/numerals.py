"""The value of one number as people say it: 120, 1,200, 一百二, 九万六, 8.5万, 3千5, 8w, 二零二四."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖俩仨"
UNITS = "十百千万亿拾佰仟萬wWkK"
ARABIC = r"\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?"
NUMERAL = rf"(?:{ARABIC}|[{DIGITS}十百千万亿拾佰仟萬])(?:{ARABIC}|[{DIGITS}{UNITS}]|点(?=[{DIGITS}]))*"
"""A regular expression for what may be one number."""

_PLAIN = str.maketrans("〇两壹贰叁肆伍陆柒捌玖俩仨拾佰仟萬wWkK", "零二一二三四五六七八九二三十百千万万万千千")
_VALUES = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_SCALES = {"亿": 10**8, "万": 10**4, "千": 1000, "百": 100, "十": 10}
_DECIMAL = re.compile(r"\d+(?:\.\d+)?")
MOST_DIGITS = 15
"""Longer numbers are no count and no wage."""


class NotExact(ValueError):
    """Several numbers at once, as 七八十, or none in particular, as 百人."""


def value_of(text: str) -> Decimal | None:
    """The number `text` is; `None` if it is none. Raises `NotExact` if it is only about one."""
    if len(text) > MOST_DIGITS:
        return None
    return _read(text.translate(_PLAIN).replace(",", ""))


def _read(text: str) -> Decimal | None:
    for sign, scale in _SCALES.items():
        if sign in text:
            upper, _, lower = text.partition(sign)
            return _scaled(upper, lower, scale)
    return _unscaled(text)


def _scaled(upper: str, lower: str, scale: int) -> Decimal | None:
    """`upper` times the scale and the rest: after 万 a lone digit counts thousands, as 九万六 is 96000."""
    if not upper and scale != _SCALES["十"]:
        raise NotExact
    times = _read(upper) if upper else Decimal(1)
    rest: Decimal | None = Decimal(0)
    if lower:
        rest = _read(lower.removeprefix("零"))
        if rest is not None and len(lower) == 1:
            rest *= scale // 10
    return None if times is None or rest is None or rest >= scale else times * scale + rest


def _unscaled(text: str) -> Decimal | None:
    if _DECIMAL.fullmatch(text):
        return Decimal(text)
    whole, point, fraction = text.partition("点")
    if not whole or not all(char in _VALUES for char in whole + fraction):
        return None
    if len(whole) > 1 and len(whole) < 3 and "零" not in whole:
        raise NotExact
    digits = "".join(str(_VALUES[char]) for char in whole)
    decimals = "".join(str(_VALUES[char]) for char in fraction)
    return Decimal(f"{digits}.{decimals}" if point else digits)
