"""The number of a disability certificate as a field holds it (national-facts §5.1)."""

from __future__ import annotations

import datetime as dt
import re

from bot.core.registry import identity
from bot.core.registry.identity import NumberProblem

_PERSON = 18
"""Characters that say who it is: the identity number. Kind, grade and re-issue come after it."""


class NotACertificate(ValueError):
    """The message is the kind of problem: `certificate_form` or `certificate_digit`."""


def read_certificate(text: str) -> str:
    """The number without blanks and in capitals. Raises `NotACertificate`."""
    number = re.sub(r"\s", "", text).upper()
    found = identity.read_certificate(number, dt.date.max)
    if isinstance(found, NumberProblem):
        raise NotACertificate("certificate_digit" if found is NumberProblem.CHECK_DIGIT else "certificate_form")
    return number


def person_of(number: str) -> str:
    """Who it is: kind, grade and re-issue may change. What is no certificate's number stands for itself."""
    try:
        return read_certificate(number)[:_PERSON]
    except NotACertificate:
        return number
