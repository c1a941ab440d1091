"""How a message was read: topics by confidence, entities, and by what means."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entity:
    """A piece of information found in the text."""

    name: str
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class Interpretation:
    """Topics, most likely first, with confidences from 0 to 1. `degraded`: read by keywords only."""

    ranking: tuple[tuple[str, float], ...]
    entities: tuple[Entity, ...] = ()
    degraded: bool = False

    @property
    def topic(self) -> str:
        """The most likely topic."""
        return self.ranking[0][0] if self.ranking else "out_of_scope"

    @property
    def confidence(self) -> float:
        """How sure that topic is."""
        return self.ranking[0][1] if self.ranking else 0.0
