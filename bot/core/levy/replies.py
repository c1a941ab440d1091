"""Replies to the question for one number of the levy."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from decimal import Decimal

from bot.core.levy.marking import Passage
from bot.core.levy.mentions import SevereGrades
from bot.core.levy.numerals import NUMERAL
from bot.core.levy.statement import Statement, read_statement
from bot.core.levy.wages import UNCLEAR_BELOW
from bot.core.levy.words import LevyWords

LONGEST_DONT_KNOW = 20
_STARTS_WITH_NUMBER = re.compile(NUMERAL)
_MARKED = re.compile("[\ue000-\uf7ff]")
OF_DISPATCHED = {"dispatched_placed": "placed", "dispatched_severe": "severe"}
COUNTS = ("placed", "severe")
"""Of these nobody at all is a usual answer."""


def read_reply(text: str, field: str, words: LevyWords, grades: SevereGrades, on: dt.date) -> Statement | None:
    """What the reply to the question for `field` says, of this or of other fields; `None` if it says nothing."""
    if field in OF_DISPATCHED:
        of_own = read_reply(text, OF_DISPATCHED[field], words, grades, on)
        return None if of_own is None else _of_dispatched(of_own)
    read = _Reply(text, field, words, grades, on).read()
    return read if read.fields or read.alike is not None else None


def says_unknown(text: str, words: LevyWords, on: dt.date) -> bool:
    """Whether the reply is that one does not know."""
    known = words.replies.dont_know.search(text)
    return bool(known) and len(text) <= LONGEST_DONT_KNOW and not has_number(text, words, on)


def has_number(text: str, words: LevyWords, on: dt.date) -> bool:
    """Whether there is any number, year, grade or percentage in the text."""
    return bool(_MARKED.search(Passage(text, words.numbers, on.year).text))


class _Reply:
    """A number alone is read as if the words of its field stood before it."""

    def __init__(self, text: str, field: str, words: LevyWords, grades: SevereGrades, on: dt.date) -> None:
        self._text, self._field, self._words, self._grades, self._on = text, field, words, grades, on

    def read(self) -> Statement:
        replies = self._words.replies
        if self._field in COUNTS and replies.zero.search(self._text):
            return Statement(said={self._field: "0"})
        if self._field == "severe" and replies.all_severe.search(self._text):
            return Statement(alike=True)
        if self._field == "year" and (year := self._year()) is not None:
            return Statement(said={"year": str(year)})
        bare = replies.lead.sub("", self._text, count=1)
        whole, led = self._statement(self._text), self._led(bare)
        starts = self._field != "severe" and _STARTS_WITH_NUMBER.match(bare)
        first, second = (led, whole) if starts else (whole, led)
        return first if self._field in first.fields or first.alike is not None or not second.fields else second

    def _statement(self, text: str) -> Statement:
        return read_statement(text, self._words, self._grades, self._on)

    def _led(self, bare: str) -> Statement:
        lead_in = self._words.replies.lead_in.get(self._field)
        if lead_in is None:
            return Statement()
        read = self._statement(f"{lead_in}{bare}")
        if self._field == "severe":
            return replace(read, said={name: text for name, text in read.said.items() if name != "placed"})
        return self._yearly(read)

    def _yearly(self, read: Statement) -> Statement:
        """The question names the year: only what can hardly be one's wage of a year is still unclear."""
        number = read.unclear.get(self._field)
        if (
            number is None
            or not UNCLEAR_BELOW["social_average_wage"] <= Decimal(number) < UNCLEAR_BELOW["average_wage"]
        ):
            return read
        others = {name: text for name, text in read.unclear.items() if name != self._field}
        return replace(read, said={**read.said, self._field: number}, unclear=others)

    def _year(self) -> int | None:
        found = self._words.replies.bare_year.search(self._text)
        if found is not None:
            return int(found[1]) + (2000 if len(found[1]) == 2 else 0)
        return self._on.year if self._words.numbers.this_year.search(self._text) else None


def _of_dispatched(read: Statement) -> Statement:
    """What was read as the employer's own people is said of the dispatched ones."""
    own = {name: dispatched for dispatched, name in OF_DISPATCHED.items()}
    return replace(
        read,
        said={own.get(name, name): text for name, text in read.said.items()},
        vague=frozenset(own.get(name, name) for name in read.vague),
    )
