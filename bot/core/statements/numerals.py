"""Numbers as people write them: 38, 三十八, 一百五, 两, 叁, 3.5, 二点五."""

from __future__ import annotations

from decimal import Decimal

NUMERAL = (
    r"(?>\d+(?:\.\d+)?|(?:百(?!分之)|[零〇一二两俩仨三四五六七八九十千万壹贰叁肆伍陆柒捌玖拾佰仟])+"
    r"(?:点[零一二三四五六七八九]+)?)"
)
"""A regular expression for one number, which is never cut short."""
_FORMAL = str.maketrans("〇壹贰叁肆伍陆柒捌玖拾佰仟两俩仨", "零一二三四五六七八九十百千二二三")
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = "万"


def read_number(text: str) -> Decimal | None:
    """The number that `text` is; `None` if it is none, as 三四十."""
    if text.replace(".", "", 1).isascii():
        return Decimal(text)
    whole, point, fraction = text.translate(_FORMAL).partition("点")
    number = _whole(whole)
    if number is None or not point:
        return None if number is None else Decimal(number)
    return Decimal(f"{number}.{''.join(str(_DIGITS[digit]) for digit in fraction)}")


def _whole(text: str) -> int | None:
    if len(text) > 1 and all(char in _DIGITS for char in text):
        # 一二〇 is spelt digit by digit; 三四 is “three or four”.
        return int("".join(str(_DIGITS[char]) for char in text)) if len(text) > 2 or "零" in text else None
    upper, myriad, lower = text.partition(_MYRIAD)
    if not myriad:
        return _below_myriad(text)
    high, low = _below_myriad(upper), _below_myriad(lower) if lower else 0
    if high is None or low is None:
        return None
    return high * 10000 + (low * 1000 if len(lower) == 1 and lower in _DIGITS else low)


def _below_myriad(text: str) -> int | None:
    """Up to 9999; a last digit right after 百 or 千 counts the next lower unit: 一百五 is 150."""
    total, digit, unit, zero = 0, None, 10000, False
    for char in text:
        if char in _UNITS:
            if _UNITS[char] >= unit or (digit is None and char != "十"):
                return None
            unit = _UNITS[char]
            total += (1 if digit is None else digit) * unit
            digit, zero = None, False
        elif digit is not None or (char == "零" and zero):
            return None
        elif char == "零":
            zero = True
        else:
            digit = _DIGITS[char]
    if digit is None:
        return total if text not in ("", "零") or text == "零" else None
    return total + digit * (unit // 10 if unit in (100, 1000) and not zero else 1)
