"""An entity found in a text, and how overlapping ones are settled."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """`value` is normalised; start and end are offsets in the text as it was sent."""

    entity: str
    value: str
    start: int
    end: int

    def as_rasa(self, text: str) -> dict[str, object]:
        """The dictionary Rasa expects, with the words themselves beside the value."""
        return {
            "entity": self.entity,
            "start": self.start,
            "end": self.end,
            "value": self.value,
            "text": text[self.start : self.end],
            "confidence_entity": 1.0,
        }


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Of overlapping ones the longest stays, of equally long ones the first given; ordered by place."""
    kept: list[Found] = []
    for candidate in sorted(found, key=lambda f: f.start - f.end):
        if all(candidate.end <= other.start or candidate.start >= other.end for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda f: f.start)
