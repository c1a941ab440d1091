"""Many jobs for one person, or many people for one job, at once; the same results in the same order as one by one.

Aspects with few values are judged once per value (`state_table`). Conditions are bits (`condition_bits`). Skills are
looked up by word. Where a need for a place or an occupation rules most rows out, only the others are looked at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.core.matching.condition_bits import Bits, compared
from bot.core.matching.findings import FULL, HALF, Aspect
from bot.core.matching.judging import RULES, WEIGHTS, AspectRule, Findings, weight_of
from bot.core.matching.shortlist import Ranked, head
from bot.core.matching.standing import Standing
from bot.core.matching.state_table import Judge, Packed, PlaceTable, Rows, StateTable
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed

NARROWING = (Aspect.OCCUPATION, Aspect.PLACE)
"""Aspects that rule out most rows where they are needs."""
Outcomes = Mapping[Aspect, Packed | None]


class JobColumns:
    """Jobs to be ranked for one person after the other. `conditions`: ids of all work conditions, at most 64."""

    def __init__(self, jobs: Iterable[Job], conditions: Iterable[str]) -> None:
        ordered = sorted(jobs, key=lambda job: job.id)
        self._bits = Bits(conditions)
        self._ids = [job.id for job in ordered]
        self._standing = Standing(self._ids, [job.deadline for job in ordered])
        self._tables = {rule.aspect: _table(rule, map(rule.of_job, ordered), rule.judge) for rule in RULES}
        self._has, self._has_not = self._bits.has(ordered), self._bits.has_not(ordered)
        self._skills = _Words([job.skills for job in ordered])
        self._asked = np.array([len(job.skills) for job in ordered], np.int32)

    def drop(self, job: str) -> None:
        """Leave a job out from now on."""
        self._standing.drop(job)

    def best(self, need: JobNeed, most: int, on: dt.date | None = None) -> list[Ranked]:
        """At most so many jobs that are not ruled out, the best first: the head of `rank_jobs`.

        With a day given, only those that one can apply for on that day.
        """
        outcomes = {rule.aspect: self._tables[rule.aspect].outcomes(rule.of_need(need)) for rule in RULES}
        rows = self._standing.among(_candidates(self._tables, outcomes, len(self._ids)), on)
        total = _added(self._tables, outcomes, rows)
        if need.needs or need.wishes:
            needed, wished = self._bits.masks([need.needs, need.wishes])
            total += compared(needed, wished, self._has[rows], self._has_not[rows])
        if need.skills:
            points = _skill_points(self._skills.shared_with(need.skills)[rows], self._asked[rows])
            total += WEIGHTS[Aspect.SKILLS] * points
        possible = np.full(len(rows), FULL * weight_of(need), np.float64)
        return head(total, possible, self._ids, most, rows)


class NeedColumns:
    """People to be ranked for one job after the other. `conditions`: ids of all work conditions, at most 64."""

    def __init__(self, needs: Iterable[JobNeed], conditions: Iterable[str]) -> None:
        ordered = sorted(needs, key=lambda need: need.id)
        self._bits = Bits(conditions)
        self._ids = [need.id for need in ordered]
        self._standing = Standing(self._ids, [need.expires for need in ordered])
        self._tables = {rule.aspect: _table(rule, map(rule.of_need, ordered), _turned(rule.judge)) for rule in RULES}
        self._needed = self._bits.masks(need.needs for need in ordered)
        self._wished = self._bits.masks(need.wishes for need in ordered)
        self._skills = _Words([need.skills for need in ordered])
        self._skill_weights = np.array([WEIGHTS[Aspect.SKILLS] * bool(need.skills) for need in ordered], np.int32)
        self._possible = np.array([FULL * weight_of(need) for need in ordered], np.float64)

    def drop(self, need: str) -> None:
        """Leave a need out from now on."""
        self._standing.drop(need)

    def best(self, job: Job, most: int, on: dt.date | None = None) -> list[Ranked]:
        """At most so many people whom the job is not ruled out for, the best first: the head of `rank_needs`.

        With a day given, only those whose need stands on that day.
        """
        outcomes = {rule.aspect: self._tables[rule.aspect].outcomes(rule.of_job(job)) for rule in RULES}
        rows = self._standing.among(_candidates(self._tables, outcomes, len(self._ids)), on)
        total = _added(self._tables, outcomes, rows)
        total += compared(self._needed[rows], self._wished[rows], self._bits.has([job]), self._bits.has_not([job]))
        asked = np.array([len(job.skills)], np.int32)
        total += self._skill_weights[rows] * _skill_points(self._skills.shared_with(job.skills)[rows], asked)
        return head(total, self._possible[rows], self._ids, most, rows)


class _Words:
    """Which rows have which words."""

    def __init__(self, words: Sequence[frozenset[str]]) -> None:
        self._count = len(words)
        found: dict[str, list[int]] = {}
        for row, of_row in enumerate(words):
            for word in of_row:
                found.setdefault(word, []).append(row)
        self._rows = {word: np.array(rows, np.intp) for word, rows in found.items()}

    def shared_with(self, words: Iterable[str]) -> NDArray[np.int32]:
        """How many of the words each row has."""
        counts = np.zeros(self._count, np.int32)
        for word in words:
            if word in self._rows:
                counts[self._rows[word]] += 1
        return counts


def _table(rule: AspectRule, values: Iterable[Any], judge: Judge) -> StateTable:
    kind = PlaceTable if rule.aspect is Aspect.PLACE else StateTable
    return kind(tuple(values), judge)


def _turned(judge: Judge) -> Judge:
    """The same rule, with the job as the other side and the need as this one."""

    def turned(job: Any, need: Any) -> Findings:
        return judge(need, job)

    return turned


def _candidates(tables: Mapping[Aspect, StateTable], outcomes: Outcomes, count: int) -> Rows:
    """The rows that the narrowest aspect leaves; all of them unless that saves much."""
    left = {aspect: tables[aspect].alive(found) for aspect in NARROWING if (found := outcomes[aspect]) is not None}
    counts = {aspect: tables[aspect].count(codes) for aspect, codes in left.items()}
    narrowest = min(counts, key=lambda aspect: counts[aspect], default=None)
    if narrowest is None or 2 * counts[narrowest] > count:
        return np.arange(count)
    return tables[narrowest].rows_with(left[narrowest])


def _added(tables: Mapping[Aspect, StateTable], outcomes: Outcomes, rows: Rows) -> Packed:
    """What all aspects with few values come to, for each of the rows."""
    total = np.zeros(len(rows), np.int32)
    for aspect, found in outcomes.items():
        if found is not None:
            total += found[tables[aspect].codes[rows]]
    return total


def _skill_points(shared: NDArray[np.int32], asked: NDArray[np.int32]) -> Packed:
    """As `judging.skill_points`."""
    return np.where(asked > 0, FULL * shared // np.maximum(asked, 1), HALF).astype(np.int32)
