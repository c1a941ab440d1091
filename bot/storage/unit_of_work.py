"""One transaction over all repositories."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import empty_log
from bot.storage.encryption import Cipher
from bot.storage.rows.alert_rows import AlertRows
from bot.storage.rows.audience_rows import AudienceRows
from bot.storage.rows.broadcast_result_rows import BroadcastResultRows
from bot.storage.rows.broadcast_rows import BroadcastRows
from bot.storage.rows.consent_rows import AccessRows, ConsentRows, SubscriptionRows, ToldRows
from bot.storage.rows.conversation_rows import ConversationRows, OutgoingRows, UpdateRows
from bot.storage.rows.delivery_rows import DeliveryRows
from bot.storage.rows.device_rows import DeviceRows
from bot.storage.rows.document_rows import DocumentCheckRows, DraftRows, ImportedRows
from bot.storage.rows.employer_rows import EmployerRows
from bot.storage.rows.factor_rows import FactorRows, StaffEventRows
from bot.storage.rows.figure_rows import FigureRows
from bot.storage.rows.handover_rows import HandoverRows
from bot.storage.rows.kept_broadcast_rows import KeptBroadcastRows
from bot.storage.rows.learning_rows import CorrectionRows, QuestionCountRows, TrainingRows, UnclearRows
from bot.storage.rows.lease_rows import LeaseRows, ScheduleRows
from bot.storage.rows.pace_rows import PaceRows
from bot.storage.rows.people_pages import PeoplePageRows
from bot.storage.rows.people_rows import PeopleRows
from bot.storage.rows.record_lines import RecordLineRows
from bot.storage.rows.record_pages import RecordPageRows
from bot.storage.rows.record_rows import RecordRows
from bot.storage.rows.session_rows import FailureRows, SessionRows
from bot.storage.rows.staff_rows import StaffRows
from bot.storage.rows.told_pairs import ToldPairRows
from bot.storage.rows.unaware_rows import UnawareRows
from bot.storage.rows.upload_rows import UploadRows


class SqlUnitOfWork:
    """Rolled back unless committed."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self.conversations = ConversationRows(connection, cipher)
        self.updates = UpdateRows(connection)
        self.outgoing = OutgoingRows(connection, cipher)
        self.imported = ImportedRows(connection)
        self.drafts = DraftRows(connection)
        self.document_checks = DocumentCheckRows(connection)
        self.unaware = UnawareRows(connection)
        self.people = PeopleRows(connection, cipher)
        self.consents = ConsentRows(connection)
        self.subscriptions = SubscriptionRows(connection)
        self.told = ToldRows(connection)
        self.records = RecordRows(connection, cipher)
        self.lines = RecordLineRows(connection, cipher)
        self.pages = RecordPageRows(connection, cipher)
        self.people_pages = PeoplePageRows(connection, cipher)
        self.employers = EmployerRows(connection)
        self.uploads = UploadRows(connection, cipher)
        self.told_pairs = ToldPairRows(connection)
        self.accesses = AccessRows(connection)
        self.handovers = HandoverRows(connection, cipher)
        self.devices = DeviceRows(connection, cipher)
        self.deliveries = DeliveryRows(connection, cipher)
        self.broadcasts = BroadcastRows(connection)
        self.kept_broadcasts = KeptBroadcastRows(connection)
        self.audiences = AudienceRows(connection)
        self.broadcast_results = BroadcastResultRows(connection, cipher)
        self.accounts = StaffRows(connection, cipher)
        self.sessions = SessionRows(connection)
        self.failures = FailureRows(connection, cipher)
        self.factors = FactorRows(connection, cipher)
        self.staff_events = StaffEventRows(connection)
        self.pace = PaceRows(connection, cipher)
        self.leases = LeaseRows(connection)
        self.alerts = AlertRows(connection)
        self.schedules = ScheduleRows(connection)
        self.question_counts = QuestionCountRows(connection)
        self.unclear = UnclearRows(connection, cipher)
        self.corrections = CorrectionRows(connection, cipher)
        self.trainings = TrainingRows(connection)
        self.figures = FigureRows(connection)
        self._scrubs = False

    def scrub(self) -> None:
        """What this unit deletes is not to be found in the database's files either, once it is committed."""
        self._scrubs = True

    async def commit(self) -> None:
        """Make the work of this unit last."""
        await self._connection.commit()
        if self._scrubs:
            await empty_log(self._connection)
            self._scrubs = False


class SqlUnitsOfWork:
    """Begins units of work on an engine."""

    def __init__(self, engine: AsyncEngine, cipher: Cipher) -> None:
        self._engine = engine
        self._cipher = cipher

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[SqlUnitOfWork]:
        """A unit of work on a connection of its own; leaving it without commit rolls back."""
        async with self._engine.connect() as connection:
            yield SqlUnitOfWork(connection, self._cipher)
