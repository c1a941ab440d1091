"""What an answer is made from, and what is asked."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.answers.select import Likeness
from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.measures import Role
from bot.core.regions.gazetteer import Gazetteer


@dataclass(frozen=True, eq=False)
class Knowledge:
    """Everything the service knows: policies, places, words.

    `helpline` is the federation's phone; its source is in the catalogue (measure `000000.institutions`).
    """

    catalogue: Catalogue
    gazetteer: Gazetteer
    phrases: Phrases
    helpline: str
    likeness: Likeness


@dataclass(frozen=True)
class Query:
    """One question: the topic it was read as, and whose question it is, where and for which day."""

    topic: str
    question: str
    region: str | None
    role: Role | None
    on: dt.date
    easy: bool = False
    aspect: str | None = None
    measure: str | None = None
    confidence: float = 1.0
