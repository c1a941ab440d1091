"""Reads values as people type them or as they stand in spreadsheets."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.core.records.certificate import NotACertificate, read_certificate
from bot.core.records.fields import Field, FieldType, Value
from bot.core.records.periods import PeriodKind, read_period
from bot.core.registry.occupations import find_occupation
from bot.core.registry.skills import skill_words

YES = frozenset(("是", "有", "对", "√", "✓", "yes", "true", "1"))
NO = frozenset(("否", "无", "没有", "不是", "×", "no", "false", "0"))

ResolveRegion = Callable[[str], str | None]
"""A region's code by its code or name; `None` if there is none or several."""

LONGEST = 200
LONGEST_TEXT = 5000
"""Characters of a field, and of one that holds a whole text."""

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d{2})(\d{2})")
_TIME = re.compile(r"(上午|早上|中午|下午|晚上)?(\d{1,2})(?:[:时点](?:(半)|(\d{1,2})分?)?|[:：](\d{2}):\d{2})")
_PHONE = re.compile(r"1\d{10}|0\d{2,3}-?\d{7,8}(?:-\d{1,6})?|1\d{4}|[48]00\d{7}")
_SEPARATORS = re.compile(r"[、,，;；]")
_RECORD = re.compile(r"[2-9A-HJ-NP-Z]{4}(?:-[2-9A-HJ-NP-Z]{4}){2}")


class NotAValue(ValueError):
    """The raw value is none of this field; the message is the kind of problem."""


def is_empty(raw: Any) -> bool:
    """Whether nothing was entered."""
    return raw is None or (isinstance(raw, str) and not raw.strip()) or raw in ((), [])


def read_value(field: Field, raw: Any, resolve: ResolveRegion) -> Value:
    """One value of `field`. Raises `NotAValue` with the kind of problem."""
    text = _text(raw)
    match field.type:
        case FieldType.INTEGER | FieldType.DECIMAL | FieldType.MONEY:
            return _number(field, raw, text)
        case FieldType.BOOLEAN:
            return _yes_or_no(text)
        case FieldType.DATE:
            return _date(raw, text)
        case FieldType.CHOICE:
            return _option(field, text)
        case FieldType.CHOICES:
            return _options(field, raw, text)
        case FieldType.OCCUPATIONS:
            return _occupations(field, raw, text)
        case FieldType.SKILLS:
            return _skills(raw, text)
        case FieldType.REGION:
            return _known(resolve(text), "unknown_region")
        case FieldType.CERTIFICATE:
            return _certificate(raw, text)
        case _:
            return _words(field, text)


def _words(field: Field, text: str) -> str:
    match field.type:
        case FieldType.YEAR:
            return _known(read_period(PeriodKind.YEAR, text), "not_a_year")
        case FieldType.QUARTER:
            return _known(read_period(PeriodKind.QUARTER, text), "not_a_quarter")
        case FieldType.TIME:
            return _time(text)
        case FieldType.PHONE:
            return _matched(_PHONE, re.sub(r"\s", "", _plain(text)), "not_a_phone")
        case FieldType.RECORD:
            return _matched(_RECORD, _plain(text).upper(), "not_a_record")
        case FieldType.LONG_TEXT | FieldType.FILE_NOTE:
            return _short_enough(text, LONGEST_TEXT)
        case _:
            return _short_enough(text, LONGEST)


def _text(raw: Any) -> str:
    """What a cell shows: spreadsheets keep whole numbers as floats and days as moments."""
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat()
    return str(raw).strip()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _known(value: str | None, kind: str) -> str:
    if value is None:
        raise NotAValue(kind)
    return value


def _matched(form: re.Pattern[str], text: str, kind: str) -> str:
    if form.fullmatch(text) is None:
        raise NotAValue(kind)
    return text


def _short_enough(text: str, longest: int) -> str:
    if len(text) > longest:
        raise NotAValue("too_long")
    return text


def _yes_or_no(text: str) -> bool:
    word = _plain(text).lower()
    if word not in YES | NO:
        raise NotAValue("not_yes_or_no")
    return word in YES


def _number(field: Field, raw: Any, text: str) -> Value:
    if isinstance(raw, bool):
        raise NotAValue("not_a_number")
    try:
        number = Decimal(_plain(text).replace(",", "").removesuffix("元"))
    except InvalidOperation as error:
        raise NotAValue("not_a_number") from error
    if not number.is_finite():
        raise NotAValue("not_a_number")
    least = Decimal(0) if field.minimum is None else field.minimum
    if number < least:
        raise NotAValue("too_small")
    if field.maximum is not None and number > field.maximum:
        raise NotAValue("too_large")
    if field.type is FieldType.INTEGER:
        if number != number.to_integral_value():
            raise NotAValue("not_whole")
        return int(number)
    if field.type is FieldType.MONEY and number != round(number, 2):
        raise NotAValue("not_money")
    return number


def _date(raw: Any, text: str) -> dt.date:
    if isinstance(raw, dt.datetime):
        return raw.date()
    if isinstance(raw, dt.date):
        return raw
    parts = _DATE.fullmatch(_plain(text))
    try:
        if parts is None:
            raise NotAValue("not_a_date")
        year, month, day = (int(part) for part in parts.groups() if part is not None)
        return dt.date(year, month, day)
    except ValueError as error:
        raise NotAValue("not_a_date") from error


def _time(text: str) -> str:
    """A time of day on the clock of 24 hours; 下午2点半 is 14:30."""
    parts = _TIME.fullmatch(_plain(text).replace(" ", ""))
    if parts is None:
        raise NotAValue("not_a_time")
    part, hours, half, minutes, before_seconds = parts.groups()
    hour, minute = int(hours), 30 if half else int(minutes or before_seconds or 0)
    if part in ("下午", "晚上", "中午") and hour < 12 and not (part == "中午" and hour == 11):
        hour += 12
    try:
        return dt.time(hour, minute).strftime("%H:%M")
    except ValueError as error:
        raise NotAValue("not_a_time") from error


def _option(field: Field, text: str) -> str:
    for option, label in field.choices.items():
        if text in (option, label):
            return option
    raise NotAValue("not_an_option")


def _options(field: Field, raw: Any, text: str) -> tuple[str, ...]:
    several = [str(each).strip() for each in raw] if isinstance(raw, list | tuple) else _split(field, text)
    return tuple(dict.fromkeys(_option(field, each) for each in several))


def _split(field: Field, text: str) -> list[str]:
    """Several options; a label that holds a separator itself is not taken apart."""
    parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    if all(part in field.choices or part in field.choices.values() for part in parts):
        return parts
    found: list[str] = []
    names = sorted((*field.choices, *field.choices.values()), key=len, reverse=True)
    while text:
        rest = text.lstrip()
        whole = next(
            (name for name in names if re.match(rf"{re.escape(name)}\s*(?:{_SEPARATORS.pattern}|$)", rest)), None
        )
        first = whole or _SEPARATORS.split(rest)[0]
        found.append(first.strip())
        text = rest[len(first) :].lstrip()[1:]
    return found


def _occupations(field: Field, raw: Any, text: str) -> tuple[str, ...]:
    """Codes of what everyday words mean; of a word that is only part of others, those of the nearest one."""
    assert field.occupations is not None, "built with the classification"
    parts = [str(each) for each in raw] if isinstance(raw, list | tuple) else _SEPARATORS.split(text)
    codes: list[str] = []
    for part in (each.strip() for each in parts if each.strip()):
        if part in field.choices:
            codes.append(part)
            continue
        found = find_occupation(part, field.occupations)
        if not found:
            raise NotAValue("unknown_occupation")
        said = field.occupations.words_in(part) or [found[0].word]
        codes += [each.occupation.code for each in found if each.word in said]
    most = len(codes) if field.maximum is None else int(field.maximum)
    return tuple(dict.fromkeys(codes))[:most]


def _skills(raw: Any, text: str) -> tuple[str, ...]:
    words = skill_words("、".join(map(str, raw)) if isinstance(raw, list | tuple) else _short_enough(text, LONGEST))
    if not words:
        raise NotAValue("no_skill")
    return tuple(sorted(words))


def _certificate(raw: Any, text: str) -> str:
    if isinstance(raw, int | float):  # a spreadsheet has already lost the last digits
        raise NotAValue("certificate_as_number")
    try:
        return read_certificate(_plain(text))
    except NotACertificate as error:
        raise NotAValue(str(error)) from error
