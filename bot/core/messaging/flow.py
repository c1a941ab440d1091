"""How much may be on its way to a platform at once, and when to give up: by how the last messages fared."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.messaging.delivery import (
    Delivered,
    Flooded,
    Moved,
    Outcome,
    Reason,
    Refused,
    Unanswered,
    Unreached,
    backoff,
)

WIDEST = 64
"""Messages of one worker that are under way and undecided."""
FIRST = 4
GIVES_UP = 8
"""Times in a row that the platform was out of reach, each waited out longer than the last: about five minutes."""
REFUSALS = 10
"""Messages refused in a row: then it is the message, not the recipient."""
STRANGERS = 100
"""Chats in a row that do not exist or are closed: then it is the list."""


@dataclass(frozen=True)
class Flow:
    """`window`: how many may be under way. `quiet_until`: nothing is sent before, in milliseconds since 1970.

    What is on its way when the platform falls silent is what may end as uncertain: so the window grows with answers
    only, and one without an answer makes it one.
    """

    window: int = FIRST
    troubles: int = 0
    refusals: int = 0
    strangers: int = 0
    quiet_until: int = 0

    def after(self, outcome: Outcome, now: int, chance: float) -> Flow:
        """As it stands after one more message. `chance` is random, 0 to 1."""
        match outcome:
            case Unreached() | Unanswered():
                if now < self.quiet_until:  # left before the trouble was known
                    return self
                quiet = now + backoff(self.troubles, chance) // 2
                return replace(self, window=1, troubles=self.troubles + 1, quiet_until=quiet)
            case Refused(Reason.REFUSED):
                return replace(self._answered(), refusals=self.refusals + 1)
            case Refused():
                return replace(self._answered(), strangers=self.strangers + 1)
            case Flooded() | Moved():
                return self
            case Delivered():
                return replace(self._answered(), refusals=0, strangers=0)

    def _answered(self) -> Flow:
        return replace(self, window=min(WIDEST, self.window + 1), troubles=0, quiet_until=0)

    def broken(self) -> str | None:
        """Why sending is paused until staff have looked; `None` while it goes on."""
        if self.troubles >= GIVES_UP:
            return "platform_away"
        if self.refusals >= REFUSALS:
            return "text_refused"
        return "list_outdated" if self.strangers >= STRANGERS else None
