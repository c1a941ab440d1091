"""The life of a broadcast, and who may do what to it.

    draft -> approved -> (scheduled ->) freezing -> sending <-> paused -> stopped | finished

While it is `freezing` its recipients are written down; who they are does not change any more after that. An edit takes
the approval away: nobody is sent words that no one has approved.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.messaging.audience import Audience
from bot.core.messaging.draft import Draft


class Life(StrEnum):
    """Where a broadcast stands; the words are stored."""

    DRAFT = "draft"
    APPROVED = "approved"
    SCHEDULED = "scheduled"
    FREEZING = "freezing"
    SENDING = "sending"
    PAUSED = "paused"
    STOPPED = "stopped"
    FINISHED = "finished"


OVER = frozenset((Life.STOPPED, Life.FINISHED))
BEFORE_START = frozenset((Life.DRAFT, Life.APPROVED, Life.SCHEDULED))


class Refusal(StrEnum):
    """Why something was not done; `data/content` has the words."""

    UNKNOWN = "unknown"
    READ_ONLY = "read_only"
    ELSEWHERE = "elsewhere"  # the audience reaches beyond the region of whoever acts
    WRONG_STATE = "wrong_state"
    NOT_APPROVED = "not_approved"
    SECOND_PERSON = "second_person"
    EXPIRED = "expired"
    NOBODY = "nobody"
    HINDERED = "hindered"  # a check found what must not be sent
    NOTHING_TO_RETRY = "nothing_to_retry"
    NOT_SENT = "not_sent"  # nobody has got it, so that there is nothing to correct
    FROZEN = "frozen"  # who gets it does not change any more
    NOT_SUBSCRIBED = "not_subscribed"  # whoever wants it for a test gets no messages
    CHANGED = "changed"  # a colleague has just changed it


@dataclass(frozen=True)
class Done:
    """Something done to it: when, and by whom."""

    at: dt.datetime
    by: str


@dataclass(frozen=True)
class Broadcast:
    """A broadcast as it is kept. `corrects`: the number of the one whose recipients get this correction.

    `edition` counts the texts it has had, `version` every change.
    """

    id: int
    number: str
    draft: Draft
    audience: Audience
    state: Life
    region: str
    created: Done
    send_at: dt.datetime | None = None
    expires_at: dt.datetime | None = None
    approved: Done | None = None
    started: Done | None = None
    finished: Done | None = None
    pause_reason: str | None = None
    corrects: str | None = None
    edition: int = 1
    version: int = 1


@dataclass(frozen=True)
class Actor:
    """Who acts. `alone`: runs the machine itself, so that nobody else has to agree."""

    id: str
    alone: bool = False


def edited(before: Broadcast, wanted: Broadcast) -> Broadcast | Refusal:
    """With the text, audience and times of `wanted`, to be approved anew; once begun, only text and expiry change."""
    if before.state not in BEFORE_START | {Life.PAUSED}:
        return Refusal.WRONG_STATE
    new = replace(before, draft=wanted.draft, expires_at=wanted.expires_at, edition=before.edition + 1, approved=None)
    if before.state is Life.PAUSED:
        return new if wanted.audience == before.audience else Refusal.FROZEN
    return replace(new, audience=wanted.audience, send_at=wanted.send_at, state=Life.DRAFT, started=None)


def approved(before: Broadcast, by: Actor, size: int, alone_up_to: int, now: dt.datetime) -> Broadcast | Refusal:
    """Somebody takes responsibility; above a size not whoever wrote it."""
    if before.state is not Life.DRAFT and not (before.state is Life.PAUSED and before.approved is None):
        return Refusal.WRONG_STATE
    if _is_expired(before, now):
        return Refusal.EXPIRED
    if size == 0:
        return Refusal.NOBODY
    if size > alone_up_to and by.id == before.created.by and not by.alone:
        return Refusal.SECOND_PERSON
    state = before.state if before.state is Life.PAUSED else Life.APPROVED
    return replace(before, state=state, approved=Done(now, by.id))


def started(before: Broadcast, by: Actor, size: int, alone_up_to: int, now: dt.datetime) -> Broadcast | Refusal:
    """It waits for its time, or its recipients are written down; one that was interrupted there goes on."""
    if before.state is Life.FREEZING:
        return before
    if before.state is not Life.APPROVED:
        return Refusal.NOT_APPROVED if before.state is Life.DRAFT else Refusal.WRONG_STATE
    if _is_expired(before, now):
        return Refusal.EXPIRED
    assert before.approved is not None, "approved"
    # It may have become larger since.
    if size > alone_up_to and before.approved.by == before.created.by and not by.alone:
        return Refusal.SECOND_PERSON
    waits = before.send_at is not None and before.send_at > now
    return replace(before, state=Life.SCHEDULED if waits else Life.FREEZING, started=Done(now, by.id))


def due(before: Broadcast, now: dt.datetime) -> Broadcast | None:
    """Its time has come: its recipients are written down, or it is over, for it comes too late; `None` if not yet."""
    if before.state is not Life.SCHEDULED or (before.send_at is not None and before.send_at > now):
        return None
    if _is_expired(before, now):
        return replace(before, state=Life.FINISHED, finished=Done(now, before.created.by))
    return replace(before, state=Life.FREEZING)


def frozen(before: Broadcast) -> Broadcast | Refusal:
    """All recipients are written down: it is sent from now on."""
    return replace(before, state=Life.SENDING) if before.state is Life.FREEZING else Refusal.WRONG_STATE


def paused(before: Broadcast, reason: str) -> Broadcast | Refusal:
    """Nothing leaves for the time being; one that waits for its time waits for a new start."""
    if before.state is Life.SCHEDULED:
        return replace(before, state=Life.APPROVED, started=None)
    if before.state is not Life.SENDING:
        return Refusal.WRONG_STATE
    return replace(before, state=Life.PAUSED, pause_reason=reason)


def resumed(before: Broadcast, now: dt.datetime) -> Broadcast | Refusal:
    """It goes on."""
    if before.state is not Life.PAUSED:
        return Refusal.WRONG_STATE
    if before.approved is None:
        return Refusal.NOT_APPROVED
    if _is_expired(before, now):
        return Refusal.EXPIRED
    return replace(before, state=Life.SENDING, pause_reason=None)


def stopped(before: Broadcast, by: Actor, now: dt.datetime) -> Broadcast | Refusal:
    """It ends for good; who has not got it does not get it."""
    if before.state in OVER:
        return Refusal.WRONG_STATE
    return replace(before, state=Life.STOPPED, finished=Done(now, by.id), pause_reason=None)


def retried(before: Broadcast, now: dt.datetime) -> Broadcast | Refusal:
    """What failed is tried once more."""
    if before.state not in (Life.SENDING, Life.PAUSED, Life.FINISHED):
        return Refusal.WRONG_STATE
    if _is_expired(before, now):
        return Refusal.EXPIRED
    return replace(before, state=Life.SENDING, finished=None) if before.state is Life.FINISHED else before


def _is_expired(broadcast: Broadcast, now: dt.datetime) -> bool:
    return broadcast.expires_at is not None and broadcast.expires_at <= now
