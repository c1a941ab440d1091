from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from bot.bootstrap import Service
from bot.core.answers.knowledge import Knowledge
from bot.core.levy.assessment import LevyAssessment, assess
from bot.core.levy.given import LevyInput
from bot.core.levy.parameters import LevyParameters, parameters_on
from bot.core.levy.rules import LevyRules
from bot.settings import Settings


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var"), default_region=None))


@pytest.fixture(scope="session")
def knowledge(service: Service) -> Knowledge:
    return service.knowledge


@pytest.fixture(scope="session")
def rules(service: Service) -> LevyRules:
    return service.levy_rules


@pytest.fixture(scope="session")
def parameters(service: Service) -> Callable[..., LevyParameters]:
    """What holds in a year and a region."""

    def on(year: int, region: str | None = None) -> LevyParameters:
        return parameters_on(service.levy_rules, service.catalogue, region, year)

    return on


@pytest.fixture(scope="session")
def levy(parameters: Callable[..., LevyParameters]) -> Callable[..., LevyAssessment]:
    """The levy of an employer with these numbers, written as text."""

    def of(year: int, region: str | None = None, **said: str) -> LevyAssessment:
        kind = said.pop("kind", None)
        numbers = {name: Decimal(text) for name, text in said.items()}
        given = LevyInput(year=year, kind=kind, **numbers)  # type: ignore[arg-type]
        return assess(given, parameters(year, region))

    return of
