"""One message to one recipient of a broadcast: where it stands, and what follows from what the platform said.

    queued -> claimed -> sending -> sent | retry (at) | failed (why) | uncertain; before sending also skipped (why)

A row is `sending` before its request leaves. Whoever dies before that mark has sent nothing: it is queued again.
Whoever dies after it may have sent it: it is `uncertain`, shown as such, and sent again only when staff say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class State(IntEnum):
    """Where a delivery stands; the numbers are stored. `RETRY` waits for its time."""

    QUEUED = 0
    CLAIMED = 1
    SENDING = 2
    RETRY = 3
    SENT = 4
    FAILED = 5
    SKIPPED = 6
    UNCERTAIN = 7

    @property
    def word(self) -> str:
        """As reports call it; whether a claimed one is just being sent is no matter of theirs."""
        return "claimed" if self is State.SENDING else self.name.lower()


OPEN = frozenset((State.QUEUED, State.CLAIMED, State.SENDING, State.RETRY))
"""Something will still happen to these by itself."""
FINAL = frozenset(State) - OPEN

NEXT: Mapping[State, frozenset[State]] = {
    State.QUEUED: frozenset((State.CLAIMED, State.SKIPPED, State.SENT)),  # sent at once where the person fetches it
    State.CLAIMED: frozenset((State.QUEUED, State.SENDING, State.RETRY, State.SKIPPED, State.FAILED)),
    State.SENDING: frozenset((State.SENT, State.RETRY, State.FAILED, State.UNCERTAIN, State.QUEUED)),
    State.RETRY: frozenset((State.CLAIMED, State.SKIPPED, State.SENT)),
    State.SENT: frozenset(),
    State.FAILED: frozenset((State.QUEUED,)),  # by `retry`
    State.SKIPPED: frozenset(),
    State.UNCERTAIN: frozenset((State.QUEUED, State.SENT, State.RETRY, State.FAILED)),  # by `retry`, or a late answer
}
"""What may follow what."""


class Reason(StrEnum):
    """Why a delivery is not sent, or not yet; `data/content` has the words."""

    BLOCKED = "blocked"  # the person closed the chat to the bot
    CHAT_NOT_FOUND = "chat_not_found"
    REFUSED = "refused"  # the platform does not take this message
    UNREACHABLE = "unreachable"  # tried too often
    NETWORK = "network"
    PLATFORM_ERROR = "platform_error"
    FLOOD = "flood"
    CHAT_BUSY = "chat_busy"  # this chat got something within the last second
    MOVED = "moved"  # the chat has another address now
    NEXT_PART = "next_part"
    NO_ANSWER = "no_answer"  # it left, and no readable answer came
    WORKER_DIED = "worker_died"
    UNSUBSCRIBED = "unsubscribed"
    GONE = "gone"  # deleted since
    IN_HANDOVER = "in_handover"
    QUIET = "quiet"
    EXPIRED = "expired"
    STOPPED = "stopped"
    UNREADABLE = "unreadable"  # sealed with a key that is not there
    NO_CHANNEL = "no_channel"  # nothing can be sent to where the person is


@dataclass(frozen=True)
class Delivered:
    """The platform took it. `message` is its id there."""

    message: str


@dataclass(frozen=True)
class Flooded:
    """Too much at once: nothing was sent, and nothing may be for `seconds`."""

    seconds: float


@dataclass(frozen=True)
class Refused:
    """Nothing was sent, and the platform will say the same however often it is asked."""

    reason: Reason


@dataclass(frozen=True)
class Moved:
    """Nothing was sent: the chat has another address now."""

    address: str


@dataclass(frozen=True)
class Unreached:
    """Nothing was sent, for a reason that goes by: no connection, or the platform has trouble."""

    reason: Reason


@dataclass(frozen=True)
class Unanswered:
    """It left, and nobody knows whether it arrived: no answer in time, the line was cut, or the answer is garbage."""


Outcome = Delivered | Flooded | Refused | Moved | Unreached | Unanswered

TRIES = 12
"""So often is a message tried that cannot be handed over: with the waits below, about half an hour."""
FIRST_WAIT, LONGEST_WAIT = 2_000, 300_000
"""Milliseconds before the second try and at most; doubling in between."""


@dataclass(frozen=True)
class Trip:
    """What of a delivery decides what follows: tries that failed, and which of how many messages is on its way."""

    attempts: int = 0
    part: int = 0
    parts: int = 1


@dataclass(frozen=True)
class Step:
    """A state to be stored, with everything that goes with it. `due_at` is milliseconds since 1970."""

    state: State
    reason: Reason | None = None
    attempts: int = 0
    part: int = 0
    due_at: int | None = None
    message: str | None = None


def step(outcome: Outcome, trip: Trip, now: int, chance: float, gap: int = 1_000) -> Step:
    """What follows from what the platform said at `now`.

    `chance` is random, 0 to 1: it keeps many retries from coming back together. `gap` is the least time between two
    messages to one chat, in milliseconds.
    """
    tries, part = trip.attempts, trip.part
    match outcome:
        case Delivered(message) if part + 1 < trip.parts:
            return Step(State.RETRY, Reason.NEXT_PART, 0, part + 1, now + gap, message)
        case Delivered(message):
            return Step(State.SENT, None, tries, part + 1, None, message)
        case Refused(reason):
            return Step(State.FAILED, reason, tries, part)
        case Unanswered():
            return Step(State.UNCERTAIN, Reason.NO_ANSWER, tries, part)
        case Flooded(seconds):
            return Step(State.RETRY, Reason.FLOOD, tries, part, now + int(seconds * 1000))
        case Moved() if tries + 1 < TRIES:
            return Step(State.RETRY, Reason.MOVED, tries + 1, part, now)
        case Unreached(reason) if tries + 1 < TRIES:
            return Step(State.RETRY, reason, tries + 1, part, now + backoff(tries, chance))
        case Moved() | Unreached():
            return Step(State.FAILED, Reason.UNREACHABLE, tries + 1, part)


def backoff(tries: int, chance: float) -> int:
    """Milliseconds before the next try after `tries` + 1 failures: doubling, with a random half."""
    whole = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(tries, 16))
    return int(whole * (0.5 + chance / 2))


@dataclass(frozen=True)
class Standing:
    """What is known of a recipient at the moment of sending, and of the broadcast; read anew for each message.

    `is_running`: the broadcast is being sent now. `is_over`: it was stopped. `quiet_until`: when they may be written to
    again, in milliseconds since 1970; `None` when at once. `expires_at` likewise.
    """

    is_running: bool = True
    is_over: bool = False
    expires_at: int | None = None
    is_known: bool = True
    is_readable: bool = True
    is_blocked: bool = False
    is_listening: bool = True
    is_handed_over: bool = False
    quiet_until: int | None = None


HANDOVER_WAIT = 600_000
"""Milliseconds until somebody whom staff are talking with is looked at again."""


def hindered(standing: Standing, now: int) -> Step | None:
    """What becomes of a claimed delivery that must not be sent now; `None` if it may be."""
    skipped = _skipped(standing, now)
    if skipped is not None:
        return Step(State.SKIPPED, skipped)
    if not standing.is_running:
        return Step(State.QUEUED)
    if not standing.is_readable:
        return Step(State.FAILED, Reason.UNREADABLE)
    if standing.is_handed_over:
        return _later(Reason.IN_HANDOVER, now + HANDOVER_WAIT, standing)
    if standing.quiet_until is not None and standing.quiet_until > now:
        return _later(Reason.QUIET, standing.quiet_until, standing)
    return None


def _skipped(standing: Standing, now: int) -> Reason | None:
    if standing.is_over:
        return Reason.STOPPED
    if standing.expires_at is not None and standing.expires_at <= now:
        return Reason.EXPIRED
    if not standing.is_known:
        return Reason.GONE
    if standing.is_blocked:
        return Reason.BLOCKED
    return None if standing.is_listening else Reason.UNSUBSCRIBED


def _later(reason: Reason, due: int, standing: Standing) -> Step:
    """Whatever would come after the expiry does not come at all."""
    if standing.expires_at is not None and due >= standing.expires_at:
        return Step(State.SKIPPED, reason)
    return Step(State.RETRY, reason, due_at=due)
