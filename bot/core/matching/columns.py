"""Many jobs for one person, or many people for one job, at once; the same results in the same order as one by one.

Aspects with few values are judged once per value (`state_table`). Conditions are bits: one mask of needs or wishes
against two masks of what there is and is not. Skills are looked up by word. Where a need for a place or an occupation
rules most rows out, only the others are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.findings import FULL, HALF, Aspect
from bot.core.matching.judging import CONDITION_WEIGHT, RULES, WEIGHTS, weight_of
from bot.core.matching.state_table import FAILS, UNKNOWN, Packed, Rows, StateTable
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed

Masks = NDArray[np.uint64] | np.uint64
NARROWING = (Aspect.OCCUPATION, Aspect.PLACE)
"""Aspects that rule out most rows where they are needs."""
POINTS_ONLY = UNKNOWN - 1
ALL = slice(None)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A job or a person in a ranked list: its id, whether it is sure to fit, and how far wishes are met."""

    id: str
    fit: Ternary
    score: float


class Bits:
    """Work conditions as bits. Raises `KeyError` for a condition that is not on the list."""

    def __init__(self, conditions: Iterable[str]) -> None:
        self._bits = {name: 1 << position for position, name in enumerate(conditions)}

    def mask(self, names: Iterable[str]) -> int:
        """The bits of these."""
        return sum(self._bits[name] for name in names)

    def offered(self, job: Job) -> tuple[int, int]:
        """What a job has, and what it has not."""
        has = [name for name in self._bits if job.offers(name) is True]
        has_not = [name for name in self._bits if job.offers(name) is False]
        return self.mask(has), self.mask(has_not)


class JobColumns:
    """Jobs to be ranked for one person after the other. `conditions`: ids of all work conditions, at most 64."""

    def __init__(self, jobs: Iterable[Job], conditions: Iterable[str]) -> None:
        ordered = sorted(jobs, key=lambda job: job.id)
        self._bits = Bits(conditions)
        self._ids = [job.id for job in ordered]
        self._tables = {rule.aspect: StateTable([rule.of_job(job) for job in ordered], rule.judge) for rule in RULES}
        masks = np.array([self._bits.offered(job) for job in ordered], np.uint64).reshape(-1, 2)
        self._has, self._has_not = masks[:, 0].copy(), masks[:, 1].copy()
        self._with_skill = _rows_by_word([job.skills for job in ordered])
        self._skills = np.array([len(job.skills) for job in ordered], np.int32)

    def best(self, need: JobNeed, most: int) -> list[Ranked]:
        """At most so many jobs that are not ruled out, the best first: the head of `rank_jobs`."""
        outcomes = {rule.aspect: self._tables[rule.aspect].outcomes(rule.of_need(need)) for rule in RULES}
        rows = _candidates(self._tables, outcomes)
        total = _added(self._tables, outcomes, rows, len(self._ids))
        needed, wished = np.uint64(self._bits.mask(need.needs)), np.uint64(self._bits.mask(need.wishes))
        if needed or wished:
            total += _conditions(needed, wished, self._has[rows], self._has_not[rows])
        if need.skills:
            shared = _counted(self._with_skill, need.skills, len(self._ids))[rows]
            total += WEIGHTS[Aspect.SKILLS] * _skill_points(shared, self._skills[rows])
        weight = np.float64(FULL * weight_of(need))
        return _head(total, weight, rows, self._ids, most)


class NeedColumns:
    """People to be ranked for one job after the other. `conditions`: ids of all work conditions, at most 64."""

    def __init__(self, needs: Iterable[JobNeed], conditions: Iterable[str]) -> None:
        ordered = sorted(needs, key=lambda need: need.id)
        self._bits = Bits(conditions)
        self._ids = [need.id for need in ordered]
        self._tables = {
            rule.aspect: StateTable(
                [rule.of_need(need) for need in ordered], lambda job, need, rule=rule: rule.judge(need, job)
            )
            for rule in RULES
        }
        self._needed = np.array([self._bits.mask(need.needs) for need in ordered], np.uint64)
        self._wished = np.array([self._bits.mask(need.wishes) for need in ordered], np.uint64)
        self._with_skill = _rows_by_word([need.skills for need in ordered])
        self._skill_weights = np.array([WEIGHTS[Aspect.SKILLS] * bool(need.skills) for need in ordered], np.int32)
        self._weights = np.array([FULL * weight_of(need) for need in ordered], np.float64)

    def best(self, job: Job, most: int) -> list[Ranked]:
        """At most so many people whom the job is not ruled out for, the best first: the head of `rank_needs`."""
        outcomes = {rule.aspect: self._tables[rule.aspect].outcomes(rule.of_job(job)) for rule in RULES}
        rows = _candidates(self._tables, outcomes)
        total = _added(self._tables, outcomes, rows, len(self._ids))
        has, has_not = map(np.uint64, self._bits.offered(job))
        total += _conditions(self._needed[rows], self._wished[rows], has, has_not)
        shared = _counted(self._with_skill, job.skills, len(self._ids))[rows]
        total += self._skill_weights[rows] * _skill_points(shared, np.int32(len(job.skills)))
        return _head(total, self._weights[rows], rows, self._ids, most)


def _candidates(tables: Mapping[Aspect, StateTable], outcomes: Mapping[Aspect, Packed | None]) -> Rows | slice:
    """The rows that the narrowest aspect leaves, unless those are most of all."""
    fewest: tuple[int, StateTable, NDArray[np.intp]] | None = None
    for aspect in NARROWING:
        found, table = outcomes[aspect], tables[aspect]
        if found is not None:
            alive = table.alive(found)
            count = table.count(alive)
            if fewest is None or count < fewest[0]:
                fewest = count, table, alive
    if fewest is None or 2 * fewest[0] > len(fewest[1].codes):
        return ALL
    return fewest[1].rows_with(fewest[2])


def _added(
    tables: Mapping[Aspect, StateTable], outcomes: Mapping[Aspect, Packed | None], rows: Rows | slice, count: int
) -> Packed:
    """What all aspects with few values come to, for each of the rows."""
    total = np.zeros(count if isinstance(rows, slice) else len(rows), np.int32)
    for aspect, found in outcomes.items():
        if found is not None:
            total += found[tables[aspect].codes[rows]]
    return total


def _conditions(needed: Masks, wished: Masks, has: Masks, has_not: Masks) -> Packed:
    """Needs that fail or are open, and points of wishes; either side may be one mask or many."""
    fails = (needed & has_not) != 0
    is_open = ~fails & ((needed & ~has) != 0)
    met = np.bitwise_count(wished & has).astype(np.int32)
    missed = np.bitwise_count(wished & has_not).astype(np.int32)
    unknown = np.bitwise_count(wished).astype(np.int32) - met - missed
    points = CONDITION_WEIGHT * (FULL * met + HALF * unknown)
    return points + np.int32(FAILS) * fails + np.int32(UNKNOWN) * is_open


def _rows_by_word(words: Sequence[frozenset[str]]) -> dict[str, Rows]:
    found: dict[str, list[int]] = {}
    for row, of_row in enumerate(words):
        for word in of_row:
            found.setdefault(word, []).append(row)
    return {word: np.array(rows, np.intp) for word, rows in found.items()}


def _counted(rows_by_word: Mapping[str, Rows], words: Iterable[str], count: int) -> NDArray[np.int32]:
    """How many of the words each row has."""
    counts = np.zeros(count, np.int32)
    for word in words:
        if word in rows_by_word:
            counts[rows_by_word[word]] += 1
    return counts


def _skill_points(shared: NDArray[np.int32], asked: NDArray[np.int32] | np.int32) -> NDArray[np.int32]:
    """As `judging.skill_points`."""
    return np.where(asked > 0, FULL * shared // np.maximum(asked, 1), HALF).astype(np.int32)


def _head(
    total: Packed, weight: NDArray[np.float64] | np.float64, rows: Rows | slice, ids: Sequence[str], most: int
) -> list[Ranked]:
    """The best rows that are not ruled out: sure ones first, then by score, then by id, which is the order of rows."""
    alive = np.flatnonzero(total < FAILS)
    total = total[alive]
    weights = weight[alive] if weight.ndim else np.full(len(alive), weight)
    scores = np.divide(total & POINTS_ONLY, weights, out=np.ones(len(alive)), where=weights > 0)
    sure = total < UNKNOWN
    # Scores are fractions of small numbers: adding a whole number can make no two of them equal.
    best = _largest(scores + 2.0 * sure, most)
    places = alive[best] if isinstance(rows, slice) else rows[alive[best]]
    fits = (Ternary.UNKNOWN, Ternary.YES)
    return [
        Ranked(ids[place], fits[is_sure], value)
        for place, is_sure, value in zip(places.tolist(), sure[best].tolist(), scores[best].tolist(), strict=True)
    ]


def _largest(keys: NDArray[np.float64], most: int) -> Rows:
    """Where the largest keys stand, largest first, earlier ones first among equals."""
    if len(keys) > most:
        least = np.partition(keys, -most)[-most]
        above = np.flatnonzero(keys > least)
        equal = np.flatnonzero(keys == least)[: most - len(above)]
        chosen = np.sort(np.concatenate((above, equal)))
    else:
        chosen = np.arange(len(keys))
    return chosen[np.argsort(-keys[chosen], kind="stable")]
