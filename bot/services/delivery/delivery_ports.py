"""What broadcasts need from outside to be sent: rows of recipients, broadcasts, the limits of a platform.

Moments are milliseconds since 1970, unless they are `datetime`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bot.core.messaging.announcement import Announcement
from bot.core.messaging.audience import Audience
from bot.core.messaging.delivery import Outcome, Standing, State, Step

SENDING, PAUSED, STOPPED, FINISHED = "sending", "paused", "stopped", "finished"
"""States of a broadcast in which its deliveries exist."""
FETCHED = frozenset(("web",))
"""Channels whose people come and look; nothing is sent to them."""


@dataclass(frozen=True)
class Enqueued:
    """What one part came to: recipients added, and the last person looked at; `None` when there were no more."""

    added: int
    last: str | None


@dataclass(frozen=True)
class Claim:
    """A delivery that this worker holds."""

    id: int
    broadcast: int


@dataclass(frozen=True)
class Recipient:
    """A claimed delivery as it stands at the moment of sending. `address` is empty if the person is gone."""

    id: int
    broadcast: int
    person: str | None
    address: str
    easy: bool
    attempts: int
    part: int
    standing: Standing


@dataclass(frozen=True)
class Settled:
    """What is to be stored of a delivery this worker holds. `edition` is that of the text that was sent."""

    id: int
    step: Step
    edition: int = 0


@dataclass(frozen=True)
class Recovered:
    """Rows of workers that died: back in the queue, or uncertain."""

    queued: int
    uncertain: int


@dataclass(frozen=True)
class Count:
    """How many recipients of a region and channel are in a state for a reason."""

    state: State
    reason: str | None
    region: str
    channel: str
    count: int


@dataclass(frozen=True)
class Shown:
    """A delivery for whoever fetches their messages: its id and what it says."""

    id: int
    announcement: Announcement


@dataclass(frozen=True)
class Running:
    """A broadcast that is being sent: what it says in its present edition, in both wordings.

    `topics`: only who is still subscribed to one of them gets it; everybody if there are none. `is_trial`: one of the
    staff sends it to themselves and waits for it, at whatever hour.
    """

    id: int
    edition: int
    standard: Announcement
    easy: Announcement
    topics: frozenset[str] = frozenset()
    expires_at: int | None = None
    is_trial: bool = False

    def wording(self, easy: bool) -> Announcement:
        """What somebody with this preference gets."""
        return self.easy if easy else self.standard


@dataclass(frozen=True)
class BroadcastFile:
    """A file of a broadcast. `platform_id`: under which the platform has it already."""

    name: str
    media_type: str
    content: bytes
    platform_id: str | None = None


class Deliveries(Protocol):
    """One row per recipient."""

    async def enqueue(self, broadcast: int, audience: Audience, after: str, limit: int) -> Enqueued:
        """Queue those of the next `limit` people after this id who belong to the audience, once each.

        Call until `last` is `None`, each in a transaction of its own: others write in between.
        """
        ...

    async def enqueue_people(self, broadcast: int, people: Sequence[str]) -> int:
        """Queue these people, as far as they agreed to alerts; returns how many are new."""
        ...

    async def claim(
        self, channel: str, broadcast: int, after: int, count: int, worker: str, until: int
    ) -> Sequence[Claim]:
        """Some queued deliveries after this id for this worker, in their order; nobody else gets them until then."""
        ...

    async def claim_due(
        self, channel: str, broadcasts: Collection[int], count: int, worker: str, now: int, until: int
    ) -> Sequence[Claim]:
        """Some of those whose time for another try has come."""
        ...

    async def recipients(self, claims: Collection[int], topics: Mapping[int, frozenset[str]]) -> Sequence[Recipient]:
        """Claimed deliveries as they stand now. `topics` by broadcast, where subscription to one of them is needed."""
        ...

    async def mark(self, claims: Collection[int], worker: str, until: int) -> frozenset[int]:
        """They leave as soon as this is committed. Returns those that are still this worker's."""
        ...

    async def settle(self, settled: Sequence[Settled], worker: str, now: int) -> None:
        """Store what became of deliveries of this worker."""
        ...

    async def give_back(self, worker: str) -> None:
        """Whatever this worker claimed and has not marked is queued again."""
        ...

    async def give_back_some(self, claims: Collection[int], worker: str) -> None:
        """These have surely not left, whatever their rows say: they are queued again."""
        ...

    async def recover(self, now: int) -> Recovered:
        """Take up what workers held who have not been heard of since their claims ran out."""
        ...

    async def counts(self, broadcast: int) -> Sequence[Count]:
        """All recipients by state, reason, region and channel."""
        ...

    async def is_open(self, broadcast: int, channel: str | None = None) -> bool:
        """Whether anything is still to be sent: on this channel, or on any on which messages are sent to people."""
        ...

    async def next_due(self, channel: str, broadcasts: Collection[int]) -> int | None:
        """When the first retry is due."""
        ...

    async def skip_rest(self, broadcast: int, reason: str, limit: int, now: int) -> int:
        """Skip some that wait; returns how many. Call until it returns none, each in a transaction of its own."""
        ...

    async def requeue(self, broadcast: int, states: Collection[State], limit: int) -> int:
        """Queue some again that failed, or are uncertain; returns how many. Call until it returns none."""
        ...

    async def waiting(self, channel: str, address: str, now: int) -> Sequence[Shown]:
        """What whoever is at this address has not seen yet, for a channel that shows it when the person comes."""
        ...

    async def seen(self, channel: str, address: str, deliveries: Collection[int], now: int) -> None:
        """They have seen these; ids of others' are left alone."""
        ...


class Broadcasts(Protocol):
    """Broadcasts, as far as sending them goes."""

    async def running(self) -> Sequence[Running]:
        """Those that are being sent."""
        ...

    async def file(self, broadcast: int, name: str) -> BroadcastFile | None:
        """One of its files."""
        ...

    async def note_platform_id(self, broadcast: int, name: str, platform_id: str) -> None:
        """The platform has the file, and knows it by this id."""
        ...

    async def overdue(self, now: int) -> Sequence[int]:
        """Those whose time is up while somebody still waits for them."""
        ...

    async def interrupt(self, broadcast: int, reason: str) -> bool:
        """Pause it because of trouble; whether it was being sent until now."""
        ...

    async def finish(self, broadcast: int, now: int) -> bool:
        """Nothing is left to send: whether it was being sent until now."""
        ...


@dataclass(frozen=True)
class Reserved:
    """Slots of the overall limit: seconds from now until each."""

    waits: tuple[float, ...] = field(default=())


class PaceRows(Protocol):
    """Limits of a platform, shared by all processes. Time is the database's."""

    async def need_no_disk(self) -> None:
        """Nothing in this transaction has to outlive a crash of the database, so its commit may be quick."""
        ...

    async def reserve(self, channel: str, count: int, step: int) -> Reserved:
        """The next `count` slots, `step` microseconds apart. Holds a row for which others wait."""
        ...

    async def take_chats(self, addresses: Mapping[int, str], gap: int) -> Mapping[int, float]:
        """Take the next moment of each chat, by any key of yours; of those that are not free, seconds until they are.

        `addresses` are `<channel>:<address>`. A chat that is taken is free again `gap` milliseconds later.
        """
        ...

    async def hold(self, channel: str, seconds: float) -> None:
        """Nothing at all is sent for so long."""
        ...

    async def hold_chat(self, channel: str, address: str, seconds: float) -> bool:
        """Nothing is sent to this chat for so long. Whether another chat is being held already."""
        ...

    async def is_held(self, channel: str) -> bool:
        """Whether nothing at all may be sent now."""
        ...

    async def delay_chat(self, address: str, seconds: float) -> None:
        """What was taken is sent so much later, and the chat free again so much later."""
        ...

    async def tidy(self) -> None:
        """Forget chats that are free."""
        ...


class Platform(Protocol):
    """Sends one message of an announcement to one address; never raises, and says exactly what is known."""

    channel: str

    def parts(self, announcement: Announcement) -> int:
        """In how many messages the platform shows it."""
        ...

    async def send(self, address: str, running: Running, easy: bool, part: int) -> Outcome:
        """Send one of them."""
        ...
