"""The only wiring: settings in, a service out. Reads files; opens nothing that needs closing but the engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.catalog.content import load_cues, load_phrases, load_same_thing
from bot.catalog.fact_words import load_fact_words
from bot.catalog.levy_rules import load_levy_rules
from bot.catalog.levy_words import load_levy_words
from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.clock import SystemClock
from bot.core.answers.figures import shown
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.select import Likeness
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.places import Places
from bot.core.conversation.turn import Setting
from bot.core.eligibility.assessor import Assessor
from bot.core.levy.rules import LevyRules
from bot.core.levy.words import LevyWords
from bot.core.phrases import Phrases
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.imported import ImportedClause
from bot.core.regions.gazetteer import Gazetteer
from bot.core.regions.region import NATIONAL
from bot.core.statements.words import FactWords
from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.rasa_http import RasaInterpreter
from bot.interpreters.understanding import Understanding
from bot.retrieval import ClauseSearch, load_terms
from bot.secret_keys import secret_keys
from bot.services.converse import Converse
from bot.services.errands import Handlers
from bot.services.find_people import FindPeople
from bot.services.profiles import KeepProfiles
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.encryption import Cipher
from bot.storage.unit_of_work import SqlUnitsOfWork

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
    def engine(self) -> AsyncEngine:
        """The database."""
        if self.settings.embedded:
            self.settings.var_dir.mkdir(parents=True, exist_ok=True)
        return open_database(self.settings.database)

    @cached_property
    def units_of_work(self) -> SqlUnitsOfWork:
        """Transactions on the database."""
        return SqlUnitsOfWork(self.engine, Cipher(secret_keys(self.settings)))

    @cached_property
    def keep_profiles(self) -> KeepProfiles:
        """The use case that keeps what people consented to be kept."""
        return KeepProfiles(self.assessor)

    @cached_property
    def find_people(self) -> FindPeople:
        """The use case that tells people of measures that fit them."""
        return FindPeople(self.assessor, self.knowledge, self.units_of_work)

    @cached_property
    def handlers(self) -> Handlers:
        """Who carries out what the conversation asks for."""
        return {}

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
            )
        )

    def understanding(self, url: str) -> Understanding:
        """The trained model at `url`, with keywords to fall back on."""
        return Understanding(RasaInterpreter(url), KeywordInterpreter(self.catalogue))

    def converse(self, dialogue: Dialogue, understanding: Understanding) -> Converse:
        """The use case behind every channel."""
        keep, default = self.keep_profiles, self.settings.default_region
        return Converse(dialogue, understanding, self.units_of_work, self.clock, keep, self.handlers, default)
