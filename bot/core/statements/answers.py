"""A reply to one question: a value, a refusal, or something else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact, FactType
from bot.core.statements.claims import Reader
from bot.core.statements.clauses import bare, clauses, folded, marks
from bot.core.statements.numbers_alone import Reason, read_number_alone
from bot.core.statements.phrases import Claim, Cue
from bot.core.statements.reading import settled
from bot.core.statements.words import FactWords

SHORT = 8
"""Characters of a reply that was meant as one, even if it cannot be used."""
_QUESTION = ("?", "？")


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
    declined = _declined(bare(reply, words), words)
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
    return bare(folded(text), words) in words.common.deny


def _declined(reply: str, words: FactWords) -> DontKnow | PreferNot | None:
    common = words.common
    if any(_is_nearly(reply, phrase) for phrase in common.prefer_not):
        return PreferNot()
    if reply in common.unsure or any(_is_nearly(reply, phrase) for phrase in common.dont_know):
        return DontKnow()
    return None


def _is_nearly(reply: str, phrase: str) -> bool:
    """Whether the reply is the phrase, or a long phrase with hardly anything around it."""
    return reply == phrase or (len(phrase) > 2 and phrase in reply and len(reply) - len(phrase) <= SHORT / 2)


def _said_outright(reply: str, fact: Fact, words: FactWords) -> Answer | None:
    """An option in its own words, or a reply that the word lists know for this fact."""
    known = words.replies.get(fact.id)
    for opening in _openings(reply, words):
        for option in fact.options:
            if opening in (bare(option.text.standard, words), bare(option.text.easy, words)):
                return Value(option.value)
        if known is not None and opening in known.unclear:
            return NotAnAnswer()
        if known is not None and opening in known.values:
            return Value(_known(known.values[opening]))
    return None


def _told(reply: str, fact: Fact, words: FactWords, on: dt.date) -> Value | None:
    facts = {fact.id: fact}
    claims = list(Reader(reply, words, facts, on, reply=True).claims())
    told = settled(claims, words, facts)
    return Value(told[fact.id]) if fact.id in told else None


def _yes_or_no(reply: str, fact: Fact, words: FactWords) -> Value | None:
    if fact.type is not FactType.BOOLEAN:
        return None
    for opening in _openings(reply, words):
        if opening in words.common.affirm:
            return Value(known=True)
        if opening in words.common.deny or _is_short_no(opening, fact, words):
            return Value(known=False)
    return None


def _is_short_no(opening: str, fact: Fact, words: FactWords) -> bool:
    """没通过, 不打算了: unless it speaks of something else, or a no could mean either."""
    known = words.replies.get(fact.id)
    if len(opening) > SHORT or not opening.startswith(words.common.negative) or (known is not None and known.unclear):
        return False
    meant = marks(opening, words)
    elsewhere = any(isinstance(mark, Claim) and mark.fact != fact.id for mark in meant)
    return not elsewhere and not {Cue.ASK, Cue.ONLY_WORDS, Cue.UNSURE, Cue.BUT} & meant


def _number(reply: str, fact: Fact, words: FactWords, on: dt.date) -> Answer:
    """A number by itself, else one that the reply tells; a year is too large a number for an age, yet tells one."""
    alone = read_number_alone(reply, fact, words)
    if alone is not None and not isinstance(alone, Reason):
        return Value(alone)
    if alone is not None and alone is not Reason.TOO_LARGE:
        return NotAnAnswer(alone)
    told = _told(reply, fact, words, on)
    if told is not None:
        return told
    if alone is not None:
        return NotAnAnswer(alone)
    asks = reply.endswith(_QUESTION) or {Cue.ASK, Cue.WISH} & marks(reply, words)
    is_talk = bare(reply, words) in words.common.small_talk
    return NotAnAnswer() if asks or is_talk or len(reply) > SHORT else NotAnAnswer(Reason.NOT_A_NUMBER)


def _openings(reply: str, words: FactWords) -> Iterator[str]:
    """The whole reply, then its first clause unless something speaks against it afterwards, both without particles."""
    yield bare(reply, words)
    first, *others = [clause.text for clause in clauses(reply, words)] or [""]
    if not any(Cue.BUT in marks(other, words) for other in others):
        yield bare(first, words)


def _known(values: frozenset[FactValue]) -> Known:
    return next(iter(values)) if len(values) == 1 else OneOf(values)
