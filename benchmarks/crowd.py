"""Made-up people for measuring: facts in realistic mixes over the regions that have plans, some of them missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from bot.core.policies.catalogue import Catalogue
from bot.core.policies.facts import About, Fact, FactType

SHARES = {"disability_certificate": 0.95, "wants_work": 0.5, "able_to_work": 0.6, "needs_training": 0.4}
"""How many say yes, where a fifth would be far off."""
USUALLY = 0.2
MISSING = 0.15


def crowd(catalogue: Catalogue, people: int, *, missing: float = MISSING, seed: int = 20261121) -> pa.Table:
    """`people` rows with an id, a region and every fact about persons; `missing` of the facts' cells are empty."""
    rng = np.random.default_rng(seed)
    regions = np.array(plan_regions(catalogue))
    homes = rng.integers(0, len(regions), people)
    columns: dict[str, Any] = {
        "id": pa.array(np.char.add("P", np.char.zfill(np.arange(people).astype(str), 8))),
        "region": pa.DictionaryArray.from_arrays(pa.array(homes, pa.int8()), pa.array(regions)),
    }
    for fact in catalogue.facts.values():
        if fact.about is About.PERSON and fact.id != "region":
            empty = rng.random(people) < missing
            columns[fact.id] = _cells(fact, people, empty, regions, homes, rng)
    return pa.table({name: _plain(column) for name, column in columns.items()})


def plan_regions(catalogue: Catalogue) -> tuple[str, ...]:
    """The regions that have plans."""
    return tuple(sorted({document.region for document in catalogue.documents.values() if document.role == "plan"}))


def _cells(fact: Fact, people: int, empty: Any, regions: Any, homes: Any, rng: np.random.Generator) -> pa.Array:
    match fact.type:
        case FactType.BOOLEAN:
            return pa.array(rng.random(people) < SHARES.get(fact.id, USUALLY), mask=empty)
        case FactType.CHOICE:
            # The first options are the frequent ones.
            weights = 1 / np.arange(1, len(fact.options) + 1)
            chosen = rng.choice(len(fact.options), people, p=weights / weights.sum())
            options = pa.array([str(option.value) for option in fact.options])
            return pa.DictionaryArray.from_arrays(pa.array(chosen, pa.int8(), mask=empty), options)
        case FactType.REGION:
            moved = rng.random(people) < 0.1
            places = np.where(moved, rng.integers(0, len(regions), people), homes)
            return pa.DictionaryArray.from_arrays(pa.array(places, pa.int8(), mask=empty), pa.array(regions))
        case FactType.INTEGER | FactType.DECIMAL:
            assert fact.minimum is not None and fact.maximum is not None, fact.id
            numbers = rng.integers(int(fact.minimum), min(int(fact.maximum), 80) + 1, people)
            return pa.array(numbers, pa.int32(), mask=empty)
    raise ValueError(f"no way to make up {fact.id}")


def _plain(column: pa.Array) -> pa.Array:
    """As the files of offices have it: text instead of codes."""
    return column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
