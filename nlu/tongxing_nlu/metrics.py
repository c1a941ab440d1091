"""Figures of an evaluation: accuracy, top three, macro-F1, out of scope."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Judged:
    """The topics that are right for a sentence, and those it was read as, likeliest first."""

    right: tuple[str, ...]
    ranked: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """The first topic is one of the right ones."""
        return self.ranked[0] in self.right


@dataclass(frozen=True)
class Measures:
    """The figures, each between 0 and 1, and the most frequent confusions."""

    sentences: int
    accuracy: float
    top_three: float
    macro_f1: float
    outside_recall: float
    false_alarms: float
    confusions: tuple[tuple[str, str, int], ...]

    def figures(self) -> dict[str, float]:
        """Without the confusions."""
        return {name: value for name, value in vars(self).items() if name != "confusions"}


def measure(judged: Sequence[Judged]) -> Measures:
    """Judge readings. A line with two right topics counts for the one it was read as."""
    outside = [reading for reading in judged if OUT_OF_SCOPE in reading.right]
    inside = [reading for reading in judged if OUT_OF_SCOPE not in reading.right]
    pairs = [(_credited(reading), reading.ranked[0]) for reading in judged]
    wrong = Counter((right, read) for right, read in pairs if right != read)
    return Measures(
        sentences=len(judged),
        accuracy=_share(reading.is_right for reading in judged),
        top_three=_share(any(topic in reading.right for topic in reading.ranked[:3]) for reading in judged),
        macro_f1=_macro_f1(pairs),
        outside_recall=_share(reading.ranked[0] == OUT_OF_SCOPE for reading in outside),
        false_alarms=_share(reading.ranked[0] == OUT_OF_SCOPE for reading in inside),
        confusions=tuple((right, read, count) for (right, read), count in wrong.most_common(20)),
    )


def _credited(reading: Judged) -> str:
    return reading.ranked[0] if reading.is_right else reading.right[0]


def _share(hits: object) -> float:
    values = list(hits)  # type: ignore[call-overload]
    return sum(values) / len(values) if values else 0.0


def _macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    hits = Counter(right for right, read in pairs if right == read)
    rights = Counter(right for right, _ in pairs)
    reads = Counter(read for _, read in pairs)
    topics = set(rights) | set(reads)
    return sum(2 * hits[topic] / (rights[topic] + reads[topic]) for topic in topics) / len(topics) if topics else 0.0
