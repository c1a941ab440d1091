from __future__ import annotations

from collections.abc import Mapping

import pytest

from bot.bootstrap import Service
from bot.core.policies.facts import Fact
from bot.core.statements.words import FactWords
from tests.builders import real


@pytest.fixture(scope="session")
def service() -> Service:
    return real()


@pytest.fixture(scope="session")
def words(service: Service) -> FactWords:
    return service.fact_words


@pytest.fixture(scope="session")
def facts(service: Service) -> Mapping[str, Fact]:
    return service.catalogue.facts
