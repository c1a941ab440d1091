"""Values as JSON knows them, and back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.core.records.fields import SEVERAL, Field, FieldType, Value


def to_plain(value: Value) -> Any:
    """Text, whole numbers and truth as they are; days and decimals as text, several choices as a list."""
    match value:
        case bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case dt.date():
            return value.isoformat()
        case tuple():
            return list(value)


def from_plain(plain: Mapping[str, Any], fields: Mapping[str, Field]) -> dict[str, Value]:
    """The values of stored fields; those that the declaration no longer knows are passed over."""
    return {name: _value(fields[name], stored) for name, stored in plain.items() if name in fields}


def _value(field: Field, stored: Any) -> Value:
    match field.type:
        case FieldType.DATE:
            return dt.date.fromisoformat(stored)
        case FieldType.DECIMAL | FieldType.MONEY:
            return Decimal(stored)
        case several if several in SEVERAL:
            return tuple(stored)
        case _:
            value: Value = stored
            return value
