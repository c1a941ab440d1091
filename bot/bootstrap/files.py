"""What the service reads from files: policies, wording, rules, declarations; each read when first used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot.catalog.alert_rules import AlertRules, load_alert_rules
from bot.catalog.content import load_phrases, load_same_thing
from bot.catalog.fact_words import load_fact_words
from bot.catalog.figure_rules import FigureRules, load_figure_rules
from bot.catalog.learning_rules import LearningRules, load_learning_rules
from bot.catalog.levy_rules import load_levy_rules
from bot.catalog.levy_words import load_levy_words
from bot.catalog.load import load_catalogue
from bot.catalog.office_hours import load_office_hours
from bot.catalog.purposes import load_purposes
from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.register_words import WorkWords, load_work_words
from bot.catalog.registers import load_registers
from bot.catalog.registry_data import load_doubts
from bot.catalog.special_days import load_special_days
from bot.clock import SystemClock
from bot.core.answers.figures import shown
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.select import Likeness
from bot.core.eligibility.assessor import Assessor
from bot.core.handover.hours import Hours
from bot.core.handover.steps import Patience
from bot.core.levy.rules import LevyRules
from bot.core.levy.words import LevyWords
from bot.core.matching.words import Words
from bot.core.people.purposes import Purpose
from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import NATIONAL
from bot.core.registry.wording import Doubt
from bot.core.statements.words import FactWords
from bot.core.timing.special_days import SpecialDay
from bot.retrieval import load_terms
from bot.retrieval.terms import Terms
from bot.services.alerts.alert_times import AlertTimes
from bot.services.records.record_book import RecordBook
from bot.settings import Settings

HELPLINE = f"{NATIONAL}.institutions"
"""The measure whose `phone` parameter is the federation's phone."""


@dataclass
class Files:
    """Everything read from files. A broken file raises `CatalogueError` with every problem in it."""

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
    def office_hours(self) -> tuple[Hours, Patience]:
        """When staff are there, and how long either side of a handover may be silent."""
        return load_office_hours(self.settings.data_dir / "reference", self.gazetteer.codes())

    @cached_property
    def special_days(self) -> Mapping[str, SpecialDay]:
        """Days of the year on which staff announce something, by id."""
        return load_special_days(self.settings.data_dir / "reference")

    @cached_property
    def figure_rules(self) -> FigureRules:
        """What is counted for staff. Raises `CatalogueError` for a figure that no measure states."""
        return load_figure_rules(self.settings.data_dir / "reference", self.catalogue)

    @cached_property
    def learning_rules(self) -> LearningRules:
        """What is learnt from, and when a new model may take over."""
        return load_learning_rules(self.settings.data_dir / "reference")

    @cached_property
    def search_terms(self) -> Terms:
        """The slow half of a search."""
        reference, cache = self.settings.data_dir / "reference", self.settings.var_dir / "cache"
        return load_terms(self.knowledge, reference, cache_dir=cache)
