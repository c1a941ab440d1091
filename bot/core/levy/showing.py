"""Numbers and sources as they are shown to people and to programs."""

from __future__ import annotations

from decimal import Decimal

from bot.core.answers.knowledge import Knowledge
from bot.core.levy.rules import Source

SHOWN = 6
"""Most decimals shown to people on the way; the computation itself keeps them all."""


def number_text(number: Decimal) -> str:
    """A number for people: thousands separated, no zeros at the end."""
    return f"{_trimmed(round(number, SHOWN)):,f}"


def yuan_text(amount: Decimal) -> str:
    """An amount rounded to the fen, for people: 20,000.00."""
    return f"{amount:,.2f}"


def percent_text(ratio: Decimal) -> str:
    """A fraction as percent: 0.015 → 1.5%."""
    return f"{number_text(ratio.scaleb(2))}%"


def plain_text(number: Decimal) -> str:
    """A number for programs: no separators, no exponent."""
    return f"{_trimmed(number):f}"


def source_text(source: Source, knowledge: Knowledge) -> str:
    """Document, number where it has one, and clause, in one line."""
    document = knowledge.catalogue.documents[source.measure.document]
    number = f"（{document.number}）" if document.number else ""
    return knowledge.phrases.say("levy_source", document=document.title, number=number, clause=source.clause)


def _trimmed(number: Decimal) -> Decimal:
    return number.normalize() if number else Decimal(0)
