"""What a conversation remembers for the sake of a handover."""

from __future__ import annotations

from dataclasses import dataclass

KEPT = 6
"""Exchanges that are remembered, so that a handover has its beginning."""
LONGEST = 200
"""Characters kept of either side of an exchange."""


@dataclass(frozen=True)
class Exchange:
    """What the person wrote, masked, and how it was answered; both cut short."""

    said: str
    answered: str


@dataclass(frozen=True)
class Handed:
    """The conversation is with staff, as the case of this number.

    `told`: the person has read that what they write is passed on; from then on the assistant says nothing.
    """

    number: str
    told: bool = False
