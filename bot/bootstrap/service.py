"""The use cases, each with everything it needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from bot.bootstrap.stores import Stores
from bot.catalog.broadcast_rules import load_broadcast_rules
from bot.catalog.content import load_cues
from bot.catalog.document_checks import load_check_rules
from bot.catalog.form_words import load_form_words
from bot.catalog.purposes import load_keeping
from bot.catalog.unaware_rules import load_unaware_rules
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.own_data.telling import Sources
from bot.core.conversation.places import Places
from bot.core.conversation.turn import Setting
from bot.core.policies.imported import ImportedClause
from bot.core.records.fields import Value
from bot.core.registry.review import review
from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.model_workshop import ModelWorkshop
from bot.interpreters.rasa_http import RasaInterpreter
from bot.interpreters.understanding import Understanding
from bot.retrieval import ClauseSearch, LiveSearch
from bot.services.alerts import subscribing
from bot.services.alerts.choosing_alerts import ChooseAlerts
from bot.services.alerts.remind_of_fairs import RemindOfFairs
from bot.services.broadcasts.broadcast_audience import ResolveAudience
from bot.services.broadcasts.broadcast_parts import BroadcastParts
from bot.services.broadcasts.broadcast_talk import TalkAboutBroadcasts
from bot.services.broadcasts.broadcasts import Broadcasts
from bot.services.broadcasts.fair_announcing import FairsToAnnounce
from bot.services.broadcasts.plan_quarter import PlanQuarter
from bot.services.broadcasts.repeat_broadcasts import RepeatBroadcasts
from bot.services.broadcasts.report_broadcasts import ReportBroadcasts
from bot.services.broadcasts.run_broadcasts import RunBroadcasts
from bot.services.conversation.converse import Converse
from bot.services.conversation.errands import Handlers
from bot.services.conversation.note_questions import NoteQuestions
from bot.services.handover.handover_timer import TimeHandovers
from bot.services.handover.handover_turns import HandoverTurns
from bot.services.handover.handovers import Handovers
from bot.services.jobs.find_jobs import FindJobs
from bot.services.jobs.job_talk import TalkAboutJobs
from bot.services.jobs.tell_matches import TellMatches
from bot.services.learning.learning import Learning
from bot.services.learning.train_model import TrainModel
from bot.services.people.consents import WithdrawConsents
from bot.services.people.keep_people import KeepPeople
from bot.services.people.own_data import GatherOwnData
from bot.services.people.profiles import KeepProfiles
from bot.services.people.retention import Retention
from bot.services.policies.check_documents import CheckDocuments
from bot.services.policies.count_unaware import CountUnaware
from bot.services.policies.find_people import FindPeople
from bot.services.policies.follow_documents import FollowDocuments
from bot.services.policies.import_documents import ImportDocuments
from bot.services.policies.unaware import Unaware
from bot.services.records.enrolments import KeepEnrolments
from bot.services.records.own_records import KeepOwnRecords
from bot.services.records.record_listing import ListRecordsPublicly
from bot.services.records.record_news import TellOfRecords
from bot.services.staff.figures import Figures
from bot.storage.rows.record_rows import new_number

POSTINGS = ("jobs", "notice_reviews")
"""Registers in which somebody says whom they want to hire."""


class Service(Stores):
    """The parts of the running service, each made when first used."""

    @cached_property
    def find_jobs(self) -> FindJobs:
        """Jobs and needs at hand; one for the process."""
        return FindJobs(self.record_book, tuple(self.work_words.conditions))

    @cached_property
    def tell_matches(self) -> TellMatches:
        """The use case that tells people of jobs that fit them."""
        return TellMatches(self.find_jobs, self.match_words, self.units_of_work, self.alert_times)

    @cached_property
    def tell_of_records(self) -> TellOfRecords:
        """The use case that tells subscribers of new fairs, classes and collected postings."""
        return TellOfRecords(self.record_book, self.units_of_work, self.alert_times)

    @cached_property
    def repeat_broadcasts(self) -> RepeatBroadcasts:
        """The use case that sends approved broadcasts again and again."""
        return RepeatBroadcasts(self.units_of_work, new_number)

    @cached_property
    def remind_of_fairs(self) -> RemindOfFairs:
        """The use case that reminds people of fairs."""
        return RemindOfFairs(self.alert_rules.leads, self.record_book, self.units_of_work, self.alert_times)

    @cached_property
    def keep_people(self) -> KeepPeople:
        """The use case that keeps what people consented to be kept."""
        return KeepPeople(KeepProfiles(self.assessor), WithdrawConsents(self.record_book))

    @cached_property
    def retention(self) -> Retention:
        """The use case that deletes what has been kept long enough."""
        keeping = load_keeping(self.settings.content_dir)
        return Retention(self.purposes, keeping, self.record_book, self.phrases, self.units_of_work)

    @cached_property
    def find_people(self) -> FindPeople:
        """The use case that tells people of measures that fit them."""
        return FindPeople(self.assessor, self.knowledge, self.units_of_work, self.alert_times)

    @cached_property
    def handovers(self) -> Handovers:
        """What staff do with conversations handed over to them."""
        return Handovers(self.phrases, self.units_of_work)

    @cached_property
    def time_handovers(self) -> TimeHandovers:
        """The use case that lets the assistant come back."""
        _, patience = self.office_hours
        return TimeHandovers(patience, self.phrases, self.units_of_work)

    @cached_property
    def broadcast_parts(self) -> BroadcastParts:
        """What the use cases of broadcasts share."""
        settings, book = self.settings, self.record_book
        rules = load_broadcast_rules(settings.data_dir / "reference", settings.content_dir)
        fairs = FairsToAnnounce(book, self.phrases, settings.public_url, settings.telegram_name)
        resolve = ResolveAudience(self.find_jobs)
        return BroadcastParts(self.units_of_work, self.phrases, fairs, resolve, rules, new_number)

    @cached_property
    def broadcasts(self) -> Broadcasts:
        """What staff write to many people."""
        return Broadcasts(self.broadcast_parts)

    @cached_property
    def run_broadcasts(self) -> RunBroadcasts:
        """Approving, starting, pausing, stopping."""
        return RunBroadcasts(self.broadcast_parts, self.broadcasts)

    @cached_property
    def report_broadcasts(self) -> ReportBroadcasts:
        """What became of them."""
        return ReportBroadcasts(self.units_of_work)

    @cached_property
    def plan_quarter(self) -> PlanQuarter:
        """What a quarter holds."""
        return PlanQuarter(self.record_book, self.special_days, self.units_of_work)

    @cached_property
    def figures(self) -> Figures:
        """What staff see of how the service does."""
        return Figures(self.figure_rules.series, self.record_book, self.catalogue.topics, self.units_of_work)

    @cached_property
    def note_questions(self) -> NoteQuestions:
        """The use case that counts what is asked."""
        return NoteQuestions(self.learning_rules.unclear)

    @cached_property
    def learning(self) -> Learning:
        """What staff do with what was not understood."""
        return Learning(self.units_of_work)

    @cached_property
    def train_model(self) -> TrainModel:
        """The use case that trains the language model; not possible where somebody else runs it."""
        settings, rules = self.settings, self.learning_rules
        workshop = None if settings.nlu_url else ModelWorkshop(settings, rules.held_out)
        return TrainModel(workshop, rules.may_fall, self.units_of_work, self.clock, new_number())

    @cached_property
    def handlers(self) -> Handlers:
        """Who carries out what the conversation asks for."""
        hours, _ = self.office_hours
        own = KeepEnrolments(self.record_book).around(KeepOwnRecords(self.record_book).handlers())
        jobs = {
            **TalkAboutJobs(self.find_jobs).handlers(),
            **subscribing.handlers(),
            **ChooseAlerts(self.record_book).handlers(),
        }
        sources = Sources(self.knowledge, self.record_book.registers, self.purposes)
        gather = GatherOwnData(self.record_book).handlers(sources)
        listing = ListRecordsPublicly(self.record_book, self.settings.public_url).handlers()
        broadcasts = TalkAboutBroadcasts(self.broadcast_parts).handlers()
        return {**own, **gather, **HandoverTurns(hours, new_number).handlers(), **jobs, **listing, **broadcasts}

    def _doubts_of(self, register: str, values: Mapping[str, Value], easy: bool) -> Sequence[str]:
        """What is doubtful about what somebody hands in: of postings, demands that shut people out."""
        if register not in POSTINGS:
            return ()
        return review(values, self.doubts, self.phrases, easy=easy)

    @cached_property
    def search(self) -> LiveSearch:
        """Clause search over the catalogue and imported documents; one for the process, built when first asked."""

        def build(on: dt.date, imported: Iterable[ImportedClause]) -> ClauseSearch:
            return ClauseSearch(self.knowledge, self.search_terms, on, imported)

        return LiveSearch(build, self.clock.today())

    @cached_property
    def follow_documents(self) -> FollowDocuments:
        """The use case that makes what is imported searchable without a restart."""
        return FollowDocuments(self.search, self.units_of_work, self.clock)

    @cached_property
    def import_documents(self) -> ImportDocuments:
        """What staff do with documents of their own."""
        return ImportDocuments(self.units_of_work, self.follow_documents, new_number)

    @cached_property
    def check_documents(self) -> CheckDocuments:
        """Who looks when whether a document still holds."""
        rules = load_check_rules(self.settings.data_dir / "reference")
        return CheckDocuments(self.catalogue, rules, self.units_of_work)

    @cached_property
    def count_unaware(self) -> CountUnaware:
        """The use case that counts the people who do not know of what fits them."""
        return CountUnaware(self.assessor, self.record_book, self.units_of_work)

    @cached_property
    def unaware(self) -> Unaware:
        """What staff see of these people."""
        rules = load_unaware_rules(self.settings.data_dir / "reference")
        return Unaware(self.count_unaware, rules, self.units_of_work)

    def dialogue(self) -> Dialogue:
        """The conversation core with everything it needs."""
        cues = load_cues(self.settings.content_dir)
        places = Places(self.gazetteer, self.catalogue)
        return Dialogue(
            Setting(
                self.knowledge,
                cues,
                places,
                self.search,
                self.assessor,
                self.fact_words,
                self.levy_rules,
                self.levy_words,
                self.record_book.registers,
                self.purposes,
                load_form_words(self.settings.content_dir),
                self._doubts_of,
                self.match_words,
                self.alert_rules.rules,
            )
        )

    def understanding(self, url: str) -> Understanding:
        """The trained model at `url`, with keywords to fall back on."""
        return Understanding(RasaInterpreter(url), KeywordInterpreter(self.catalogue))

    def converse(self, dialogue: Dialogue, understanding: Understanding) -> Converse:
        """The use case behind every channel."""
        parts = (self.units_of_work, self.clock, self.keep_people, self.handlers, self.settings.default_region)
        return Converse(dialogue, understanding, *parts, self.note_questions)
