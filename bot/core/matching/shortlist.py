"""The head of a ranked list out of many rows, without putting all of them in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.state_table import FAILS, UNKNOWN, Packed, Rows

_POINTS = UNKNOWN - 1
_FITS = (Ternary.UNKNOWN, Ternary.YES)


class Ranked(NamedTuple):
    """A job or a person in a ranked list: its id, whether it is sure to fit, and how far wishes are met."""

    id: str
    fit: Ternary
    score: float


def head(total: Packed, possible: NDArray[np.float64], ids: Sequence[str], most: int, rows: Rows) -> list[Ranked]:
    """At most so many rows that are not ruled out: sure ones first, then by score, then in their own order.

    `total`: packed findings, and `possible` the most points, of each of the `rows`, which name places in `ids`.
    """
    alive = np.flatnonzero(total < FAILS)
    total, possible = total[alive], possible[alive]
    scores = np.divide(total & _POINTS, possible, out=np.ones(len(alive)), where=possible > 0)
    sure = total < UNKNOWN
    # Scores are fractions of small numbers: adding a whole number makes no two of them equal.
    best = _largest(scores + 2.0 * sure, most)
    found = zip(rows[alive[best]].tolist(), sure[best].tolist(), scores[best].tolist(), strict=True)
    return [Ranked(ids[row], _FITS[is_sure], score) for row, is_sure, score in found]


def _largest(keys: NDArray[np.float64], most: int) -> Rows:
    """Where the largest keys stand, largest first, earlier ones first among equals."""
    if most < len(keys):
        least = np.partition(keys, -most)[-most]
        above = np.flatnonzero(keys > least)
        chosen = np.sort(np.concatenate((above, np.flatnonzero(keys == least)[: most - len(above)])))
    else:
        chosen = np.arange(len(keys))
    return chosen[np.argsort(-keys[chosen], kind="stable")]
