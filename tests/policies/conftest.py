from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Service
from bot.core.answers.knowledge import Knowledge
from bot.settings import ROOT, Settings


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Service:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var")))


@pytest.fixture(scope="session")
def knowledge(service: Service) -> Knowledge:
    return service.knowledge


@pytest.fixture(scope="session")
def policies_dir() -> Path:
    return ROOT / "policies"
