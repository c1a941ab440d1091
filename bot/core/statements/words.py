"""The words by which people tell facts, compiled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FactWords:
    """All word lists of `fact-words.yaml`, ready for reading."""
