"""The table of feature rows says of every row how it is done and which test shows it."""

from __future__ import annotations

import re

import pytest
import yaml

from bot.settings import ROOT
from tests.unit.records.desk import real_registers

LINES = (ROOT / "docs" / "feature-rows.md").read_text(encoding="utf-8").splitlines()
TABLE = {line.split("|")[1].strip(): line for line in LINES if re.match(r"\| S\d\d \|", line)}
ROWS = [f"S{number:02}" for number in range(1, 95)]
SCENARIOS = "tests/unit/records/scenarios.yaml"


def test_every_row_stands_in_the_table_once() -> None:
    assert [line.split("|")[1].strip() for line in LINES if re.match(r"\| S\d", line)] == ROWS


@pytest.mark.parametrize("row", ROWS)
def test_what_a_row_names_is_there(row: str) -> None:
    cells = TABLE[row].split("|")
    paths = re.findall(r"tests/[\w./-]+", cells[5])
    assert cells[3].strip()
    assert paths
    assert [path for path in paths if not (ROOT / path).is_file()] == []
    registers = {register.id for register in real_registers().values() if row in register.rows}
    assert set(re.findall(r"`(\w+)`", cells[4])) == registers
    assert bool(registers) == (SCENARIOS in paths)


@pytest.mark.parametrize("row", ROWS)
def test_the_answers_a_row_points_to_are_asked_for(row: str) -> None:
    for path in re.findall(r"tests/policies/feature_rows/[\w.]+", TABLE[row]):
        cases = yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))
        assert any(case["row"] == row for case in cases)
