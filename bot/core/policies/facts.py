"""The facts that criteria test: what they are called, how they are asked for, and what one fact implies of another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.core.policies.criteria import Criterion, FactTest, FactValue
from bot.core.policies.measures import Wording


class About(StrEnum):
    """Whose fact it is."""

    PERSON = "person"
    EMPLOYER = "employer"


class FactType(StrEnum):
    """What values it takes."""

    BOOLEAN = "boolean"
    INTEGER = "integer"
    DECIMAL = "decimal"
    CHOICE = "choice"
    DATE = "date"
    REGION = "region"


@dataclass(frozen=True)
class Option:
    """One choice of a fact, as people see it."""

    value: FactValue
    text: Wording


@dataclass(frozen=True)
class Fact:
    """A fact of the dictionary `policies/facts.yaml`. `effort`: 1 easy to 3 hard to answer.

    `by_office`: decided by an office, hence never asked. `change`: how one can bring it about, if one can.
    `not_above`: the fact whose number this one cannot exceed, being a part of it.
    """

    id: str
    about: About
    type: FactType
    unit: str
    group: str
    label: str
    question: Wording
    why: str
    options: tuple[Option, ...]
    minimum: Decimal | None
    maximum: Decimal | None
    sensitive: bool
    effort: int
    by_office: bool
    change: str | None
    not_above: str | None

    @property
    def values(self) -> frozenset[FactValue] | None:
        """All values it can take; `None` for numbers, dates and regions."""
        if self.type is FactType.BOOLEAN:
            return frozenset((True, False))
        if self.type is FactType.CHOICE:
            return frozenset(option.value for option in self.options)
        if self.type is FactType.INTEGER and self.minimum is not None and self.maximum is not None:
            count = int(self.maximum - self.minimum) + 1
            if count <= FEW:
                return frozenset(range(int(self.minimum), int(self.maximum) + 1))
        return None


FEW = 10
"""Whole numbers of so few values are chosen from, not typed."""


@dataclass(frozen=True)
class Implication:
    """Where `when` holds, `then` holds too; facts that say otherwise contradict each other, as `says` tells."""

    when: Criterion
    then: FactTest
    says: str


@dataclass(frozen=True)
class QuestionList:
    """Yes-or-no facts that are asked together; what is not chosen is a no."""

    id: str
    question: Wording
    items: Mapping[str, Wording]
