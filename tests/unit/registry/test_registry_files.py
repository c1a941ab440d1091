"""The published reference files are whole, and mistakes in them are found with file, line and a sentence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.catalog.problems import CatalogueError
from bot.catalog.registry_data import (
    CONDITIONS,
    DOUBTS,
    MOST_CONDITIONS,
    OCCUPATIONS,
    load_conditions,
    load_doubts,
    load_occupations,
)
from bot.core.registry.conditions import REMOTE
from bot.settings import ROOT

REFERENCE = ROOT / "data" / "reference"
CONDITION_LIST = load_conditions(REFERENCE)


@pytest.mark.parametrize(
    ("load", "file", "old", "new", "sentence"),
    [
        (load_occupations, OCCUPATIONS, "code,name,synonyms", "code,name", "列名要写成"),
        (load_occupations, OCCUPATIONS, "4-10-04,", "4-10-4,", "要有代码"),
        (load_occupations, OCCUPATIONS, "4-10-04,", "4-10-03,", "4-10-03 写了两次"),
        (load_occupations, OCCUPATIONS, "4-10,", "4-98,", "上级 4-10"),
        (load_conditions, CONDITIONS, "group: access", "groups: access", "groups"),
        (load_conditions, CONDITIONS, "easy: 没有台阶}", "simple: 没有台阶}", "easy"),
        (load_conditions, CONDITIONS, "remote:", "at_home:", "remote"),
        (load_conditions, CONDITIONS, "step_free:", "lift:", "写了两次"),
        (load_doubts, DOUBTS, "kind: needless", "kind: useless", "kind"),
        (load_doubts, DOUBTS, "000000.report_abuse_hiring", "report_abuse_hiring", "measure"),
        (load_doubts, DOUBTS, "(健全|健壮)'", "(健全|健壮'", "不是正则表达式"),
        (load_doubts, DOUBTS, "4-02-05", "搬运", "不是职业代码"),
    ],
)
def test_a_mistake_has_a_sentence(
    load: Callable[[Path], object], file: str, old: str, new: str, sentence: str, tmp_path: Path
) -> None:
    text = (REFERENCE / file).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError, match=sentence) as caught:
        load(tmp_path)
    assert all(problem.file == tmp_path / file for problem in caught.value.problems)


def test_a_mistake_in_a_row_names_its_line(tmp_path: Path) -> None:
    (tmp_path / OCCUPATIONS).write_text("code,name,synonyms\n4,服务,\nx,保洁,\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match=f"{OCCUPATIONS}:3: "):
        load_occupations(tmp_path)


def test_the_conditions_asked_for_are_there() -> None:
    wanted = {"step_free", "lift", "seated", "no_lifting", "text_communication", "sign_language", "screen_reader"}
    wanted |= {"large_print", "quiet", "simple_steps", "flexible_hours", "breaks", "helper_allowed"}
    wanted |= {"toilet_accessible", "guide_dog", "shuttle", "no_shifts", REMOTE}
    assert wanted <= set(CONDITION_LIST)
    assert len(CONDITION_LIST) <= MOST_CONDITIONS


@pytest.mark.parametrize("name", CONDITION_LIST)
def test_conditions_are_asked_in_plain_questions(name: str) -> None:
    condition = CONDITION_LIST[name]
    for asked in (condition.asks_seeker, condition.asks_employer):
        assert asked.standard.endswith("？") and asked.easy.endswith("？")
        assert len(asked.easy) <= 15
    assert not condition.name.standard.endswith(("。", "？"))


def test_no_two_conditions_are_called_the_same() -> None:
    for words in (
        [each.name.standard for each in CONDITION_LIST.values()],
        [each.name.easy for each in CONDITION_LIST.values()],
    ):
        assert len(set(words)) == len(words)
