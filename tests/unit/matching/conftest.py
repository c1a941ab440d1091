from __future__ import annotations

import pytest

from bot.catalog.content import load_phrases
from bot.catalog.regions_csv import load_gazetteer
from bot.catalog.registry_data import load_conditions, load_occupations
from bot.core.matching.words import Words
from bot.settings import ROOT, Settings

REFERENCE = ROOT / "data" / "reference"


@pytest.fixture(scope="session")
def words() -> Words:
    """The real wording, regions, occupations and conditions."""
    return Words(
        load_phrases(Settings().content_dir),
        load_gazetteer(REFERENCE),
        load_occupations(REFERENCE),
        load_conditions(REFERENCE),
    )
