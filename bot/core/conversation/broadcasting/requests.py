"""What the staff dialogue about broadcasts has to have fetched or done; who asks is looked up anew each time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Audience, Size, Somebody
from bot.core.messaging.broadcast import Broadcast, Refusal
from bot.core.messaging.checks import Finding


@dataclass(frozen=True)
class LinkChat:
    """Whoever has this code writes from here from now on; yields the account's name, or `None` for a wrong code."""

    code: str


@dataclass(frozen=True)
class Desk:
    """Whose desk it is, whether they may change anything, and the newest broadcasts of their region."""

    name: str
    writes: bool
    recent: tuple[Broadcast, ...]


@dataclass(frozen=True)
class OpenDesk:
    """Yields the `Desk`, or `None` for whoever is not of the staff. `most`: broadcasts shown."""

    most: int


@dataclass(frozen=True)
class Seen:
    """A broadcast with everything about it. `states`: recipients by state, once there are any.

    `needs_other`: it is so large that somebody else than whoever asks has to approve it.
    """

    broadcast: Broadcast
    texts: tuple[Announcement, Announcement]
    size: Size
    sample: tuple[Somebody, ...]
    findings: tuple[Finding, ...]
    states: Mapping[str, int]
    writes: bool
    needs_other: bool


@dataclass(frozen=True)
class NotDone:
    """Why nothing was done: `None` for somebody who is not of the staff. `findings`: what has to be changed first."""

    why: Refusal | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Keep:
    """Keeps a new broadcast; yields it as `Seen`, or `NotDone`."""

    title: str
    text: str
    easy_text: str
    audience: Audience


@dataclass(frozen=True)
class Change:
    """Changes a broadcast, all the rest of it stays; `None` is left alone. Yields it as `Seen`, or `NotDone`."""

    number: str
    text: str | None = None
    easy_text: str | None = None
    audience: Audience | None = None


@dataclass(frozen=True)
class Look:
    """Yields a broadcast as `Seen`, or `NotDone`."""

    number: str


@dataclass(frozen=True)
class Do:
    """Approves, starts, pauses, resumes, stops or tries out a broadcast: `verb`. Yields it as `Seen`, or `NotDone`."""

    number: str
    verb: str
