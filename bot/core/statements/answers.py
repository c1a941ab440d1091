"""A reply to one question: a value, a refusal, or something else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact, FactType
from bot.core.statements.claims import Reader
from bot.core.statements.clauses import clauses, folded
from bot.core.statements.numerals import NUMERAL, read_number
from bot.core.statements.reading import settled
from bot.core.statements.words import Cue, FactWords

SHORT = 8
"""Characters of a reply that was meant as one, even if it holds no number where one was asked for."""
_NUMBER = re.compile(rf"(?P<minus>[-负])?(?P<number>{NUMERAL})(?P<unit>[年岁个]?)(?P<half>半)?")
_NOT_A_SIGN = re.compile(r"[^\w%.-]+")


class Reason(StrEnum):
    """What is wrong with a reply that was meant as a number."""

    TOO_SMALL = "too_small"
    TOO_LARGE = "too_large"
    NOT_WHOLE = "not_whole"
    NOT_A_NUMBER = "not_a_number"


@dataclass(frozen=True)
class Value:
    """What the reply says of the fact."""

    known: Known


@dataclass(frozen=True)
class DontKnow:
    """The person does not know."""


@dataclass(frozen=True)
class PreferNot:
    """The person does not want to say."""


@dataclass(frozen=True)
class NotAnAnswer:
    """Not a reply that can be used; without a `reason` it is about something else, such as a question back."""

    reason: Reason | None = None


Answer = Value | DontKnow | PreferNot | NotAnAnswer


def read_answer(text: str, fact: Fact, words: FactWords, on: dt.date) -> Answer:
    """What `text` replies to the question about `fact` on the day `on`.

    Places and dates are not read here. Other facts that the reply tells are read by `read_statement`.
    """
    if fact.type in (FactType.REGION, FactType.DATE):
        return NotAnAnswer()
    reply = folded(text)
    declined = _declined(_bare(reply, words), words)
    if declined is not None:
        return declined
    said = _said_outright(reply, fact, words)
    if said is not None:
        return said
    if fact.type in (FactType.INTEGER, FactType.DECIMAL):
        return _number(reply, fact, words, on)
    return _told(reply, fact, words, on) or _yes_or_no(reply, fact, words) or NotAnAnswer()


def chose_none(text: str, words: FactWords) -> bool:
    """Whether the reply to a list of choices is that none of them fits."""
    return _bare(folded(text), words) in words.common.deny


def _declined(bare: str, words: FactWords) -> DontKnow | PreferNot | None:
    common = words.common
    if any(_is_nearly(bare, phrase) for phrase in common.prefer_not):
        return PreferNot()
    if bare in common.unsure or any(_is_nearly(bare, phrase) for phrase in common.dont_know):
        return DontKnow()
    return None


def _is_nearly(reply: str, phrase: str) -> bool:
    """Whether the reply is the phrase, or a long phrase with hardly anything around it."""
    return reply == phrase or (len(phrase) > 2 and phrase in reply and len(reply) - len(phrase) <= SHORT / 2)


def _said_outright(reply: str, fact: Fact, words: FactWords) -> Answer | None:
    """An option in its own words, or a reply that the word lists know for this fact."""
    known = words.replies.get(fact.id)
    for bare in _openings(reply, words):
        for option in fact.options:
            if bare in (_bare(option.text.standard, words), _bare(option.text.easy, words)):
                return Value(option.value)
        if known is not None and bare in known.unclear:
            return NotAnAnswer()
        if known is not None and bare in known.values:
            return Value(_known(known.values[bare]))
    return None


def _yes_or_no(reply: str, fact: Fact, words: FactWords) -> Value | None:
    if fact.type is not FactType.BOOLEAN:
        return None
    for bare in _openings(reply, words):
        if bare in words.common.affirm:
            return Value(known=True)
        if bare in words.common.deny:
            return Value(known=False)
    return None


def _told(reply: str, fact: Fact, words: FactWords, on: dt.date) -> Value | None:
    facts = {fact.id: fact}
    claims = list(Reader(reply, words, facts, on, reply=True).claims())
    told = settled(claims, words, facts)
    return Value(told[fact.id]) if fact.id in told else None


def _number(reply: str, fact: Fact, words: FactWords, on: dt.date) -> Answer:
    found = _NUMBER.search(reply)
    if found is not None and not _rest(reply, found, fact, words):
        number = _signed(found)
        return NotAnAnswer(Reason.NOT_A_NUMBER) if number is None else _in_range(number, fact)
    told = _told(reply, fact, words, on)
    if told is not None:
        return told
    tokens = [token for clause in clauses(reply, words) for token in clause.tokens]
    asks = "?" in reply or "？" in reply or any(token.has(Cue.ASK) or token.has(Cue.WISH) for token in tokens)
    meant = len(reply) <= SHORT and not asks and _bare(reply, words) not in words.common.small_talk
    return NotAnAnswer(Reason.NOT_A_NUMBER) if meant else NotAnAnswer()


def _rest(reply: str, found: re.Match[str], fact: Fact, words: FactWords) -> str:
    """What the reply holds besides the number, its unit, what the fact is called, and fillers."""
    rest = f"{reply[: found.start()]}，{found['unit']}{reply[found.end() :]}"
    names = [name for name, named in words.names.items() if named == fact.id]
    for word in sorted((*words.units.get(fact.unit, ()), *names), key=len, reverse=True):
        rest = rest.replace(word, "，")
    return "".join(part for part in _NOT_A_SIGN.split(rest) if not words.phrases.are_fillers(part))


def _signed(found: re.Match[str]) -> Decimal | None:
    number = read_number(found["number"])
    if number is None:
        return None
    number += Decimal("0.5") if found["half"] else 0
    return -number if found["minus"] else number


def _in_range(number: Decimal, fact: Fact) -> Answer:
    if fact.minimum is not None and number < fact.minimum:
        return NotAnAnswer(Reason.TOO_SMALL)
    if fact.maximum is not None and number > fact.maximum:
        return NotAnAnswer(Reason.TOO_LARGE)
    if fact.type is FactType.DECIMAL:
        return Value(number)
    return Value(int(number)) if number == number.to_integral_value() else NotAnAnswer(Reason.NOT_WHOLE)


def _openings(reply: str, words: FactWords) -> Iterator[str]:
    """The whole reply, then its first clause unless something speaks against it afterwards, both without particles."""
    yield _bare(reply, words)
    first, *others = clauses(reply, words) if reply else [None]
    if first is not None and not any(token.has(Cue.BUT) for clause in others for token in clause.tokens):
        yield _bare(first.text, words)


def _bare(text: str, words: FactWords) -> str:
    return words.phrases.trimmed(_NOT_A_SIGN.sub("", text))


def _known(values: frozenset[FactValue]) -> Known:
    return next(iter(values)) if len(values) == 1 else OneOf(values)
