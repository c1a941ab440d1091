"""Corrections of what was said before: 我说错了，是三级; 年龄改成40."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from bot.core.eligibility.circumstances import Known
from bot.core.policies.facts import Fact
from bot.core.statements.answers import Value, read_answer
from bot.core.statements.claims import Reader
from bot.core.statements.clauses import folded
from bot.core.statements.reading import settled
from bot.core.statements.words import FactWords


def read_correction(
    text: str, asked: Sequence[str], words: FactWords, facts: Mapping[str, Fact], on: dt.date
) -> dict[str, Known] | None:
    """The facts as corrected; `None` if `text` corrects nothing, empty if it does not say what is right.

    `asked`: the facts of the question before; a bare value is taken as its answer unless its form tells the fact.
    """
    message = folded(text)
    if words.not_corrections.search(message) or not words.corrections.search(message):
        return None
    claims = list(Reader(message, words, facts, on, reply=True).claims())
    found = settled(claims, words, facts)
    if found:
        return found
    right = _after_change(message, words)
    for fact in (*_named(message, words, facts), *(asked if len(asked) == 1 else ())):
        if fact in facts:
            answer = read_answer(_without_names(right, words), facts[fact], words, on)
            if isinstance(answer, Value):
                return {fact: answer.known}
    return {}


def _after_change(message: str, words: FactWords) -> str:
    """What is said to be right: after 改成 or 应该是, else whatever is said besides the correcting words."""
    if words.changed_to.search(message):
        return words.changed_to.split(message)[-1]
    return words.corrections.sub("", message)


def _named(message: str, words: FactWords, facts: Mapping[str, Fact]) -> Iterable[str]:
    """The facts that the message calls by name, the longest name first."""
    named = [name for name, fact in words.names.items() if name in message and fact in facts]
    return dict.fromkeys(words.names[name] for name in sorted(named, key=len, reverse=True))


def _without_names(right: str, words: FactWords) -> str:
    for name in sorted(words.names, key=len, reverse=True):
        right = right.replace(name, "")
    return right
