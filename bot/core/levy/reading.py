"""Numbers as people write them: 80,000元, 8万, ７.２万, 2.5人, 1.5%."""

from __future__ import annotations

import re
from decimal import Decimal

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_MINUS = {"负": "-", "−": "-", "–": "-"}
# So many digits are enough for any real number, and every product of them can be computed exactly.
_NUMBER = r"(?P<number>-?(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,15})(?:\.[0-9]{1,10})?)"
_PEOPLE = re.compile(rf"{_NUMBER}\s*(?P<ten_thousand>万)?\s*[人名个位]?")
_YUAN = re.compile(rf"[¥￥]?\s*{_NUMBER}\s*(?P<ten_thousand>万)?\s*(?:元|块|块钱)?")
_PERCENT = re.compile(rf"{_NUMBER}\s*%|百分之\s*{_NUMBER.replace('number', 'after')}")
_FRACTION = re.compile(_NUMBER)
_YEAR = re.compile(r"([0-9]{4})\s*(?:年|年度)?")


def read_people(text: str) -> Decimal | None:
    """A number of people, decimals allowed; `None` if it is not one."""
    return _scaled(_PEOPLE.fullmatch(_plain(text)))


def read_yuan(text: str) -> Decimal | None:
    """An amount of money in yuan; `None` if it is not one."""
    return _scaled(_YUAN.fullmatch(_plain(text)))


def read_percent(text: str) -> Decimal | None:
    """A ratio written with a percent sign, as a fraction; `None` if it is not written so."""
    found = _PERCENT.fullmatch(_plain(text))
    return _decimal(found["number"] or found["after"]).scaleb(-2) if found else None


def read_fraction(text: str) -> Decimal | None:
    """A bare number; `None` if it is not one."""
    found = _FRACTION.fullmatch(_plain(text))
    return _decimal(found["number"]) if found else None


def read_year(text: str) -> int | None:
    """A year of four digits; `None` if it is not one."""
    found = _YEAR.fullmatch(_plain(text))
    return int(found[1]) if found else None


def _plain(text: str) -> str:
    """With half-width digits and signs, without spaces around."""
    plain = text.translate(_FULL_WIDTH).strip()
    for written, sign in _MINUS.items():
        plain = plain.replace(written, sign)
    return plain


def _scaled(found: re.Match[str] | None) -> Decimal | None:
    if found is None:
        return None
    number = _decimal(found["number"])
    return number.scaleb(4) if found["ten_thousand"] else number


def _decimal(digits: str) -> Decimal:
    return Decimal(digits.replace(",", ""))
