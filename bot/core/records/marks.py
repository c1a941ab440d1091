"""By what a record can be found without being opened: phone numbers, and who a certificate belongs to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.records.certificate import person_of
from bot.core.records.fields import FieldType, Value
from bot.core.records.register import Edition

PHONE, CERTIFICATE = "phone", "certificate"
_KINDS = {FieldType.PHONE: PHONE, FieldType.CERTIFICATE: CERTIFICATE, FieldType.PERSON: CERTIFICATE}


def marks_of(edition: Edition, values: Mapping[str, Value]) -> frozenset[tuple[str, str]]:
    """Kind and plain form of every value that a record can be found by; to be stored as keyed hashes only."""
    found = ((_KINDS.get(field.type), values.get(name)) for name, field in edition.fields.items())
    return frozenset((kind, plain(kind, str(value))) for kind, value in found if kind and value is not None)


def plain(kind: str, said: str) -> str:
    """The same text for the same number, however it is written: with +86, blanks or dashes, or after a re-issue."""
    if kind == PHONE:
        digits = re.sub(r"\D", "", said)
        return digits.removeprefix("86") if len(digits) == 13 else digits
    return person_of(re.sub(r"\s", "", said).upper())
