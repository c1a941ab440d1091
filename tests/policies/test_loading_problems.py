"""Mistakes in policy files are found at load, with file, line and a sentence."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.bootstrap import Service
from bot.catalog.load import load_catalogue
from bot.catalog.problems import CatalogueError, Problem

MEASURES = "532622-yanshan/rural_transfer.yaml"


@pytest.fixture
def copy(policies_dir: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(policies_dir, tmp_path / "policies"))


@pytest.fixture
def problems(copy: Path, service: Service) -> Callable[[], list[Problem]]:
    def load() -> list[Problem]:
        with pytest.raises(CatalogueError) as caught:
            load_catalogue(copy, service.gazetteer.codes())
        return caught.value.problems

    return load


def change(file: Path, old: str, new: str) -> int:
    """Replace once; returns the line of the change."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    return text[: text.index(old)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("fact: transfer_pace_setter", "fact: no_such_fact", "facts.yaml 里没有这个事实"),
        ('value: "1000", clause: 表一5.3', 'value: "1000"', "没有写出处条款"),
        ('value: "1000", clause: 表一5.3', 'value: "1000", clause: 表一99', "没有条款“表一99”"),
        ('value: "1000"', 'value: "一千"', "不是数"),
        ("topic: rural_transfer", "topic: rural_transport", "没有“rural_transport”这个主题"),
        ("cites: [表一5.3]", "cites: [表九]", "没有条款“表九”"),
        ("force: by_rule", "force: sure", "force"),
        ("audience: [seeker]", "audiense: [seeker]", "audiense"),
        ("到省外打工{outside_province}", "到省外打工1200元", "数字要写成带条款的参数"),
        ("到省外打工{outside_province}", "到省外打工{abroad}", "没有参数“abroad”"),
        ("in: [in_province, out_of_province]", "in: [on_the_moon]", "没有“on_the_moon”这个选项"),
    ],
)
def test_a_mistake_in_a_measure(
    old: str, new: str, sentence: str, copy: Path, problems: Callable[[], list[Problem]]
) -> None:
    line = change(copy / MEASURES, old, new)
    found = [problem for problem in problems() if problem.file == copy / MEASURES]
    assert any(sentence in problem.sentence for problem in found), found
    assert any(abs(problem.line - line) <= 12 for problem in found)


@pytest.mark.parametrize(
    ("first_to", "second_from", "sentence"),
    [("2023-12-31", "2024-02-01", "没有值"), ("2023-12-31", "2023-12-01", "重叠"), ("2023-12-31", "2024-01-01", None)],
)
def test_gaps_and_overlaps_of_dated_values(
    first_to: str, second_from: str, sentence: str | None, copy: Path, service: Service
) -> None:
    dated = (
        f'values: [{{value: "1000", to: {first_to}, clause: 表一5.3}}, '
        f'{{value: "1200", from: {second_from}, clause: 表一5.3}}]'
    )
    change(copy / MEASURES, 'value: "1000", clause: 表一5.3', dated)
    if sentence is None:
        load_catalogue(copy, service.gazetteer.codes())
        return
    with pytest.raises(CatalogueError, match=sentence):
        load_catalogue(copy, service.gazetteer.codes())


def test_a_region_that_does_not_exist(copy: Path, problems: Callable[[], list[Problem]]) -> None:
    change(copy / "532622-yanshan/documents.yaml", '"532622"', '"999999"')
    assert any("999999 不存在" in problem.sentence for problem in problems())


def test_a_topic_left_without_a_word(copy: Path, problems: Callable[[], list[Problem]]) -> None:
    (copy / "532622-yanshan/kiosk.yaml").unlink()
    assert any("kiosk" in problem.sentence for problem in problems())


def test_a_point_nobody_states(copy: Path, problems: Callable[[], list[Problem]]) -> None:
    file = copy / "532622-yanshan/clauses.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text + "  - id: 表三1\n    heading: 新条款\n    points:\n      - gist: 没人写到的一点\n", encoding="utf-8"
    )
    found = problems()
    assert any("表三1" in problem.sentence for problem in found)
    assert re.search(r"clauses\.yaml:\d+: ", str(found[0]))


def test_broken_yaml_and_a_key_given_twice(copy: Path, problems: Callable[[], list[Problem]]) -> None:
    (copy / MEASURES).write_text("topic: [", encoding="utf-8")
    (copy / "532622-yanshan/kiosk.yaml").write_text("topic: kiosk\ntopic: levy\nmeasures: []\n", encoding="utf-8")
    sentences = [problem.sentence for problem in problems()]
    assert any("不是有效的 YAML" in sentence for sentence in sentences)
    assert any("写了两次" in sentence for sentence in sentences)
