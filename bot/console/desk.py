"""Everything the pages of the console need, made of the wired service."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.bootstrap import Service
from bot.catalog.figure_rules import FigureRules
from bot.catalog.register_words import WorkWords
from bot.catalog.waiting import load_waiting
from bot.clock import SystemClock
from bot.console.pages import Pages
from bot.console.record_desk import RecordDesk, record_desk_of
from bot.console.words import Words
from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue, Topic
from bot.core.regions.gazetteer import Gazetteer
from bot.core.timing.special_days import SpecialDay
from bot.retrieval import LiveSearch
from bot.services.broadcasts.broadcasts import Broadcasts
from bot.services.broadcasts.plan_quarter import PlanQuarter
from bot.services.broadcasts.repeat_broadcasts import RepeatBroadcasts
from bot.services.broadcasts.report_broadcasts import ReportBroadcasts
from bot.services.broadcasts.run_broadcasts import RunBroadcasts
from bot.services.handover.handovers import Handovers
from bot.services.jobs.employers import SeeEmployers
from bot.services.learning.learning import Learning
from bot.services.learning.train_model import TrainModel
from bot.services.policies.check_documents import CheckDocuments
from bot.services.policies.import_documents import ImportDocuments
from bot.services.policies.unaware import Unaware
from bot.services.records.due_records import DueRecords
from bot.services.records.record_book import RecordBook
from bot.services.schedule.planned_work import ReadPlans
from bot.services.staff.figures import Figures
from bot.services.staff.manage_accounts import ManageAccounts
from bot.services.staff.own_account import OwnAccount
from bot.services.staff.passwords import Passwords
from bot.services.staff.read_audit import ReadAudit
from bot.services.staff.staff_sessions import StaffSessions
from bot.services.staff.today import Today


@dataclass(frozen=True)
class Desk:
    """Use cases and wording of the console."""

    words: Words
    pages: Pages
    clock: SystemClock
    gazetteer: Gazetteer
    book: RecordBook
    sessions: StaffSessions
    own_account: OwnAccount
    accounts: ManageAccounts
    audit: ReadAudit
    today: Today
    due: DueRecords
    employers: SeeEmployers
    catalogue: Catalogue
    work_words: WorkWords
    handovers: Handovers
    broadcasts: Broadcasts
    run_broadcasts: RunBroadcasts
    report_broadcasts: ReportBroadcasts
    repeat_broadcasts: RepeatBroadcasts
    alone_up_to: int
    plans: ReadPlans
    quarter: PlanQuarter
    special_days: Mapping[str, SpecialDay]
    figures: Figures
    figure_rules: FigureRules
    learning: Learning
    train_model: TrainModel
    topics: Mapping[str, Topic]
    phrases: Phrases
    search: LiveSearch
    import_documents: ImportDocuments
    check_documents: CheckDocuments
    unaware: Unaware
    records: RecordDesk


def desk_of(service: Service, words: Words) -> Desk:
    """The desk of a service; opens nothing."""
    passwords = Passwords()
    waiting = load_waiting(service.settings.data_dir / "reference", service.record_book.registers)
    sessions = StaffSessions(service.units_of_work, passwords)
    return Desk(
        words=words,
        pages=Pages(words, service.gazetteer, service.clock),
        clock=service.clock,
        gazetteer=service.gazetteer,
        book=service.record_book,
        sessions=sessions,
        own_account=OwnAccount(service.units_of_work, passwords, sessions),
        accounts=ManageAccounts(service.units_of_work, passwords),
        audit=ReadAudit(service.units_of_work),
        today=Today(service.record_book, waiting, service.units_of_work),
        due=DueRecords(service.record_book, service.units_of_work),
        employers=SeeEmployers(service.record_book, waiting, service.units_of_work),
        catalogue=service.catalogue,
        work_words=service.work_words,
        handovers=service.handovers,
        broadcasts=service.broadcasts,
        run_broadcasts=service.run_broadcasts,
        report_broadcasts=service.report_broadcasts,
        repeat_broadcasts=service.repeat_broadcasts,
        alone_up_to=service.broadcast_parts.rules.alone_up_to,
        plans=ReadPlans(service.units_of_work),
        quarter=service.plan_quarter,
        special_days=service.special_days,
        figures=service.figures,
        figure_rules=service.figure_rules,
        learning=service.learning,
        train_model=service.train_model,
        topics=service.catalogue.topics,
        phrases=service.phrases,
        search=service.search,
        import_documents=service.import_documents,
        check_documents=service.check_documents,
        unaware=service.unaware,
        records=record_desk_of(service),
    )
