"""A small real service for tests: a few policies, the real wording and regions, SQLite, and a day that stands still.

    service = await small_service(tmp_path)
    handled = await service.converse_with().handle("web:1", Incoming("去外省打工有补贴吗"))
    await service.close()

The policies stand under `tests/data/policies/` (砚山县, 蓟州区 and a little national), so that no test depends on what
the real ones say today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy.engine import make_url

from bot.bootstrap import Service
from bot.catalog.figure_rules import FigureRules
from bot.clock import SystemClock
from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.dialogue import Dialogue
from bot.core.levy.rules import LevyRules
from bot.core.policies.catalogue import Catalogue
from bot.core.regions.gazetteer import Gazetteer
from bot.core.registry.conditions import WorkCondition
from bot.services.conversation.converse import Converse
from bot.services.ports import Interpreter
from bot.services.records.record_book import RecordBook
from bot.settings import ROOT, Settings
from tests.databases import newest_file
from tests.fakes.interpreter import FakeInterpreter

TODAY = dt.date(2026, 11, 21)
"""砚山县's plan has ended by then, 蓟州区's has not."""
ZONE = "Asia/Shanghai"
POLICIES = ROOT / "tests" / "data" / "policies"


class FixedClock(SystemClock):
    """Ten in the morning of one day, for ever."""

    def __init__(self, day: dt.date = TODAY) -> None:
        super().__init__(ZONE)
        self._moment = dt.datetime.combine(day, dt.time(10), ZoneInfo(ZONE))

    def now(self) -> dt.datetime:
        """The moment it was set to."""
        return self._moment


@dataclass
class StillService(Service):
    """The service of `bot.bootstrap` with its clock stopped."""

    @cached_property
    def clock(self) -> FixedClock:
        """The stopped clock."""
        return FixedClock()

    @cached_property
    def levy_rules(self) -> LevyRules:
        """The real ones: the small catalogue has no levy."""
        return real().levy_rules

    @cached_property
    def figure_rules(self) -> FigureRules:
        """The real ones: the small catalogue lacks some plans."""
        return real().figure_rules

    @cached_property
    def record_book(self) -> RecordBook:
        """The real one: registers rest on the real documents."""
        return real_book()


@dataclass
class SmallService(StillService):
    """A database of its own; what is only read is shared between tests."""

    @cached_property
    def catalogue(self) -> Catalogue:
        """The small catalogue."""
        return small().catalogue

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """All regions."""
        return small().gazetteer

    @cached_property
    def knowledge(self) -> Knowledge:
        """The small catalogue with everything around it."""
        return small_dialogue().setting.knowledge

    def converse_with(self, interpreter: Interpreter | None = None) -> Converse:
        """The use case behind every channel; unless given an interpreter, topics are told by `FakeInterpreter`."""
        reader = interpreter or FakeInterpreter()
        keep, default = self.keep_people, self.settings.default_region
        parts = (self.units_of_work, self.clock, keep, self.handlers, default, self.note_questions)
        return Converse(small_dialogue(), reader, *parts)

    async def close(self) -> None:
        """Close the database."""
        await self.engine.dispose()


async def small_service(tmp_path: Path, **settings: object) -> SmallService:
    """The service with a migrated SQLite database under `tmp_path`; further settings by their names."""
    service = SmallService(_settings(tmp_path, **settings))
    database = make_url(service.settings.database).database
    if service.settings.embedded and database is not None and not Path(database).exists():
        tmp_path.mkdir(parents=True, exist_ok=True)
        Path(database).write_bytes(newest_file())
    await service.upgrade()
    return service


@cache
def real() -> Service:
    """The real policies, declarations and words, read once since nothing changes them; its database is never opened."""
    return Service(Settings())


def real_book() -> RecordBook:
    """All registers."""
    return real().record_book


def real_conditions() -> Mapping[str, WorkCondition]:
    """All work conditions."""
    return real().work_words.conditions


@cache
def small() -> StillService:
    """The small policies and what is made of them, read once since nothing changes them; without a database."""
    return StillService(_settings(ROOT / "var"))


@cache
def small_dialogue() -> Dialogue:
    """The conversation core over the small catalogue."""
    return small().dialogue()


def _settings(var_dir: Path, **settings: object) -> Settings:
    """Settings that nothing in the environment can point at a real database."""
    fixed = {"var_dir": var_dir, "policies_dir": POLICIES, "database_url": "", "default_region": None}
    return Settings.model_validate({**fixed, **settings})
