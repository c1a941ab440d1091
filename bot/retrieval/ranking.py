"""BM25 over terms, scaled so that one threshold means the same for every question."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import bm25s
import numpy as np
from numpy.typing import NDArray

FULL = 10.0
"""The score that a passage nears which holds every term of the question many times."""
_SATURATION = 0.5
"""Passages are short: once is nearly as good as three times."""
_LENGTH = 0.25
"""How much a long passage is held back."""
_DOUBT = 1.0
"""Added to what the question could reach, so that a question of very common words never looks sure."""
_UNHEARD = 0.2
"""What a term that no passage holds weighs, as a share of the rarest term's weight: it may be chatter."""


class Ranking:
    """Scores every passage for the terms of a question."""

    def __init__(self, passages: Sequence[Sequence[str]]) -> None:
        self._bm25 = bm25s.BM25(method="lucene", k1=_SATURATION, b=_LENGTH)
        self._count = len(passages)
        frequencies = Counter(term for passage in passages for term in set(passage))
        self._weights = {term: self._idf(holders) for term, holders in frequencies.items()}
        if self._weights:
            self._bm25.index([list(passage) for passage in passages], show_progress=False)

    def _idf(self, holders: int) -> float:
        return math.log(1 + (self._count - holders + 0.5) / (holders + 0.5))

    def weight(self, term: str) -> float:
        """How much a term tells passages apart; 0 for one that no passage holds."""
        return self._weights.get(term, 0.0)

    def scores(self, terms: Sequence[str]) -> NDArray[np.float32] | None:
        """A score from 0 to `FULL` for every passage; `None` if no passage holds any of the terms."""
        distinct = list(dict.fromkeys(terms))
        known = [term for term in distinct if term in self._weights]
        if not known:
            return None
        unheard = _UNHEARD * self._idf(1) * (len(distinct) - len(known))
        reach = sum(map(self.weight, known)) + unheard + _DOUBT
        found: NDArray[np.float32] = self._bm25.get_scores(known)
        return found * np.float32(FULL / reach)
