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


def for_audience(measures: Sequence[Measure], role: Role | None) -> list[Measure]:
    """Measures that concern `role`; all of them if none does or the role is unknown."""
    if role is None:
        return list(measures)
    return [measure for measure in measures if role in measure.audience] or list(measures)


def best(measures: Sequence[Measure], question: str) -> list[Measure]:
    """`measures` with the one that `question` means first, the others in their own order."""
    asked = _bigrams(question)
    if len(measures) < 2 or not asked:
        return list(measures)
    texts = [_own_text(measure) for measure in measures]
    spread = Counter(pair for text in texts for pair in text)
    weights = {pair: math.log(1 + len(measures) / spread[pair]) for pair in asked if pair in spread}
    scores = [
        _relevance(measure, text, asked, weights, spread, len(measures)) + (PLAIN_QUESTION if index == 0 else 0.0)
        for index, (measure, text) in enumerate(zip(measures, texts, strict=True))
    ]
    first = max(range(len(measures)), key=lambda index: (scores[index], -index))
    return [measures[first], *(measure for index, measure in enumerate(measures) if index != first)]


def _relevance(
    measure: Measure,
    text: frozenset[str],
    asked: frozenset[str],
    weights: dict[str, float],
    spread: Counter[str],
    count: int,
) -> float:
    """How much of one of the measure's own phrases the question has, and how much of the question the measure has.

    A pair of characters counts the more, the fewer measures of the topic have it.
    """
    phrase = max(_share(_bigrams(each), asked, spread, count) for each in (measure.title, *measure.asks))
    total = sum(weights.values())
    covered = sum(weight for pair, weight in weights.items() if pair in text) / total if total else 0.0
    return phrase + WHOLE_TEXT * covered


def _share(phrase: frozenset[str], asked: frozenset[str], spread: Counter[str], count: int) -> float:
    whole = sum(math.log(1 + count / spread[pair]) for pair in phrase)
    if not whole:
        return 0.0
    common = phrase & asked
    return sum(math.log(1 + count / spread[pair]) for pair in common) / whole * min(1.0, 0.4 + 0.2 * len(common))


@lru_cache(maxsize=4096)
def _own_text(measure: Measure) -> frozenset[str]:
    figures = [value.value for parameter in measure.parameters.values() for value in parameter.values]
    words = [measure.title, measure.says.standard, *measure.asks, *figures]
    if measure.conditions:
        words.append(measure.conditions.standard)
    return frozenset(pair for word in words for pair in _bigrams(word))


@lru_cache(maxsize=16384)
def _bigrams(text: str) -> frozenset[str]:
    bare = _NOISE.sub("", text)
    if len(bare) < 2:
        return frozenset({bare} if bare else ())
    return frozenset(bare[index : index + 2] for index in range(len(bare) - 1))
