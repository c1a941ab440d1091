"""Chooses which measure of a topic a question means."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from bot.core.policies.measures import Measure, Role

PLAIN_QUESTION = 0.25
"""Head start of the first measure: it answers the topic's plain question unless another clearly fits better."""
WHOLE_TEXT = 0.35
"""Weight of what a measure says against the phrases people use for it."""
_NOISE = re.compile(
    r"[\s，。？！、,.?!：:；;“”\"'（）()]|请问|我想|没有|是不是|可以|什么|残疾人|残疾|[吗呢啊呀吧的了有给要会能不我你他她俺咱就都也这那个些哪和跟与是]"
)


class Likeness:
    """Turns text into the pairs of neighbouring characters by which questions and measures are compared.

    Names of the same thing (国有企业, 国企) are first brought to one of them. `groups`: that one first.
    """

    def __init__(self, groups: Sequence[Sequence[str]] = ()) -> None:
        self._one_name = {word: group[0] for group in groups for word in group}
        longest_first = sorted(self._one_name, key=len, reverse=True)
        self._names = re.compile("|".join(map(re.escape, longest_first)) or r"(?!)")
        self.of = lru_cache(maxsize=16384)(self._of)
        self.index = lru_cache(maxsize=2048)(self._index)

    def _of(self, text: str) -> frozenset[str]:
        bare = _NOISE.sub("", self._names.sub(lambda found: self._one_name[found.group(0)], text))
        if len(bare) < 2:
            return frozenset({bare} if bare else ())
        return frozenset(bare[index : index + 2] for index in range(len(bare) - 1))

    def _index(self, measures: tuple[Measure, ...]) -> _Index:
        return _Index(measures, self)


def for_audience(measures: Sequence[Measure], role: Role | None) -> list[Measure]:
    """Measures that concern `role`; all of them if none does, the role is unknown, or it is staff, who serve all."""
    if role is None or role is Role.STAFF:
        return list(measures)
    return [measure for measure in measures if role in measure.audience] or list(measures)


def best(measures: Sequence[Measure], question: str, likeness: Likeness) -> list[Measure]:
    """`measures` with the one that `question` means first, the others in their own order."""
    asked = likeness.of(question)
    if len(measures) < 2 or not asked:
        return list(measures)
    scores = likeness.index(tuple(measures)).scores(asked)
    scores[0] += PLAIN_QUESTION
    first = max(range(len(measures)), key=lambda position: (scores[position], -position))
    return [measures[first], *(measure for position, measure in enumerate(measures) if position != first)]


class _Index:
    """Which pairs of characters stand in which phrases and texts of some measures.

    A pair counts the more, the fewer of the measures have it.
    """

    def __init__(self, measures: tuple[Measure, ...], likeness: Likeness) -> None:
        self._texts = [_whole(measure, likeness) for measure in measures]
        spread = Counter(pair for text in self._texts for pair in text)
        self._weights = {pair: math.log(1 + len(measures) / count) for pair, count in spread.items()}
        self._phrases: list[tuple[int, float]] = []
        self._holders: dict[str, list[int]] = {}
        for position, measure in enumerate(measures):
            for phrase in (measure.title, *measure.asks):
                self._add(position, likeness.of(phrase))

    def _add(self, position: int, pairs: frozenset[str]) -> None:
        total = sum(self._weights[pair] for pair in pairs)
        for pair in pairs:
            self._holders.setdefault(pair, []).append(len(self._phrases))
        self._phrases.append((position, total))

    def scores(self, asked: frozenset[str]) -> list[float]:
        """Per measure: the share of its best phrase that the question has, and of the question that its text has."""
        common: dict[int, tuple[int, float]] = {}
        for pair in asked:
            for phrase in self._holders.get(pair, ()):
                count, weight = common.get(phrase, (0, 0.0))
                common[phrase] = (count + 1, weight + self._weights[pair])
        scores = [0.0] * len(self._texts)
        for phrase, (count, weight) in common.items():
            position, total = self._phrases[phrase]
            scores[position] = max(scores[position], weight / total * min(1.0, 0.4 + 0.2 * count))
        known = [pair for pair in asked if pair in self._weights]
        whole = sum(self._weights[pair] for pair in known)
        for position, text in enumerate(self._texts):
            covered = sum(self._weights[pair] for pair in known if pair in text)
            scores[position] += WHOLE_TEXT * covered / whole if whole else 0.0
        return scores


def _whole(measure: Measure, likeness: Likeness) -> frozenset[str]:
    """Features of everything a measure says, with its figures, and of the phrases people use for it."""
    figures = [value.value for parameter in measure.parameters.values() for value in parameter.values]
    words = [measure.title, measure.says.standard, *measure.asks, *figures]
    if measure.conditions:
        words.append(measure.conditions.standard)
    return frozenset(feature for each in words for feature in likeness.of(each))
