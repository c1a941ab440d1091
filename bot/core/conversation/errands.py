"""What the conversation has to have fetched or kept before it can answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.core.conversation.turn import Turn


@dataclass(frozen=True)
class Errand:
    """`request` is carried out with the database, in the transaction that stores the turn; `then` takes what came back.

    What each kind of request yields stands with its class. A request that may be refused yields the refusal as a
    value: `then` always answers the person.
    """

    request: object
    then: Callable[[Any], Played]


Played = Turn | Errand
"""A turn, or what has to be done before there is one."""


def bind(played: Played, then: Callable[[Turn], Played]) -> Played:
    """What comes `then`, once there is a turn."""
    if isinstance(played, Turn):
        return then(played)
    return Errand(played.request, lambda found: bind(played.then(found), then))
