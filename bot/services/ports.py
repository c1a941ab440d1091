"""What the use cases need from outside, as protocols; adapters stand in the packages above."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.session import Session
from bot.core.messaging.reply import Reply
from bot.services.alerts.alert_ports import Alerts
from bot.services.broadcasts.broadcast_ports import Audiences, BroadcastResults, KeptBroadcasts
from bot.services.conversation.device_ports import Devices
from bot.services.delivery.delivery_ports import Broadcasts, Deliveries, PaceRows
from bot.services.handover.handover_ports import Handovers
from bot.services.jobs.match_ports import RecordLines, ToldPairs
from bot.services.learning.learning_ports import Corrections, QuestionCounts, Trainings, UnclearMessages
from bot.services.page_ports import PageWork
from bot.services.people.people_ports import Accesses, Consents, People, Subscriptions, Told
from bot.services.policies.document_ports import DocumentChecks, Drafts, ImportedDocuments
from bot.services.policies.unaware_ports import UnawareCounts
from bot.services.records.record_ports import Records
from bot.services.records.upload_ports import Uploads
from bot.services.schedule.schedule_ports import Leases, Schedules
from bot.services.staff.figure_ports import FigureRows
from bot.services.staff.session_ports import Factors, Failures, Sessions, StaffEvents
from bot.services.staff.staff_ports import Accounts


class Clock(Protocol):
    """The present; tests pass a fixed one."""

    def now(self) -> dt.datetime:
        """The present moment, with time zone."""
        ...

    def today(self) -> dt.date:
        """The present day in the service's time zone."""
        ...


class Interpreter(Protocol):
    """Reads a question. The text has been masked; an implementation never raises for being unable to."""

    async def interpret(self, text: str) -> Interpretation:
        """Topics by confidence, and entities."""
        ...


class InterpreterUnavailable(Exception):
    """The language model did not answer; carries no text."""


@dataclass(frozen=True)
class Stored:
    """A conversation as stored; `version` counts its turns and guards against two writers."""

    session: Session
    version: int


@dataclass(frozen=True)
class Undelivered:
    """Replies that were committed but not yet confirmed as sent."""

    id: int
    channel: str
    address: str
    replies: tuple[Reply, ...]
    turn: int


@dataclass(frozen=True)
class Notice:
    """A message to a person that no turn caused, under their consent to a purpose."""

    person: str
    channel: str
    address: str
    reply: Reply
    purpose: str


class VersionConflict(Exception):
    """Another process stored a turn of the same conversation in between."""


class Conversations(Protocol):
    """Stored conversations."""

    async def load(self, conversation: str) -> Stored:
        """The stored state, or a fresh one with version 0."""
        ...

    async def save(self, conversation: str, session: Session, version: int, now: dt.datetime) -> int:
        """Store the turn after `version`, 0 for the first; returns its own.

        Raises `VersionConflict` if that is not the stored version.
        """
        ...

    async def delete(self, conversation: str) -> None:
        """Forget the conversation."""
        ...

    async def delete_idle(self, before: dt.datetime) -> int:
        """Forget conversations in which nothing has been said since this moment; returns how many."""
        ...


class Updates(Protocol):
    """Platform updates already handled, so that a repeated delivery does nothing."""

    async def is_handled(self, channel: str, update: str) -> bool:
        """Whether this update has been handled."""
        ...

    async def mark_handled(self, channel: str, update: str, now: dt.datetime) -> None:
        """Remember it, in the same transaction as its effects."""
        ...

    async def delete_before(self, moment: dt.datetime) -> int:
        """Forget updates handled before this moment; returns how many."""
        ...


class Outgoing(Protocol):
    """Messages until they are sent: replies, stored with the turn that caused them, and notices to a person.

    Replies belong to the process that played the turn, notices to whoever claims them. Ids are never used again.
    """

    async def add(
        self,
        channel: str,
        address: str,
        replies: Sequence[Reply],
        turn: int,
        now: dt.datetime,
        person: str | None = None,
        purpose: str | None = None,
    ) -> int:
        """Store replies to send, or a notice to `person` under the consent to `purpose`; returns their id."""
        ...

    async def add_notices(self, notices: Sequence[Notice], now: dt.datetime) -> None:
        """Store several notices at once."""
        ...

    async def remove(self, outgoing: int) -> None:
        """They were delivered or finally refused: neither text nor address is kept."""
        ...

    async def drop(self, person: str, purpose: str) -> None:
        """The person does not want to hear of it any more: notices that wait are not sent."""
        ...

    async def forget(self, channel: str, address: str) -> None:
        """Nothing is sent to this address any more."""
        ...

    async def unsent(self, channel: str) -> Sequence[Undelivered]:
        """Replies that a crash left behind, oldest first; no notices."""
        ...

    async def claim(
        self, channel: str, held: Collection[int], now: dt.datetime, until: dt.datetime
    ) -> Sequence[Undelivered]:
        """Some notices that nobody has claimed, or not renewed in time, oldest first: nobody else gets them until then.

        Those in `held` were claimed before and stay so.
        """
        ...

    async def waiting(self, channel: str, address: str) -> Sequence[Undelivered]:
        """Notices of one address, oldest first, for a channel that shows them when the person comes."""
        ...

    async def seen(self, channel: str, address: str, notices: Collection[int]) -> None:
        """The person has seen these notices; ids of others' are left alone."""
        ...


class UnitOfWork(PageWork, Protocol):
    """One transaction; rolled back unless committed."""

    @property
    def conversations(self) -> Conversations:
        """Stored conversations."""
        ...

    @property
    def updates(self) -> Updates:
        """Updates already handled."""
        ...

    @property
    def outgoing(self) -> Outgoing:
        """Replies waiting to be sent."""
        ...

    @property
    def imported(self) -> ImportedDocuments:
        """Documents that staff added."""
        ...

    @property
    def drafts(self) -> Drafts:
        """Documents that staff are about to add."""
        ...

    @property
    def document_checks(self) -> DocumentChecks:
        """Who looked at a document when."""
        ...

    @property
    def unaware(self) -> UnawareCounts:
        """How many people do not know of what fits them."""
        ...

    @property
    def people(self) -> People:
        """People who consented to something."""
        ...

    @property
    def consents(self) -> Consents:
        """To what they agreed."""
        ...

    @property
    def subscriptions(self) -> Subscriptions:
        """Of which topics they want to hear."""
        ...

    @property
    def told(self) -> Told:
        """What they have been told of."""
        ...

    @property
    def records(self) -> Records:
        """Kept records."""
        ...

    @property
    def uploads(self) -> Uploads:
        """Files that wait to be taken in."""
        ...

    @property
    def lines(self) -> RecordLines:
        """Which records there are, and which of them changed."""
        ...

    @property
    def told_pairs(self) -> ToldPairs:
        """Which person was told of which job."""
        ...

    @property
    def accesses(self) -> Accesses:
        """Which staff looked at what."""
        ...

    @property
    def handovers(self) -> Handovers:
        """Conversations handed over to a person."""
        ...

    @property
    def devices(self) -> Devices:
        """Conversations that go on on another device."""
        ...

    @property
    def deliveries(self) -> Deliveries:
        """Recipients of broadcasts."""
        ...

    @property
    def broadcasts(self) -> Broadcasts:
        """What staff announce."""
        ...

    @property
    def kept_broadcasts(self) -> KeptBroadcasts:
        """The same as staff see it."""
        ...

    @property
    def audiences(self) -> Audiences:
        """For whom they are."""
        ...

    @property
    def broadcast_results(self) -> BroadcastResults:
        """What became of them."""
        ...

    @property
    def accounts(self) -> Accounts:
        """Who works here."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Who has signed in."""
        ...

    @property
    def failures(self) -> Failures:
        """Who tried to in vain."""
        ...

    @property
    def factors(self) -> Factors:
        """Second factors of staff."""
        ...

    @property
    def staff_events(self) -> StaffEvents:
        """What happened around accounts."""
        ...

    @property
    def pace(self) -> PaceRows:
        """Limits of platforms."""
        ...

    @property
    def alerts(self) -> Alerts:
        """How people want to be told of things."""
        ...

    @property
    def leases(self) -> Leases:
        """What only one process may do at a time."""
        ...

    @property
    def schedules(self) -> Schedules:
        """What is planned."""
        ...

    @property
    def question_counts(self) -> QuestionCounts:
        """How often what was asked."""
        ...

    @property
    def unclear(self) -> UnclearMessages:
        """What was not understood."""
        ...

    @property
    def corrections(self) -> Corrections:
        """What staff taught."""
        ...

    @property
    def trainings(self) -> Trainings:
        """Trainings of the language model."""
        ...

    @property
    def figures(self) -> FigureRows:
        """What is counted for staff."""
        ...

    def scrub(self) -> None:
        """What this unit deletes is not to be found in the database's files either, once it is committed."""
        ...

    async def commit(self) -> None:
        """Make the work of this unit last."""
        ...


class UnitOfWorkFactory(Protocol):
    """Begins units of work."""

    def __call__(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A unit of work of its own."""
        ...
