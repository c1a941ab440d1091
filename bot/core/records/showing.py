"""Values as people read them, in clear or masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from bot.core.records.fields import Field, FieldType, Value
from bot.core.records.periods import period_text
from bot.core.records.register import Edition

NameRegion = Callable[[str], str]
"""A region's name by its code."""

MASK = "＊"
_LAST_DIGITS = 4


def shown(field: Field, value: Value, name_region: NameRegion) -> str:
    """The value in words."""
    match value:
        case bool():
            return "是" if value else "否"
        case tuple():
            return "、".join(field.choices.get(option, option) for option in value)
        case dt.date():
            return value.isoformat()
        case Decimal():
            return f"{value:,.2f}" if field.type is FieldType.MONEY else f"{value:f}"
        case int():
            return str(value)
    match field.type:
        case FieldType.CHOICE:
            return field.choices.get(value, value)
        case FieldType.REGION:
            return name_region(value)
        case FieldType.YEAR | FieldType.QUARTER:
            return period_text(value)
        case _:
            return value


def masked(field: Field, text: str) -> str:
    """As much of a personal value as tells staff who it is about, and nobody else: 张＊, ＊5678."""
    match field.type:
        case FieldType.TEXT:
            return text[:1] + MASK
        case FieldType.PHONE:
            return MASK + text[-_LAST_DIGITS:]
        case _:
            return MASK


def lines(values: Mapping[str, Value], edition: Edition, name_region: NameRegion, *, clear: bool) -> dict[str, str]:
    """Text by field id in the order of the declaration; personal values masked unless `clear`."""
    told: dict[str, str] = {}
    for field in edition.fields.values():
        if field.id in values:
            text = shown(field, values[field.id], name_region)
            told[field.id] = text if clear or field.id not in edition.private else masked(field, text)
    return told
