"""The only wiring: settings in, a service out. Reads files; opens nothing that needs closing but the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalog.alert_rules import AlertRules, load_alert_rules
from bot.catalog.broadcast_rules import load_broadcast_rules
from bot.catalog.content import load_cues, load_phrases, load_same_thing
from bot.catalog.fact_words import load_fact_words
from bot.catalog.form_words import load_form_words
from bot.catalog.levy_rules import load_levy_rules
from bot.catalog.levy_words import load_levy_words
from bot.catalog.load import load_catalogue
from bot.catalog.office_hours import load_office_hours
from bot.catalog.purposes import load_keeping, load_purposes
from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.register_words import WorkWords, load_work_words
from bot.catalog.registers import load_registers
from bot.catalog.registry_data import load_doubts
from bot.clock import SystemClock
from bot.core.answers.figures import shown
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.select import Likeness
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.own_data.telling import Sources
from bot.core.conversation.places import Places
from bot.core.conversation.turn import Setting
from bot.core.eligibility.assessor import Assessor
from bot.core.handover.hours import Hours
from bot.core.handover.steps import Patience
from bot.core.levy.rules import LevyRules
from bot.core.levy.words import LevyWords
from bot.core.matching.words import Words
from bot.core.people.purposes import Purpose
from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.imported import ImportedClause
from bot.core.records.fields import Value
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import NATIONAL
from bot.core.registry.review import review
from bot.core.registry.wording import Doubt
from bot.core.statements.words import FactWords
from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.rasa_http import RasaInterpreter
from bot.interpreters.understanding import Understanding
from bot.retrieval import ClauseSearch, load_terms
from bot.secret_keys import secret_keys
from bot.services import subscribing
from bot.services.alert_times import AlertTimes
from bot.services.broadcast_audience import ResolveAudience
from bot.services.broadcast_parts import BroadcastParts
from bot.services.broadcast_talk import TalkAboutBroadcasts
from bot.services.broadcasts import Broadcasts
from bot.services.choosing_alerts import ChooseAlerts
from bot.services.consents import WithdrawConsents
from bot.services.converse import Converse
from bot.services.enrolments import KeepEnrolments
from bot.services.errands import Handlers
from bot.services.fair_announcing import FairsToAnnounce
from bot.services.find_jobs import FindJobs
from bot.services.find_people import FindPeople
from bot.services.handover_timer import TimeHandovers
from bot.services.handover_turns import HandoverTurns
from bot.services.handovers import Handovers
from bot.services.job_talk import TalkAboutJobs
from bot.services.keep_people import KeepPeople
from bot.services.own_data import GatherOwnData
from bot.services.own_records import KeepOwnRecords
from bot.services.profiles import KeepProfiles
from bot.services.record_book import RecordBook
from bot.services.record_listing import ListRecordsPublicly
from bot.services.record_news import TellOfRecords
from bot.services.remind_of_fairs import RemindOfFairs
from bot.services.repeat_broadcasts import RepeatBroadcasts
from bot.services.report_broadcasts import ReportBroadcasts
from bot.services.retention import Retention
from bot.services.run_broadcasts import RunBroadcasts
from bot.services.tell_matches import TellMatches
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.encryption import Cipher
from bot.storage.record_rows import new_number
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import check_keys, upgrade

POSTINGS = ("jobs", "notice_reviews")
"""Registers in which somebody says whom they want to hire."""
HELPLINE = f"{NATIONAL}.institutions"
"""The measure whose `phone` parameter is the federation's phone."""


@dataclass
class Service:
    """The parts of the running service, each made when first used."""

    settings: Settings

    @cached_property
    def clock(self) -> SystemClock:
        """The real clock in the configured zone."""
        return SystemClock(self.settings.time_zone)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All regions."""
        return load_gazetteer(self.settings.data_dir / "reference")

    @cached_property
    def catalogue(self) -> Catalogue:
        """All policies. Raises `CatalogueError` with every problem in the files."""
        return load_catalogue(self.settings.policies_dir, self.gazetteer.codes())

    @cached_property
    def levy_rules(self) -> LevyRules:
        """What plays which part in the levy. Raises `CatalogueError` with every problem in the file."""
        return load_levy_rules(self.settings.policies_dir, self.catalogue)

    @cached_property
    def levy_words(self) -> LevyWords:
        """The words by which employers tell the numbers of their levy."""
        return load_levy_words(self.settings.content_dir)

    @cached_property
    def phrases(self) -> Phrases:
        """All wording."""
        return load_phrases(self.settings.content_dir)

    @cached_property
    def knowledge(self) -> Knowledge:
        """Everything the service knows."""
        helpline = self.catalogue.measure(HELPLINE).parameters["phone"]
        phone = shown(helpline, self.clock.today(), self.phrases)
        likeness = Likeness(load_same_thing(self.settings.data_dir / "reference"))
        return Knowledge(self.catalogue, self.gazetteer, self.phrases, phone, likeness)

    @cached_property
    def assessor(self) -> Assessor:
        """Determines who fits what."""
        return Assessor(self.catalogue)

    @cached_property
    def fact_words(self) -> FactWords:
        """How people say facts."""
        return load_fact_words(self.settings.content_dir, self.catalogue.facts)

    @cached_property
    def work_words(self) -> WorkWords:
        """Occupations and work conditions."""
        return load_work_words(self.settings.data_dir / "reference")

    @cached_property
    def match_words(self) -> Words:
        """What explanations of matches are made of."""
        return Words(self.phrases, self.gazetteer, self.work_words.occupations, self.work_words.conditions)

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
    def alert_rules(self) -> AlertRules:
        """When and how often people are told of things."""
        return load_alert_rules(self.settings.data_dir / "reference")

    @cached_property
    def alert_times(self) -> AlertTimes:
        """When each of several people may be told."""
        return AlertTimes(self.alert_rules.rules)

    @cached_property
    def record_book(self) -> RecordBook:
        """All registers. Raises `CatalogueError` with every problem of the declarations."""
        folder = self.settings.data_dir / "registers"
        registers = load_registers(folder, self.catalogue, self.gazetteer.codes(), self.work_words)
        return RecordBook(registers, self.catalogue, self.gazetteer, self.phrases)

    @cached_property
    def purposes(self) -> Mapping[str, Purpose]:
        """What people agree to, each for itself."""
        return load_purposes(self.settings.content_dir)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Demands of postings that are doubtful."""
        return load_doubts(self.settings.data_dir / "reference")

    @cached_property
    def engine(self) -> AsyncEngine:
        """The database."""
        if self.settings.embedded:
            self.settings.var_dir.mkdir(parents=True, exist_ok=True)
        return open_database(self.settings.database)

    @cached_property
    def units_of_work(self) -> SqlUnitsOfWork:
        """Transactions on the database."""
        return SqlUnitsOfWork(self.engine, self.cipher)

    @cached_property
    def cipher(self) -> Cipher:
        """Encryption with the configured keys."""
        return Cipher(secret_keys(self.settings))

    async def upgrade(self) -> None:
        """Bring the database to the newest structure. Raises `UnreadableError` if the keys are those of another one."""
        await upgrade(self.engine, self.cipher)
        await check_keys(self.engine, self.cipher)

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
    def office_hours(self) -> tuple[Hours, Patience]:
        """When staff are there, and how long either side of a handover may be silent."""
        return load_office_hours(self.settings.data_dir / "reference", self.gazetteer.codes())

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

    def search(self, imported: Sequence[ImportedClause] = ()) -> ClauseSearch:
        """Clause search over the catalogue and imported documents."""
        reference = self.settings.data_dir / "reference"
        terms = load_terms(self.knowledge, reference, cache_dir=self.settings.var_dir / "cache")
        return ClauseSearch(self.knowledge, terms, self.clock.today(), imported)

    def dialogue(self, imported: Sequence[ImportedClause] = ()) -> Dialogue:
        """The conversation core with everything it needs."""
        cues = load_cues(self.settings.content_dir)
        places = Places(self.gazetteer, self.catalogue)
        return Dialogue(
            Setting(
                self.knowledge,
                cues,
                places,
                self.search(imported),
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
        keep, default = self.keep_people, self.settings.default_region
        return Converse(dialogue, understanding, self.units_of_work, self.clock, keep, self.handlers, default)
