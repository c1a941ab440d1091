"""The fields of a record: their types and the values they take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from bot.core.policies.measures import Wording
from bot.core.registry.occupations import Occupations

Value = bool | int | Decimal | str | dt.date | tuple[str, ...]
"""Choices are kept by the key of their option; years, quarters and times of day as `2026`, `2026Q4` and `09:30`."""


class FieldType(StrEnum):
    """What values a field takes."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    YEAR = "year"
    QUARTER = "quarter"
    CHOICE = "choice"
    CHOICES = "choices"
    OCCUPATIONS = "occupations"
    SKILLS = "skills"
    BOOLEAN = "boolean"
    REGION = "region"
    PHONE = "phone"
    CERTIFICATE = "certificate"
    PERSON = "person"
    RECORD = "record"
    FILE_NOTE = "file_note"


NUMBERS = frozenset((FieldType.INTEGER, FieldType.DECIMAL, FieldType.MONEY))
SEVERAL = frozenset((FieldType.CHOICES, FieldType.OCCUPATIONS, FieldType.SKILLS))
"""Types whose values are tuples: of options, of codes of the classification, of skills in tidied words."""
IDENTIFYING = frozenset((FieldType.CERTIFICATE, FieldType.PERSON))
"""Types that tell who somebody is: always personal, whatever the declaration says."""


@dataclass(frozen=True)
class Field:
    """One field as it is called in one region.

    `personal`: encrypted at rest and masked in lists. `sensitive`: personal, and in a file only where the export
    names it. `register`: for a link, whose records it points to.

    In a conversation: `asks` is the question (without one the label is), `hint` what may be answered, `only_if` the
    field and the values with which it is asked at all, `fact` the fact that it shares with the eligibility interview,
    `office` that staff fill it and nobody outside, `consent` the purpose to be agreed to before it is asked or kept.
    `among`: another field with the same options, of which only those chosen there are offered here; `apart_from`: only
    those not chosen there. `option_words`: what people say who mean an option.
    `occupations`: the classification in which words for occupations are looked up.
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
    asks: Wording | None = None
    hint: Wording | None = None
    only_if: tuple[str, frozenset[Value]] | None = None
    fact: str | None = None
    office: bool = False
    consent: str | None = None
    among: str | None = None
    apart_from: str | None = None
    option_words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    occupations: Occupations | None = None

    @property
    def choices(self) -> Mapping[str, str]:
        """Labels by option; empty for a field without options."""
        return self.options or {}
