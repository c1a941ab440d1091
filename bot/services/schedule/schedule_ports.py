"""What the clock needs from outside: leases, and what is planned. Moments are milliseconds since 1970."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Plan:
    """Something to be done at `due_at` (`None`: not any more), and again if it `repeats` (see `core.timing.repeats`).

    `kind` says who does it, `detail` is for them. `last_at` is when it was done last. `version` counts changes.
    """

    name: str
    kind: str
    detail: str
    due_at: int | None
    repeats: str | None = None
    last_at: int | None = None
    version: int = 1


class Leases(Protocol):
    """What only one process may do at a time. A lease ends by itself when its holder dies."""

    async def take(self, name: str, holder: str, now: int, until: int) -> bool:
        """Take the lease until then, or keep it for longer; whether it is this holder's now.

        A lease far beyond `until` was taken by a clock that was wrong, and is void.
        """
        ...

    async def held(self, name: str, now: int) -> tuple[str, int] | None:
        """Who holds a lease, and until when; `None` if nobody does."""
        ...

    async def release(self, name: str, holder: str) -> None:
        """Others may take it at once; nothing changes if it is somebody else's."""
        ...


class Schedules(Protocol):
    """What is planned."""

    async def all(self) -> Sequence[Plan]:
        """Everything, by name."""
        ...

    async def get(self, name: str) -> Plan | None:
        """One plan."""
        ...

    async def add(self, plan: Plan) -> bool:
        """Plan something; whether nothing of this name was planned before. What was stays as it is."""
        ...

    async def change(self, before: Plan, after: Plan) -> bool:
        """Replace a plan; whether it was still as it was `before`."""
        ...

    async def remove(self, name: str) -> bool:
        """It is not done any more; whether there was one."""
        ...
