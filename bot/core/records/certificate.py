"""The form of a disability certificate's number (national-facts §5.1); a well-formed one need not exist."""

from __future__ import annotations

import re

from bot.core.registry.identity import check_digit

_FORM = re.compile(r"(\d{17}[\dX])[1-7][1-4](?:B\d+)?")


class NotACertificate(ValueError):
    """The message is the kind of problem: `certificate_form` or `certificate_digit`."""


def read_certificate(text: str) -> str:
    """The number without blanks and in capitals. Raises `NotACertificate`."""
    number = re.sub(r"\s", "", text).upper()
    form = _FORM.fullmatch(number)
    if form is None:
        raise NotACertificate("certificate_form")
    identity = form.group(1)
    if identity[17] != check_digit(identity[:17]):
        raise NotACertificate("certificate_digit")
    return number


def person_of(number: str) -> str:
    """Who it is: kind, grade and re-issue may change, the first 18 places do not. Anything else stands for itself."""
    form = _FORM.fullmatch(number)
    return form.group(1) if form else number
