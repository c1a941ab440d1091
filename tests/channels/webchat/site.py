"""The web application over the real policies, with a stand-in for the language model, a fixed day, and no search."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from fastapi import FastAPI

from bot.api.app import Parts, build_app
from bot.catalog.content import load_cues, load_phrases
from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.core.answers.knowledge import Knowledge
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.places import Places
from bot.core.conversation.turn import Hit, Setting
from bot.interpreters.keywords import KeywordInterpreter
from bot.interpreters.rasa_http import RasaInterpreter
from bot.interpreters.understanding import Understanding
from bot.services.converse import Converse
from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.unit_of_work import SqlUnitsOfWork
from bot.storage.upgrade import upgrade
from tests.fakes.interpreter import FakeInterpreter


class FixedClock:
    """A day on which the answers of the tests are right."""

    def now(self) -> dt.datetime:
        return dt.datetime(2026, 11, 21, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

    def today(self) -> dt.date:
        return self.now().date()


class NoSearch:
    """Finds nothing: the page shows a search's result like any other reply."""

    def find(self, text: str, region: str | None, limit: int = 3) -> Sequence[Hit]:
        return ()


@cache
def knowledge() -> Knowledge:
    settings = Settings()
    gazetteer = load_gazetteer(settings.data_dir / "reference")
    catalogue = load_catalogue(settings.policies_dir, gazetteer.codes())
    return Knowledge(catalogue, gazetteer, load_phrases(settings.content_dir), "12385")


@cache
def dialogue() -> Dialogue:
    known = knowledge()
    places = Places(known.gazetteer, known.catalogue)
    return Dialogue(Setting(known, load_cues(Settings().content_dir), places, NoSearch()))


@asynccontextmanager
async def site(var_dir: Path, converse: Converse | None = None) -> AsyncIterator[FastAPI]:
    """The application on an empty database under `var_dir`."""
    engine = open_database(f"sqlite:///{var_dir / 'tongxing.db'}")
    await upgrade(engine)
    understanding = Understanding(RasaInterpreter("http://127.0.0.1:9"), KeywordInterpreter(knowledge().catalogue))
    served = converse or Converse(dialogue(), FakeInterpreter(), SqlUnitsOfWork(engine), FixedClock())
    try:
        yield build_app(Parts(served, understanding, knowledge(), engine))
    finally:
        await understanding.close()
        await engine.dispose()
