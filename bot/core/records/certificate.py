"""The form of a disability certificate's number (national-facts §5.1); a well-formed one need not exist."""

from __future__ import annotations

import re

_FORM = re.compile(r"(\d{17}[\dX])[1-7][1-4](?:B\d+)?")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


class NotACertificate(ValueError):
    """The message is the kind of problem: `certificate_form` or `certificate_digit`."""


def read_certificate(text: str) -> str:
    """The number without blanks and in capitals. Raises `NotACertificate`."""
    number = re.sub(r"\s", "", text).upper()
    form = _FORM.fullmatch(number)
    if form is None:
        raise NotACertificate("certificate_form")
    if not _checks(form.group(1)):
        raise NotACertificate("certificate_digit")
    return number


def person_of(number: str) -> str:
    """Who it is: kind, grade and re-issue may change, the first 18 places do not. Anything else stands for itself."""
    form = _FORM.fullmatch(number)
    return form.group(1) if form else number


def _checks(identity: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, identity[:17], strict=True))
    return _CHECK_DIGITS[total % 11] == identity[17]
