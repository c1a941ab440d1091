"""The real reference data: these tests state what a user would notice."""

from pathlib import Path

import pytest

from bot.catalog.regions_csv import load_gazetteer
from bot.core.regions import Gazetteer

REFERENCE = Path(__file__).parents[3] / "data" / "reference"


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    return load_gazetteer(REFERENCE)
