"""Facts drawn one after another, each knowing those before it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from bot.core.policies.criteria import FactValue


class Draw:
    """The facts of one person or employer while they are drawn."""

    def __init__(self, chance: Random, region: str) -> None:
        self.chance = chance
        self.region = region
        self.facts: dict[str, FactValue] = {}

    def __getitem__(self, fact: str) -> Any:
        """A fact drawn before."""
        return self.facts[fact]

    def has(self, share: float) -> bool:
        """True for so many of all."""
        return self.chance.random() < share

    def yes(self, fact: str, share: float) -> None:
        """A yes-or-no fact that so many have; never with 0, always with 1."""
        self.facts[fact] = self.has(share)

    def one(self, fact: str, shares: Mapping[Any, float]) -> None:
        """One of several values, by their weights."""
        (self.facts[fact],) = self.chance.choices(list(shares), list(shares.values()))

    def within(self, fact: str, bands: Mapping[tuple[int, int], float]) -> None:
        """A whole number: first a band, by weight, then any number of it."""
        ((low, high),) = self.chance.choices(list(bands), list(bands.values()))
        self.facts[fact] = self.chance.randint(low, high)
