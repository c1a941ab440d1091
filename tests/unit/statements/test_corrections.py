from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.policies.facts import Fact
from bot.core.statements.corrections import read_correction
from bot.core.statements.words import FactWords
from tests.unit.statements.tables import ON, all_known, table

CORRECTIONS = [row for content in table("corrections.yaml", "later_corrections.yaml") for row in content]


@pytest.mark.parametrize(("asked", "said", "meant"), CORRECTIONS, ids=str)
def test_a_correction_says_what_is_right(
    asked: str | None, said: str, meant: dict[str, Any] | None, words: FactWords, facts: Mapping[str, Fact]
) -> None:
    found = read_correction(said, (asked,) if asked else (), words, facts, ON)
    assert found == (None if meant is None else all_known(meant))
