"""Numbers that people type: the certificate's, the identity card's, a telephone's. Nothing here is kept or logged.

A number that passes has the right form, which is no proof that it was ever issued. What a certificate's number says of
kind and grade is sensitive: it is for showing the holder what was read, never for choosing jobs.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from bot.core.phrases import Phrases

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_ID = re.compile(r"\d{17}[\dX]")
_CERTIFICATE = re.compile(r"(?P<id>\d{17}[\dX])(?P<kind>\d)(?P<grade>\d)(?:B(?P<reissue>\d+))?")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(?:\+?86)?(0(?:10|2\d)|0[3-9]\d{2})(\d{7,8})")
_KINDS, _GRADES = "1234567", "1234"
_FIRST_YEAR = 1900


class NumberProblem(StrEnum):
    """What is wrong with a number; the sentences are in the wording."""

    EMPTY = "empty"
    NOT_DIGITS = "not_digits"
    CERTIFICATE_LENGTH = "certificate_length"
    ID_LENGTH = "id_length"
    BIRTH_DATE = "birth_date"
    CHECK_DIGIT = "check_digit"
    KIND = "kind"
    GRADE = "grade"
    PHONE = "phone"


@dataclass(frozen=True)
class IdentityCard:
    """What an identity card's number tells, without the number."""

    born: dt.date = field(repr=False)


@dataclass(frozen=True)
class Certificate:
    """What a certificate's number tells, without the number. `kind` is 1 to 7, `grade` 1 to 4; `reissue` counts from 1.

    `reissue` is 0 for the first certificate.
    """

    born: dt.date = field(repr=False)
    kind: int = field(repr=False)
    grade: int = field(repr=False)
    reissue: int = field(repr=False)


def read_certificate(text: str, on: dt.date) -> Certificate | NumberProblem:
    """The parts of the number of a 残疾人证, or what is wrong: identity number, kind, grade, and B1, B2 if reissued."""
    number = _tidy(text)
    if problem := _unreadable(number, "XB"):
        return problem
    parts = _CERTIFICATE.fullmatch(number)
    if parts is None:
        return NumberProblem.CERTIFICATE_LENGTH
    card = read_identity_card(parts["id"], on)
    if isinstance(card, NumberProblem):
        return card
    if parts["kind"] not in _KINDS:
        return NumberProblem.KIND
    if parts["grade"] not in _GRADES:
        return NumberProblem.GRADE
    return Certificate(card.born, int(parts["kind"]), int(parts["grade"]), int(parts["reissue"] or 0))


def read_identity_card(text: str, on: dt.date) -> IdentityCard | NumberProblem:
    """What the number of an identity card tells on a day, or what is wrong with it."""
    number = _tidy(text)
    if problem := _unreadable(number, "X"):
        return problem
    if _ID.fullmatch(number) is None:
        return NumberProblem.ID_LENGTH
    born = _day(number[6:14])
    if born is None or not dt.date(_FIRST_YEAR, 1, 1) <= born <= on:
        return NumberProblem.BIRTH_DATE
    if number[17] != check_digit(number[:17]):
        return NumberProblem.CHECK_DIGIT
    return IdentityCard(born)


def check_digit(digits: str) -> str:
    """The last character of the identity number that begins with these 17 digits."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11]


def age_on(born: dt.date, day: dt.date) -> int:
    """Full years; who was born on 29 February turns a year older on 1 March of other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read_phone(text: str) -> str | NumberProblem:
    """A mobile or landline number in one form, 13800000000 or 0876-3120000, or what is wrong with it."""
    number = re.sub(r"[()]", "", _tidy(text))
    if problem := _unreadable(number.removeprefix("+"), ""):
        return problem
    if mobile := _MOBILE.fullmatch(number):
        return mobile[1]
    if landline := _LANDLINE.fullmatch(number):
        return f"{landline[1]}-{landline[2]}"
    return NumberProblem.PHONE


def problem_text(problem: NumberProblem, phrases: Phrases, easy: bool = False) -> str:
    """The sentence that tells the person what is wrong; it never repeats the number."""
    return phrases.say(f"number_{problem}", easy)


def _unreadable(number: str, letters: str) -> NumberProblem | None:
    if not number:
        return NumberProblem.EMPTY
    is_written = all(char in letters or (char.isascii() and char.isdigit()) for char in number)
    return None if is_written else NumberProblem.NOT_DIGITS


def _tidy(text: str) -> str:
    """Full-width characters made plain, spaces and hyphens left out, letters large."""
    return re.sub(r"[\s\-\u2010-\u2015\u00b7]+", "", unicodedata.normalize("NFKC", text)).upper()


def _day(digits: str) -> dt.date | None:
    try:
        return dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
