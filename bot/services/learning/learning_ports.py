"""What learning from questions needs from outside.

Days are in the service's time zone, moments are milliseconds since 1970.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.core.conversation.learning import Asked, Unclear


@dataclass(frozen=True)
class QuestionCount:
    """How often questions on a topic had an outcome in a month (`2026-11`)."""

    month: str
    topic: str
    outcome: str
    count: int


class QuestionCounts(Protocol):
    """How often what was asked; no text and no person."""

    async def add(self, day: dt.date, channel: str, asked: Sequence[Asked]) -> None:
        """Count these questions."""
        ...

    async def monthly(self, region: str, first: dt.date, last: dt.date) -> Sequence[QuestionCount]:
        """Questions of a region with its parts from the first to the last day; of the nation also those of nowhere."""
        ...

    async def delete_before(self, day: dt.date) -> int:
        """Forget earlier days; returns how many rows."""
        ...


class Decision(StrEnum):
    """What staff decided about a sentence. `DROPPED` ones are deleted the next night; until then it can be undone."""

    OPEN = "open"
    ASSIGNED = "assigned"
    FOREIGN = "foreign"
    NOTED = "noted"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Sentence:
    """A sentence that was not understood, said so often; `read_as` is the topic that seemed likeliest.

    `correction` is the example that was made of it, `version` counts changes.
    """

    id: int
    text: str
    region: str
    read_as: str
    times: int
    first_on: dt.date
    last_on: dt.date
    decision: Decision = Decision.OPEN
    topic: str | None = None
    note: str = ""
    correction: str | None = None
    decided_by: str | None = None
    version: int = 1


@dataclass(frozen=True)
class SentenceOrder:
    """Which sentences, in which order: `sort` is a column, every filter that is given has to fit."""

    region: str
    decision: str = ""
    read_as: str = ""
    sort: str = "last_on"
    descending: bool = True
    first: int = 0
    size: int | None = None


class UnclearMessages(Protocol):
    """Masked sentences that were not understood, without any link to a conversation or a person."""

    async def keep(self, unclear: Unclear, region: str, day: dt.date, most_a_day: int) -> None:
        """Keep one, or count it once more if it is there; nothing new beyond `most_a_day` on one day."""
        ...

    async def page(self, order: SentenceOrder) -> tuple[Sequence[Sentence], int]:
        """Some of them, and how many there are in all."""
        ...

    async def get(self, sentence: int) -> Sentence | None:
        """One of them."""
        ...

    async def decide(self, before: Sentence, after: Sentence) -> None:
        """Store a decision. Raises `VersionConflict` if somebody else decided in between."""
        ...

    async def delete_before(self, day: dt.date) -> int:
        """Delete those last said before this day, and those that staff dropped; returns how many."""
        ...


@dataclass(frozen=True)
class Correction:
    """A sentence with its topic, worded by staff, for training."""

    id: str
    text: str
    topic: str
    region: str
    by: str
    on: dt.date


class Corrections(Protocol):
    """Examples that staff made."""

    async def add(self, correction: Correction) -> None:
        """Keep one."""
        ...

    async def all(self) -> Sequence[Correction]:
        """Every one, the oldest first."""
        ...

    async def delete(self, correction: str) -> bool:
        """Delete one; whether it was there."""
        ...


class Stage(StrEnum):
    """Where a training stands: `WORSE` was trained and not switched on."""

    ASKED = "asked"
    RUNNING = "running"
    SWITCHED = "switched"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    FAILED = "failed"


OPEN_STAGES = frozenset((Stage.ASKED, Stage.RUNNING))

Figures = Mapping[str, float]
"""Figures of a model on held-out sentences, e.g. `intent_accuracy`, from 0 to 1."""


@dataclass(frozen=True)
class Training:
    """A training that was asked for: how far it is (0 to 1), and the figures of the model before and after."""

    id: int
    asked_by: str
    asked_at: int
    stage: Stage = Stage.ASKED
    step: str = ""
    done: float = 0.0
    examples: int | None = None
    before: Figures | None = None
    after: Figures | None = None
    ended_at: int | None = None


class Trainings(Protocol):
    """Trainings, one row each."""

    async def ask(self, by: str, now: int) -> Training:
        """Ask for one; the one that is under way if there is one."""
        ...

    async def under_way(self) -> Training | None:
        """The one that was asked for and has not ended."""
        ...

    async def latest(self, count: int) -> Sequence[Training]:
        """The last ones, the newest first."""
        ...

    async def change(self, training: Training) -> None:
        """Store how far it is."""
        ...


@dataclass(frozen=True)
class ModelState:
    """Which model answers: `corrected` if it has learnt from corrections, and whether there is one to go back to."""

    name: str
    corrected: bool
    has_previous: bool


class Workshop(Protocol):
    """Where models are made; none where the language model is run by somebody else (`TONGXING_NLU_URL`)."""

    async def state(self) -> ModelState | None:
        """The model that answers, or is to answer next; `None` as long as there is none."""
        ...

    async def train(self, examples: Sequence[tuple[str, str]], report: Report) -> str:
        """Make the model of today's sources and these pairs of text and topic; returns its name, the same for the same.

        Raises `TrainingFailed`.
        """
        ...

    async def measured(self, model: str | None = None) -> Figures:
        """Figures of a model on held-out sentences; of the one that answers without a name. Raises `TrainingFailed`."""
        ...

    async def switch_on(self, model: str) -> None:
        """It is to answer from now on; running servers follow within seconds."""
        ...

    async def go_back(self) -> bool:
        """The model before this one is to answer again; whether there is one."""
        ...


class Report(Protocol):
    """Hears how far a training is."""

    async def __call__(self, step: str, done: float) -> None:
        """`done` from 0 to 1 of this step."""
        ...


class TrainingFailed(Exception):
    """The model could not be made or measured; says why, and never holds a person's text."""
