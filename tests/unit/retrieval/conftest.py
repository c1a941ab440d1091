"""The real policies and reference data. Unfinished clauses of a region are reported elsewhere: search works without."""

import datetime as dt
from pathlib import Path

import pytest

from bot.catalog.build import build_catalogue
from bot.catalog.checks import Checker
from bot.catalog.content import load_phrases
from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.sources import read_sources
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.select import Likeness
from bot.retrieval.search import ClauseSearch, load_terms
from bot.retrieval.terms import Terms

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT / "data" / "reference"
ON = dt.date(2026, 11, 21)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    gazetteer = load_gazetteer(REFERENCE)
    sources = read_sources(ROOT / "policies")
    catalogue = build_catalogue(sources, [Checker(sources, folder, gazetteer.codes) for folder in sources.regions])
    return Knowledge(catalogue, gazetteer, load_phrases(ROOT / "data" / "content" / "zh-CN"), "12385", Likeness())


@pytest.fixture(scope="session")
def terms(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Terms:
    return load_terms(knowledge, REFERENCE, tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def search(knowledge: Knowledge, terms: Terms) -> ClauseSearch:
    return ClauseSearch(knowledge, terms, ON)
