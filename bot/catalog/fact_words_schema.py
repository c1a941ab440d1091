"""Shape of `fact-words.yaml`; the meaning of its keys is explained at the head of the file."""

from __future__ import annotations

from pydantic import Field

from bot.catalog.schema import Strict, Text
from bot.core.statements.phrases import Cue
from bot.core.statements.words import NumberKind

Words = tuple[Text, ...]
ByValue = dict[bool | int | str, Words]


class YearsSinceModel(Strict):
    """A choice by the years gone since; the last one stands for more."""

    only_with: Text
    values: dict[int, Text]
    ahead: Text


class WordsOfFact(Strict):
    """How people tell one fact; the keys are explained at the head of the file."""

    names: Words = ()
    named: dict[str, Words] = Field(default_factory=dict)
    says: ByValue = Field(default_factory=dict)
    in_lists: ByValue = Field(default_factory=dict)
    tells_of_others: ByValue = Field(default_factory=dict)
    shapes: ByValue = Field(default_factory=dict)
    numbers: dict[NumberKind, Words] = Field(default_factory=dict)
    replies: ByValue = Field(default_factory=dict)
    unclear: Words = ()
    several: Text | None = None
    gives_way: dict[str, Words] = Field(default_factory=dict)
    years_since: YearsSinceModel | None = None


class InexactModel(Strict):
    """Words around a number that is only about right."""

    before: Words
    after: Words


class RepliesModel(Strict):
    """Whole replies that fit any question."""

    affirm: Words
    deny: Words
    dont_know: Words
    unsure: Words
    negative: Words
    prefer_not: Words
    small_talk: Words


class CorrectionsModel(Strict):
    """How a correction is told."""

    marks: Words
    not_marks: Words
    changed_to: Words


class FactWordsFile(Strict):
    """The whole file."""

    macros: dict[str, Words]
    templates: dict[str, dict[bool, Words]]
    fillers: Words
    inexact: InexactModel
    for_others: Words
    units: dict[str, Words]
    cues: dict[Cue, Words]
    replies: RepliesModel
    intimate: Words
    corrections: CorrectionsModel
    facts: dict[str, WordsOfFact] = Field(min_length=1)
