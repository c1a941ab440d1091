"""Chooses which measure of a topic a question means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from bot.core.policies.measures import Measure, Role

PLAIN_QUESTION = 0.28
"""Head start of the first measure: it answers the topic's plain question unless another clearly fits better."""
_NOISE = re.compile(r"[\s，。？！、,.?!：:；;“”\"'（）()]|请问|我想|能不能|有没有|是不是|可以|怎么|什么|多少|残疾人|残疾|吗|呢|啊|呀|的|了")


def for_audience(measures: Sequence[Measure], role: Role | None) -> list[Measure]:
    """Measures that concern `role`; all of them if none does or the role is unknown."""
    if role is None:
        return list(measures)
    return [measure for measure in measures if role in measure.audience] or list(measures)


def best(measures: Sequence[Measure], question: str) -> list[Measure]:
    """`measures` with the one that `question` means first, the others in their own order."""
    if not measures or not question:
        return list(measures)
    asked = _bigrams(question)
    scores = [
        relevance(measure, asked) + (PLAIN_QUESTION if index == 0 else 0.0) for index, measure in enumerate(measures)
    ]
    first = max(range(len(measures)), key=lambda index: (scores[index], -index))
    return [measures[first], *(measure for index, measure in enumerate(measures) if index != first)]


def relevance(measure: Measure, asked: frozenset[str]) -> float:
    """0 … about 1.5: how much of one of the measure's own phrases the question contains."""
    phrases = (measure.title, *measure.asks)
    return max(_share(_bigrams(phrase), asked) for phrase in phrases)


def _share(phrase: frozenset[str], asked: frozenset[str]) -> float:
    if not phrase:
        return 0.0
    common = len(phrase & asked)
    return common / len(phrase) * min(1.0, 0.4 + 0.2 * common)


@lru_cache(maxsize=8192)
def _bigrams(text: str) -> frozenset[str]:
    bare = _NOISE.sub("", text)
    if len(bare) < 2:
        return frozenset({bare} if bare else ())
    return frozenset(bare[index : index + 2] for index in range(len(bare) - 1))
