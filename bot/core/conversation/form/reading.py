"""Reads a reply to the question about one field."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bot.core.conversation.form.case import FormCase
from bot.core.conversation.form.days import read_day
from bot.core.conversation.form.words import bare
from bot.core.policies.facts import Fact
from bot.core.records.fields import NUMBERS, Field, FieldType, Value
from bot.core.records.values import LONGEST, NotAValue, read_value
from bot.core.statements.answers import DontKnow, PreferNot, read_answer
from bot.core.statements.answers import Value as Answered
from bot.core.statements.clauses import folded
from bot.core.statements.numerals import NUMERAL, read_number

SHORT = 12
"""Characters of a reply that was meant as one, even if it cannot be used."""
_AMOUNT = re.compile(rf"(?P<number>{NUMERAL})\s*(?P<times>[千kKwW万])?(?P<rest>\d(?!\d))?")
_TIMES = {"千": 1000, "k": 1000, "万": 10000, "w": 10000}
_ASIDE = re.compile(r"[（(][^（）()]*[）)]")
_ONLY_NUMBERS = re.compile(r"^(?:选|第)?[\d\s,，、.。和跟及]+(?:个|项|号)?$")


Plain = Callable[[str], str]


@dataclass(frozen=True)
class Told:
    """What the reply says."""

    value: Value


@dataclass(frozen=True)
class Skip:
    """The person leaves it out."""


@dataclass(frozen=True)
class Misread:
    """Meant as an answer, but it cannot be one; `kind` as in `records.values.NotAValue`."""

    kind: str


Answer = Told | Skip | Misread | None
"""`None`: the message is about something else."""


def read_reply(text: str, field: Field, case: FormCase) -> Answer:
    """The reply as a value of the field, which has no open list of options."""
    words, said = case.setting.form_words, bare(text)
    fact = case.fact(field)
    if fact is not None:
        known = _as_fact(text, field, fact, case)
        if known is not None:
            return known
    match field.type:
        case FieldType.BOOLEAN:
            if said in words.yes or said in words.no:
                return Told(said in words.yes)
            return Skip() if said in words.skip else None
        case FieldType.CHOICE:
            option = option_said(text, field.choices, lambda each: case.setting.cues.bare(each) or bare(each))
            return Told(option) if option else Skip() if said in words.skip else None
        case kind if kind in NUMBERS:
            return Skip() if said in words.skip else _number(text, field, case)
    if said in words.skip:
        return Skip()
    if field.type is not FieldType.LONG_TEXT and words.asks_back.search(text):
        return None
    return _value(text, field, case)


def option_said(text: str, choices: Mapping[str, str], plain: Plain) -> str | None:
    """The one option whose label the reply is, holds, or is a part of; `plain` leaves out what says nothing."""
    said = plain(text)
    labels = {option: {plain(label), plain(_ASIDE.sub("", label))} - {""} for option, label in choices.items()}
    exact = [option for option, names in labels.items() if said in (option, *names)]
    within = {option: name for option, names in labels.items() for name in names if name in said}
    # 不限时间 also holds 时间: the longest label is meant.
    longest = [each for each, name in within.items() if not any(name in other != name for other in within.values())]
    part = [option for option, names in labels.items() if len(said) > 1 and any(said in name for name in names)]
    return next((found[0] for found in (exact, longest, part) if len(found) == 1), None)


def options_numbered(text: str, shown: Sequence[str]) -> tuple[str, ...]:
    """Options by the numbers under which they were shown; none for a text that is more than numbers.

    Raises `IndexError` for a number that is none of them.
    """
    if not _ONLY_NUMBERS.match(text):
        return ()
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if not all(1 <= number <= len(shown) for number in numbers):
        raise IndexError(max(numbers))
    return tuple(dict.fromkeys(shown[number - 1] for number in numbers))


def options_said(text: str, field: Field, offered: Sequence[str]) -> tuple[str, ...]:
    """Options whose labels, or what people say who mean them, stand in the text."""
    said = bare(text)
    return tuple(
        option
        for option in offered
        if bare(field.choices[option]) in said or any(word in said for word in field.option_words.get(option, ()))
    )


def _as_fact(text: str, field: Field, fact: Fact, case: FormCase) -> Answer:
    """The reply as the interview would read it."""
    match read_answer(text, fact, case.setting.words, case.today):
        case Answered(known) if isinstance(known, bool | int | str | Decimal):
            return _as_field(known, field)
        case DontKnow() | PreferNot():
            return Skip()
    return None


def _as_field(known: bool | int | str | Decimal, field: Field) -> Told | None:
    match field.type:
        case FieldType.BOOLEAN:
            return Told(known) if isinstance(known, bool) else None
        case FieldType.CHOICE:
            option = option_of(known, field)
            return Told(option) if option else None
    return Told(known) if isinstance(known, int | Decimal) and field.type in NUMBERS else None


def option_of(known: object, field: Field) -> str | None:
    """The option that stands for a value of the field's fact; grades, e.g., are 1 there and `grade_1` or `1` here."""
    plain = str(known).lower()
    return next((option for option in field.choices if option in (plain, f"{field.fact}_{plain}")), None)


def _number(text: str, field: Field, case: FormCase) -> Answer:
    reply = folded(text)
    if case.setting.form_words.asks_back.search(text):
        return None
    found = _AMOUNT.search(reply)
    if found is None:
        return Misread("not_a_number") if len(bare(text)) <= SHORT // 2 else None
    number = read_number(found["number"])
    if number is None:
        return Misread("not_a_number")
    times = _TIMES.get((found["times"] or "").lower(), 1)
    # 3千5 is 3500: a digit alone after the unit counts the next lower one.
    number = number * times + (int(found["rest"]) * times // 10 if found["rest"] and times > 1 else 0)
    if len(reply) - len(found.group()) > SHORT:
        return None  # a number within something else
    return _value(f"{number.normalize():f}", field, case)


def _value(text: str, field: Field, case: FormCase) -> Answer:
    if field.type is FieldType.DATE:
        day = read_day(bare(text), case.today, case.setting.form_words.days)
        if day is not None:
            return Told(day)
    try:
        return Told(read_value(field, text, lambda place: _region(place, case)))
    except NotAValue as error:
        long = len(text) > (LONGEST if field.type in (FieldType.TEXT, FieldType.LONG_TEXT) else 2 * SHORT)
        return None if long and str(error) != "too_long" else Misread(str(error))


def _region(text: str, case: FormCase) -> str | None:
    found = case.setting.places.named(text)
    sure = found.outcome == "found" and found.certainty != "typo"
    return found.candidates[0].code if sure else None
