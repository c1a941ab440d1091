"""Carries out what the conversation asks for before it can answer, inside the transaction that stores the turn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.turn import Turn
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class Scene:
    """Where an errand is done. `conversation` is `<channel>:<address>`; `now` is in the service's time zone.

    Whoever keeps something for the person of the conversation finds them by it; nothing may be committed here.
    """

    conversation: str
    work: UnitOfWork
    now: dt.datetime


Handler = Callable[[Any, Scene], Awaitable[Any]]
Handlers = Mapping[type, Handler]
"""Who carries out which kind of request; what it yields stands with the request's class."""


async def carried_out(played: Played, handlers: Handlers, scene: Scene) -> Turn:
    """The turn after all errands are done, one after the other."""
    while isinstance(played, Errand):
        played = played.then(await handlers[type(played.request)](played.request, scene))
    return played
