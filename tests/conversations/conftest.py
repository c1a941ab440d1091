from __future__ import annotations

import pytest

from bot.bootstrap import Service
from bot.core.conversation.dialogue import Dialogue
from bot.settings import Settings


@pytest.fixture(scope="session")
def dialogue(tmp_path_factory: pytest.TempPathFactory) -> Dialogue:
    return Service(Settings(var_dir=tmp_path_factory.mktemp("var"))).dialogue()
