"""Rows of the feature list that are answered from the documents: what each region says, and does not say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.answers.compose import compose
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.policies.measures import Role

TODAY = dt.date(2026, 11, 21)
CASES: list[dict[str, Any]] = [
    case
    for path in sorted((Path(__file__).parent / "feature_rows").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def _name(case: dict[str, Any]) -> str:
    return f"{case['row']}-{case['region']}-{case['question']}"


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_row(case: dict[str, Any], knowledge: Knowledge) -> None:
    role = Role(case["role"]) if "role" in case else None
    on = case.get("day", TODAY)
    answer = compose(Query(case["topic"], case["question"], case["region"], role, on), knowledge)
    first = answer.replies[0].text
    assert answer.outcome.value == case.get("outcome", "answered"), first
    for words in case.get("first", ()):
        assert words in first
    for words in case.get("says", ()):
        assert words in first + answer.detail
    for words in case.get("first_not", ()):
        assert words not in first
    for words in case.get("says_not", ()):
        assert words not in first + answer.detail
    if "measure" in case:
        assert answer.measures[0] == f"{case['region']}.{case['measure']}"
    if "clause" in case:
        assert case["clause"] in {citation.clause for citation in answer.citations}
