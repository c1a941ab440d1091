"""Clause search over the catalogue and imported documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.turn import Hit
from bot.core.policies.imported import ImportedClause
from bot.core.regions.region import NATIONAL, ancestors
from bot.retrieval.excerpt import excerpt
from bot.retrieval.passages import Passage, imported_passages, measure_passages
from bot.retrieval.ranking import Ranking
from bot.retrieval.terms import Terms, catalogue_words
from bot.retrieval.vocabulary import load_vocabulary

RELEVANT = 2.5
"""Below this a passage shares no more than a common word with the question. `Certainty.strong_hit` is far above."""


def load_terms(knowledge: Knowledge, reference_dir: Path, cache_dir: Path | None = None) -> Terms:
    """The slow half of a search (jieba's dictionary), to be shared by searches for several days."""
    return Terms(load_vocabulary(reference_dir), catalogue_words(knowledge.catalogue), cache_dir)


class ClauseSearch:
    """Finds passages for one day: figures and status are those of `on`."""

    def __init__(
        self, knowledge: Knowledge, terms: Terms, on: dt.date, imported: Iterable[ImportedClause] = ()
    ) -> None:
        self._terms = terms
        self._passages: list[Passage] = list(measure_passages(knowledge, on))
        for clause in imported:
            self._passages += imported_passages(clause, knowledge, on)
        held = [[terms.of(piece) for piece in passage.pieces] for passage in self._passages]
        self._held = [tuple(map(frozenset, pieces)) for pieces in held]
        self._ranking = Ranking(
            [
                [*(term for piece in pieces for term in piece), *(t for hint in passage.hints for t in terms.of(hint))]
                for passage, pieces in zip(self._passages, held, strict=True)
            ]
        )
        self._regions = np.array([passage.region for passage in self._passages], dtype="U6")
        self._weights = np.array([passage.weight for passage in self._passages], dtype=np.float32)
        self._masks: dict[str, NDArray[np.float32]] = {}

    def find(self, text: str, region: str | None, limit: int = 3) -> Sequence[Hit]:
        """The most relevant passages that hold in `region`, one a clause or measure, with scores from 0 to 10.

        Without a region, national rules only: another place's rule must not look like the asker's own.
        """
        return self._best(text, self._mask(region or NATIONAL), limit)

    def find_anywhere(self, text: str, limit: int = 3) -> Sequence[Hit]:
        """The most relevant passages of every region, for whoever works for the whole country."""
        return self._best(text, self._weights, limit)

    def _best(self, text: str, weights: NDArray[np.float32], limit: int) -> Sequence[Hit]:
        asked = self._terms.of(text)
        scores = self._ranking.scores(asked)
        if scores is None or limit < 1:
            return ()
        scores = scores * weights
        hits: dict[tuple[str | None, str], Hit] = {}
        # Stable, so that equals stay in the catalogue's order and every run answers alike.
        for index in np.argsort(-scores, kind="stable"):
            if scores[index] < RELEVANT or len(hits) == limit:
                break
            passage = self._passages[index]
            key = (passage.measure, passage.source)
            if key not in hits:
                shown = excerpt(passage, self._held[index], frozenset(asked), self._ranking.weight)
                found = (shown, passage.source, passage.region, float(scores[index]), passage.measure, passage.period)
                hits[key] = Hit(*found)
        return tuple(hits.values())

    def _mask(self, region: str) -> NDArray[np.float32]:
        """The weight of each passage as seen from `region`: 0 where it does not hold."""
        if region not in self._masks:
            self._masks[region] = np.isin(self._regions, ancestors(region)) * self._weights
        return self._masks[region]
