"""Mistakes in `levy-rules.yaml` are found when the policies are loaded, with file, line and a sentence."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import Service
from bot.catalog.levy_rules import FILE, check_levy_rules, load_levy_rules
from bot.catalog.problems import CatalogueError
from bot.core.levy.parameters import parameters_on
from bot.core.policies.documents import Evidence
from bot.core.policies.measures import Force
from bot.settings import ROOT

TEXT = (ROOT / "policies" / FILE).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("000000.levy_headcount", "000000.levy_heads", "没有编号为“000000.levy_heads”的措施"),
        ("000000.levy_reduction_half.share", "000000.levy_half.share", "没有编号为“000000.levy_half”的措施"),
        ("levy_reduction_half.share", "levy_reduction_half.part", "没有参数“part”"),
        ("levy_cap.cap_multiple", "levy_ratio.minimum_ratio", "单位应当是 multiple"),
        ("reward_topic: over_quota_reward", "reward_topic: rewards", "没有“rewards”这个主题"),
        ("topic: levy,", "topic: dues,", "没有“dues”这个主题"),
        ("parameter: ratio}", "parameter: contract}", "000000.levy_headcount.contract”的单位应当是 percent"),
        ("cap:", "lid:", "lid"),
        ("cap: ", "cap: [", "YAML"),
    ],
)
def test_a_mistake_has_a_line_and_a_sentence(
    old: str, new: str, sentence: str, tmp_path: Path, service: Service
) -> None:
    assert old in TEXT
    (tmp_path / FILE).write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CatalogueError) as caught:
        check_levy_rules(tmp_path, service.catalogue)
    line = TEXT[: TEXT.index(old)].count("\n") + 1
    found = [problem for problem in caught.value.problems if sentence in problem.sentence]
    assert found
    assert found[0].file == tmp_path / FILE
    assert abs(found[0].line - line) <= 1


def test_the_duty_must_begin_some_day(tmp_path: Path, service: Service) -> None:
    (tmp_path / FILE).write_text(TEXT, encoding="utf-8")
    duty = service.catalogue.measure("000000.levy_duty")
    endless = replace(duty, period=replace(duty.period, start=None))
    measures = tuple(endless if measure is duty else measure for measure in service.catalogue.measures)
    with pytest.raises(CatalogueError, match="起始日期"):
        load_levy_rules(tmp_path, replace(service.catalogue, measures=measures))


def test_policies_without_the_file_are_no_mistake_but_have_no_levy(tmp_path: Path, service: Service) -> None:
    check_levy_rules(tmp_path, service.catalogue)
    with pytest.raises(CatalogueError, match="缺少这个文件"):
        load_levy_rules(tmp_path, service.catalogue)


@pytest.mark.parametrize(
    ("change", "ratio"),
    [
        ({}, "0.016"),
        ({"evidence": Evidence.UNCONFIRMED}, None),
        ({"force": Force.NOT_STATED}, None),
    ],
)
def test_a_provinces_ratio_needs_only_a_confirmed_measure(
    change: dict[str, object], ratio: str | None, service: Service
) -> None:
    henan = service.catalogue.measure("410000.levy")
    guizhou = replace(henan, id="520000.levy_ratio", region="520000", **change)  # type: ignore[arg-type]
    catalogue = replace(service.catalogue, measures=(*service.catalogue.measures, guizhou))
    found = parameters_on(service.levy_rules, catalogue, "520100", 2024).local_ratio
    assert (str(found.value) if found else None) == ratio
    assert parameters_on(service.levy_rules, catalogue, "520100", 2024).day == dt.date(2024, 12, 31)
