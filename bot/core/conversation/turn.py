"""What one turn needs besides the session, and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.answers.answer import Answer
from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.cues import Cues
from bot.core.conversation.events import Event
from bot.core.conversation.form.words import FormWords
from bot.core.conversation.places import Places
from bot.core.conversation.session import Session
from bot.core.eligibility.assessor import Assessor
from bot.core.levy.rules import LevyRules
from bot.core.levy.words import LevyWords
from bot.core.matching.words import Words
from bot.core.people.purposes import Purpose
from bot.core.policies.documents import ALWAYS, Period
from bot.core.records.fields import Value
from bot.core.records.register import Register
from bot.core.statements.words import FactWords
from bot.core.timing.wishes import Rules


@dataclass(frozen=True)
class Hit:
    """A passage found by clause search, with where it stands and when it holds. `score` grows with relevance."""

    text: str
    source: str
    region: str
    score: float
    measure: str | None = None
    period: Period = ALWAYS


class Search(Protocol):
    """Finds passages of the catalogue and of imported documents."""

    def find(self, text: str, region: str | None, limit: int = 3) -> Sequence[Hit]:
        """Passages that hold in `region`, most relevant first; empty if nothing is relevant."""
        ...


@dataclass(frozen=True)
class Certainty:
    """When a reading is sure enough. Chosen on cross-validated confidences, see the NLU's README."""

    answer: float = 0.45
    suggest: float = 0.05
    surely_foreign: float = 0.75
    strong_hit: float = 5.5


Review = Callable[[str, Mapping[str, Value], bool], Sequence[str]]
"""What is doubtful about a record of this register, in sentences for whoever hands it in; easy-read if so wished."""


@dataclass(frozen=True)
class Setting:
    """Everything fixed that turns are played with."""

    knowledge: Knowledge
    cues: Cues
    places: Places
    search: Search
    assessor: Assessor
    words: FactWords
    levy_rules: LevyRules
    levy_words: LevyWords
    registers: Mapping[str, Register]
    purposes: Mapping[str, Purpose]
    form_words: FormWords
    review: Review
    match_words: Words
    alerts: Rules
    certainty: Certainty = Certainty()


@dataclass(frozen=True)
class Turn:
    """What came of a message: the new state, the answer, and what else has to be stored with it."""

    session: Session
    answer: Answer
    events: tuple[Event, ...] = ()
