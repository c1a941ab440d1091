"""Judges a block of people: a table of texts, one column per measure, and how many people were told each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bot.core.eligibility.columns import NOT_KNOWN, Codes, Column
from bot.core.eligibility.columns_inference import ColumnInference
from bot.core.eligibility.columns_population import Population
from bot.core.eligibility.columns_reasons import ColumnReasons, Explained
from bot.core.eligibility.determination import Determination, Verdict
from bot.core.eligibility.evaluate import Rule, leaves
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.facts import About
from bot.core.policies.measures import Measure
from bot.core.regions.region import NATIONAL, ancestors
from bot.screening.heading import REGION
from bot.screening.plan import Plan, facts_of
from bot.screening.reading import Block

ID = "id"
Counts = dict[str, dict[str, int]]
"""By measure and reason, how many people."""


@dataclass(frozen=True)
class Form:
    """What the result says of one measure: a text for each of its columns, the same for measures of the same rule."""

    columns: Callable[[Measure], tuple[str, ...]]
    texts: Callable[[Determination], tuple[str, ...]]


@dataclass(frozen=True)
class Judged:
    """A block's part of the result."""

    table: pa.Table
    counts: Counts


def reason(found: Determination) -> str:
    """`eligible`, `ineligible:` with the facts whose tests failed, or `undetermined:` with the missing ones."""
    if found.verdict is Verdict.ELIGIBLE:
        return found.verdict.value
    return f"{found.verdict.value}:{','.join(dict.fromkeys(leaf.fact for leaf in found.deciding))}"


REASONS = Form(columns=lambda measure: (measure.id,), texts=lambda found: (reason(found),))
"""The result for programs: a measure's column holds its reasons."""


class Judge:
    """Judges people by a plan."""

    def __init__(self, plan: Plan, catalogue: Catalogue, form: Form) -> None:
        self._plan = plan
        self._form = form
        # Many measures ask for the very same.
        self._reasons = {each.rule: ColumnReasons(each, self._said) for each in plan.candidates()}
        self._inferences = {
            region: ColumnInference(catalogue.facts, catalogue.implications, facts_of(fitting))
            for region, fitting in plan.by_region.items()
        }

    @property
    def facts(self) -> frozenset[str]:
        """The facts that matter for any of the measures."""
        return frozenset().union(*(inference.facts for inference in self._inferences.values()))

    def judge(self, block: Block) -> Judged:
        """Everybody in the block, those of one region next to each other."""
        order = np.argsort(block.regions.codes, kind="stable")
        regions = block.regions.reordered(order)
        facts = {fact: column.reordered(order) for fact, column in block.facts.items()}
        if self._plan.about is About.PERSON:
            facts[REGION] = regions
        columns = {ID: block.ids.take(pa.array(order)), REGION: _texts(regions)}
        counts: Counts = {}
        for region, fitting in self._plan.by_region.items():
            rows = _Rows.of(region, regions)
            people = Population(self._inferences[region].complete(rows.only(facts), rows.count), rows.count)
            told: dict[Rule, Explained[tuple[str, ...]]] = {}
            for each in fitting:
                found = told[each.rule] = told.get(each.rule) or self._reasons[each.rule].of(people)
                counts[each.measure.id] = _counts(found)
                for position, name in enumerate(self._form.columns(each.measure), start=1):
                    texts = [said[position] for said in found.said]
                    columns[name] = rows.texts(found.codes, texts, 3 ** len(leaves(each.rule)))
        return Judged(pa.table(columns), counts)

    def _said(self, found: Determination) -> tuple[str, ...]:
        return (reason(found), *self._form.texts(found))


@dataclass(frozen=True)
class _Rows:
    """The neighbouring rows of a block that a region's measures concern."""

    start: int
    stop: int
    all: int

    @classmethod
    def of(cls, region: str, regions: Column) -> _Rows:
        """Rows stand in the order of their codes, in which a region's parts follow each other."""
        members = [i for i, state in enumerate(regions.states) if region in ancestors(str(state or NATIONAL))]
        if not members:
            return cls(0, 0, len(regions.codes))
        start = int(np.searchsorted(regions.codes, members[0]))
        stop = int(np.searchsorted(regions.codes, members[-1], side="right"))
        return cls(start, stop, len(regions.codes))

    @property
    def count(self) -> int:
        """How many they are."""
        return self.stop - self.start

    def only(self, facts: Mapping[str, Column]) -> dict[str, Column]:
        """The facts of these rows."""
        return {fact: column.part(self.start, self.stop) for fact, column in facts.items()}

    def texts(self, codes: Codes, texts: Sequence[str], most: int) -> pa.DictionaryArray:
        """A text for each of these rows and none for the others; `most` texts at most can ever be told."""
        kind = np.int8 if most <= 1 << 7 else np.int16 if most <= 1 << 15 else np.int32
        places = np.zeros(self.all, kind)
        places[self.start : self.stop] = codes
        here = pa.py_buffer(self._here) if self.count < self.all else None
        indices = pa.Array.from_buffers(pa.from_numpy_dtype(kind), self.all, [here, pa.py_buffer(places)])
        return pa.DictionaryArray.from_arrays(indices, pa.array(texts, pa.string()), safe=False)

    @cached_property
    def _here(self) -> NDArray[np.uint8]:
        here = np.zeros(self.all, np.bool_)
        here[self.start : self.stop] = True
        return np.packbits(here, bitorder="little")


def _texts(regions: Column) -> pa.DictionaryArray:
    """The regions' codes; none where the region is not known."""
    codes = pa.array(regions.codes.astype(np.int32) - 1, mask=regions.codes == NOT_KNOWN)
    return pa.DictionaryArray.from_arrays(codes, pa.array([str(state) for state in regions.states[1:]], pa.string()))


def _counts(found: Explained[tuple[str, ...]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for (told, *_), count in zip(found.said, found.counts, strict=True):
        counts[told] = counts.get(told, 0) + count
    return counts
