"""Which topics people ask about, and how many of their questions are answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.core.answers.answer import Outcome

ANSWERED = frozenset((Outcome.ANSWERED, Outcome.STARTED))
NOT_STATED = frozenset((Outcome.NOT_STATED,))
MISSED = frozenset((Outcome.CLARIFY, Outcome.OUT_OF_SCOPE))
ASKED_BACK = frozenset((Outcome.NEEDS_REGION, Outcome.NEEDS_ROLE))
"""The service asked for the place or the role: once that is said the same question is counted with its answer."""


@dataclass(frozen=True)
class TopicLine:
    """Questions about one topic. `missed` were not understood for sure; the topic is then the likeliest one."""

    topic: str
    answered: int
    not_stated: int
    missed: int
    failed: int

    @property
    def asked(self) -> int:
        """All of them."""
        return self.answered + self.not_stated + self.missed + self.failed

    @property
    def share(self) -> float | None:
        """The part that was answered, from 0 to 1; nothing for none."""
        return self.answered / self.asked if self.asked else None


def by_topic(counts: Iterable[tuple[str, str, int]], left_out: Collection[str]) -> list[TopicLine]:
    """Lines of the topics, the most asked first, out of topic, outcome and count; small talk is `left_out`."""
    found: dict[str, Counter[str]] = {}
    for topic, outcome, count in counts:
        if topic not in left_out and outcome not in ASKED_BACK:
            found.setdefault(topic, Counter())[outcome] += count
    lines = [_line(topic, outcomes) for topic, outcomes in found.items()]
    return sorted(lines, key=lambda line: (-line.asked, line.topic))


def together(lines: Iterable[TopicLine]) -> TopicLine:
    """All topics in one line."""
    several = list(lines)
    parts = zip(*((each.answered, each.not_stated, each.missed, each.failed) for each in several), strict=True)
    return TopicLine("", *(sum(part) for part in parts)) if several else TopicLine("", 0, 0, 0, 0)


def _line(topic: str, outcomes: Counter[str]) -> TopicLine:
    def of(group: Collection[Outcome]) -> int:
        return sum(outcomes[each.value] for each in group)

    known = (of(ANSWERED), of(NOT_STATED), of(MISSED))
    return TopicLine(topic, *known, outcomes.total() - sum(known))
