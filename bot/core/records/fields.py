"""The fields of a record: their types and the values they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Value = bool | int | Decimal | str | dt.date | tuple[str, ...]
"""Choices are kept by the key of their option; years and quarters as `2026` and `2026Q4`."""


class FieldType(StrEnum):
    """What values a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    YEAR = "year"
    QUARTER = "quarter"
    CHOICE = "choice"
    CHOICES = "choices"
    BOOLEAN = "boolean"
    REGION = "region"
    PHONE = "phone"
    CERTIFICATE = "certificate"
    PERSON = "person"
    RECORD = "record"
    FILE_NOTE = "file_note"


NUMBERS = frozenset((FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY))
IDENTIFYING = frozenset((FieldType.CERTIFICATE, FieldType.PERSON))
"""Types that tell who somebody is: always personal, whatever the declaration says."""


@dataclass(frozen=True)
class Field:
    """One field as it is called in one region.

    `personal`: encrypted at rest and masked in lists. `sensitive`: personal, and in a file only where the export
    names it. `register`: for a link, whose records it points to.
    """

    id: str
    label: str
    type: FieldType
    required: bool = False
    options: Mapping[str, str] | None = None
    default: str | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    personal: bool = False
    sensitive: bool = False
    note: str | None = None
    register: str | None = None

    @property
    def choices(self) -> Mapping[str, str]:
        """Labels by option; empty for a field without options."""
        return self.options or {}
