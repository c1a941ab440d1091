"""The words by which employers tell the numbers of their levy, compiled from `levy-words.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

Patterns = tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class NumberWords:
    """What stands around numbers, and words that only look like some."""

    about_before: re.Pattern[str]
    about_after: re.Pattern[str]
    about_anywhere: re.Pattern[str]
    bound_before: re.Pattern[str]
    bound_after: re.Pattern[str]
    not_numbers: re.Pattern[str]
    denied: re.Pattern[str]
    severe: re.Pattern[str]
    not_severe: re.Pattern[str]
    soldier: re.Pattern[str]
    years: Mapping[str, int]
    this_year: re.Pattern[str]
    written_years: Patterns
    short_year: re.Pattern[str]


@dataclass(frozen=True)
class PlacedWords:
    """How placed people are counted; see the file."""

    before_grade: re.Pattern[str]
    before_grade_apart: re.Pattern[str]
    after_grade: re.Pattern[str]
    none: Patterns
    of_kind: Patterns
    total: Patterns
    part_year: Patterns
    part_year_of_all: Patterns
    part_year_unclear: Patterns
    each_grade: re.Pattern[str]
    left_over: Patterns
    all_alike: re.Pattern[str]
    none_severe: Patterns
    one_alike: re.Pattern[str]


@dataclass(frozen=True)
class ReplyWords:
    """Replies to a question; `lead_in` is what a bare number of each field is read with."""

    lead_in: Mapping[str, str]
    lead: re.Pattern[str]
    zero: re.Pattern[str]
    all_severe: re.Pattern[str]
    bare_year: re.Pattern[str]
    dont_know: re.Pattern[str]
    agrees: re.Pattern[str]
    denies: re.Pattern[str]


@dataclass(frozen=True)
class Cues:
    """What a message wants, beside the numbers in it. `parts`: what can be asked of a result."""

    now: re.Pattern[str]
    wrong: re.Pattern[str]
    question: re.Pattern[str]
    what_if: re.Pattern[str]
    asks_amount: re.Pattern[str]
    asks_sum: re.Pattern[str]
    elsewhere: re.Pattern[str]
    another_employer: re.Pattern[str]
    another_year: re.Pattern[str]
    parts: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True)
class LevyWords:
    """All word lists, ready for reading."""

    numbers: NumberWords
    ignored: Patterns
    fields: Mapping[str, Patterns]
    placed: PlacedWords
    employees: Patterns
    posts: Patterns
    kinds: Mapping[str, re.Pattern[str]]
    not_kinds: re.Pattern[str]
    month: re.Pattern[str]
    year: re.Pattern[str]
    agreed: re.Pattern[str]
    not_agreed: re.Pattern[str]
    within: re.Pattern[str]
    meanings: Mapping[str, re.Pattern[str]]
    replies: ReplyWords
    cues: Cues
