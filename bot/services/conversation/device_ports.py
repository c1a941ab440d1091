"""What going on with a conversation on another device needs from outside."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Held:
    """What a code stands for: the address, and by which form it was used already, `None` if it was not."""

    address: str
    by: str | None = None


class Devices(Protocol):
    """Codes that stand for a conversation for a short time, and addresses whose conversation has gone elsewhere.

    Of codes and addresses there are only keyed hashes; where a code leads is encrypted.
    """

    async def offer(self, code: str, channel: str, address: str, until: dt.datetime) -> None:
        """Let the code stand for the conversation until then, in place of an earlier one."""
        ...

    async def take(self, code: str, channel: str, now: dt.datetime) -> Held | None:
        """What the code stands for, `None` if it is over; nobody else gets it until this unit of work is over."""
        ...

    async def use(self, code: str, channel: str, address: str, by: str) -> None:
        """The code is used up, by this form, and leads to this address if the same form comes once more."""
        ...

    async def move(self, channel: str, old: str, new: str) -> None:
        """What waits to be sent to the old address, and what is with staff, belongs to the new one."""
        ...

    async def leave(self, channel: str, address: str, now: dt.datetime) -> None:
        """Note that the conversation of this address has gone elsewhere."""
        ...

    async def has_left(self, channel: str, address: str) -> bool:
        """Whether it has."""
        ...

    async def forget(self, channel: str, address: str) -> None:
        """No code stands for this conversation any more."""
        ...

    async def delete_before(self, now: dt.datetime, left: dt.datetime) -> None:
        """Delete codes that are over by now, and notes of conversations that left before that moment."""
        ...
