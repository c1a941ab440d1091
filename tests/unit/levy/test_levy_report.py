"""What stands beside the amount: steps with sources, notes, the reward, and what to do next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bot.core.answers.knowledge import Knowledge
from bot.core.levy.assessment import LevyAssessment
from bot.core.levy.document import to_document
from bot.core.levy.given import Kind
from bot.core.levy.lines import to_lines
from bot.core.levy.report import LevyReport, report
from bot.core.levy.rules import LevyRules

TODAY = dt.date(2026, 11, 21)
Tell = Callable[..., LevyReport]
HUNDRED = {"employees": "100", "placed": "0", "average_wage": "100000", "social_average_wage": "90000"}


@pytest.fixture(scope="session")
def tell(levy: Callable[..., LevyAssessment], rules: LevyRules, knowledge: Knowledge) -> Tell:
    """The report for an employer with these numbers."""

    def of(year: int, region: str | None = None, **said: Any) -> LevyReport:
        return report(levy(year, region, **said), rules, knowledge, TODAY)

    return of


def noted(told: LevyReport, *words: str) -> bool:
    """Whether one note holds all the words."""
    return any(all(word in note for word in words) for note in told.notes)


def test_each_step_shows_its_figures_its_rule_and_where_that_stands(tell: Tell, knowledge: Knowledge) -> None:
    said = {"employees": "200", "placed": "2", "severe": "1", "average_wage": "26万", "social_average_wage": "11万"}
    said = {name: text.replace("万", "0000") for name, text in said.items()}
    document = to_document(tell(2024, "410300", **said), knowledge)
    steps = {step["step"]: step for step in document["steps"]}
    assert list(steps) == ["headcount", "counted", "ratio", "gap", "wage", "base", "relief"]
    assert steps["counted"]["calculation"] == "2 + 1（重度的多算） = 3人"
    assert steps["gap"]["calculation"] == "200 × 1.6% - 3 = 0.2人"
    assert steps["wage"]["calculation"] == "260,000元，超过2 × 110,000 = 220,000元，按220,000元算"
    assert steps["relief"]["calculation"] == "安排3人，达到200 × 1% = 2人：44,000 × 50% = 22,000元"
    assert [step["value"] for step in document["steps"]] == ["200", "3", "0.016", "0.2", "220000", "44000", "22000"]
    assert document["payable"] == "22000.00"
    assert all(step["rule"] and step["source"]["document"] and step["source"]["clause"] for step in steps.values())
    assert steps["relief"]["source"]["number"] == "财政部公告2023年第8号"
    assert steps["base"]["source"] == {
        "document": "残疾人就业保障金征收使用管理办法",
        "number": "财税〔2015〕72号",
        "clause": "第八条",
        "evidence": "repost",
    }


@pytest.mark.parametrize(
    ("year", "wage", "calculation"),
    [
        (2017, "270000", "270,000元，没有超过3 × 90,000 = 270,000元"),
        (2018, "180000.01", "180,000.01元，超过2 × 90,000 = 180,000元，按180,000元算"),
        (2016, "270000", "270,000元（2016年度没有查到上限规定）"),
    ],
)
def test_the_cap_of_the_year(year: int, wage: str, calculation: str, tell: Tell) -> None:
    steps = {step.name: step.calculation for step in tell(year, **{**HUNDRED, "average_wage": wage}).steps}
    assert steps["wage"] == calculation


def test_dispatched_people_are_shown_on_both_sides(tell: Tell) -> None:
    told = tell(2024, **HUNDRED, dispatched_employees="10", dispatched_placed="1", dispatched_severe="1")
    steps = {step.name: step.calculation for step in told.steps}
    assert steps["headcount"] == "本单位100 + 派遣10 = 110人"
    assert steps["counted"] == "本单位0 + 派遣1 + 1（重度的多算） = 2人"
    assert noted(told, "派遣", "书面约定", "不能再算")
    assert not noted(told, "2020年")
    assert not noted(tell(2024, **HUNDRED), "派遣")


def test_the_citations_are_those_of_the_answer_document(tell: Tell, knowledge: Knowledge) -> None:
    citations = to_document(tell(2024, "410300", **HUNDRED), knowledge)["citations"]
    assert {citation["number"] for citation in citations} >= {"财税〔2015〕72号", "财税〔2018〕39号"}
    relief = next(citation for citation in citations if citation["number"] == "财政部公告2023年第8号")
    assert relief == {
        "document": "关于延续实施残疾人就业保障金优惠政策的公告",
        "number": "财政部公告2023年第8号",
        "clause": "残保金优惠",
        "region": "000000",
        "effective_from": "2020-01-01",
        "effective_to": "2027-12-31",
        "status": "in_force",
    }
    assert len(citations) == len({tuple(citation.values()) for citation in citations})


@pytest.mark.parametrize(
    ("region", "said", "words"),
    [
        ("520000", {}, ["贵州省", "2024年度", "没有确认", "法定最低比例1.5%"]),
        (None, {}, ["当地2024年度", "没有确认"]),
        ("000000", {}, ["当地2024年度", "没有确认"]),
        ("520000", {"ratio": "0.017"}, ["1.7%", "您写的", "核对"]),
        ("410300", {"ratio": "0.017"}, ["河南省", "1.6%", "您写的是1.7%"]),
    ],
)
def test_a_ratio_that_is_not_confirmed_is_said_to_be(
    region: str | None, said: dict[str, str], words: list[str], tell: Tell
) -> None:
    assert noted(tell(2024, region, **HUNDRED, **said), *words)


@pytest.mark.parametrize("said", [{}, {"ratio": "0.016"}])
def test_nothing_is_noted_of_the_regions_own_ratio(said: dict[str, str], tell: Tell) -> None:
    assert not noted(tell(2024, "410300", **HUNDRED, **said), "比例")


def test_the_kind_is_noted_where_it_was_taken_for_granted_or_gives_no_exemption(tell: Tell) -> None:
    assert noted(tell(2024, **HUNDRED), "没有写单位性质", "按企业算")
    assert not noted(tell(2024, **HUNDRED, kind=Kind.ENTERPRISE), "企业")
    assert not noted(tell(2024, **HUNDRED, kind=Kind.GOVERNMENT), "免缴")
    assert noted(tell(2024, **{**HUNDRED, "employees": "30"}, kind=Kind.GOVERNMENT), "不超过30人的企业免缴", "机关")


def test_a_cap_that_was_not_checked_is_noted_with_what_to_ask_for(tell: Tell) -> None:
    said = {name: text for name, text in HUNDRED.items() if name != "social_average_wage"}
    assert noted(tell(2024, **said), "没有核对上限", "城镇非私营单位和城镇私营单位", "加权平均")
    assert not noted(tell(2024, **HUNDRED), "没有核对上限")
    assert not noted(tell(2016, **said), "没有核对上限")
    assert not noted(tell(2024, **{**said, "placed": "5"}), "没有核对上限")


@pytest.mark.parametrize(("wage", "noticed"), [("6000", True), ("19999.99", True), ("20000", False)])
def test_a_wage_that_looks_like_one_months_is_noted(wage: str, noticed: bool, tell: Tell) -> None:
    assert noted(tell(2024, **{**HUNDRED, "average_wage": wage}), "平均年工资", "一个月") is noticed
    assert noted(tell(2024, **{**HUNDRED, "social_average_wage": wage}), "社会平均工资", "一个月") is noticed


@pytest.mark.parametrize(
    ("year", "end", "after"), [(2026, False, False), (2027, True, False), (2028, True, True), (2100, True, True)]
)
def test_the_end_of_the_relief_is_noted(year: int, end: bool, after: bool, tell: Tell) -> None:
    told = tell(year, **HUNDRED)
    assert noted(told, "2027年12月31日", "未经确认") is end
    assert noted(told, "按没有优惠算") is after
    assert ("relief" in [step.name for step in told.steps]) is not after


@pytest.mark.parametrize(("year", "noticed"), [(2007, True), (2014, True), (2015, False)])
def test_years_before_the_formula_are_computed_and_noted(year: int, noticed: bool, tell: Tell) -> None:
    assert noted(tell(year, **HUNDRED), "财税〔2015〕72号", f"{year}年度还没有", "只作参考") is noticed


def test_dispatched_people_in_years_before_their_rule_are_noted(tell: Tell) -> None:
    dispatched = {"dispatched_employees": "1", "dispatched_placed": "0"}
    assert noted(tell(2019, **HUNDRED, **dispatched), "财政部公告2019年第98号", "从2020年起")


def test_rounding_is_noted_only_where_it_changed_the_amount(tell: Tell) -> None:
    assert noted(tell(2024, **{**HUNDRED, "average_wage": "100000.01"}), "四舍五入")
    assert not noted(tell(2024, **HUNDRED), "四舍五入")


@pytest.mark.parametrize(
    ("region", "measure", "ratio", "words"),
    [
        ("532622", "532622.over_quota_reward", "1.5%", ["按规定给奖励", "没有写", "已到期", "国办发〔2025〕23号"]),
        ("410303", "410300.over_quota_reward", "1.6%", ["没有写"]),
        ("110000", "000000.over_quota_reward", "1.5%", ["没有统一金额"]),
        (None, "000000.over_quota_reward", "1.5%", ["没有统一金额"]),
    ],
)
def test_who_placed_more_than_they_must_is_told_of_the_regions_reward(
    region: str | None, measure: str, ratio: str, words: list[str], tell: Tell, knowledge: Knowledge
) -> None:
    told = tell(2024, region, **{**HUNDRED, "placed": "2"})
    document = to_document(told, knowledge)
    assert document["over_quota"]
    assert document["reward"]["measure"] == measure
    assert document["reward"]["amounts"] == []
    assert [word for word in words if word not in document["reward"]["says"]] == []
    assert f"安排人数超过了职工总数的{ratio}" in list(to_lines(told, knowledge))


def test_a_reward_is_not_offered_below_the_ratio(tell: Tell, knowledge: Knowledge) -> None:
    document = to_document(tell(2024, **HUNDRED), knowledge)
    assert (document["over_quota"], document["reward"]) == (False, None)


def test_filing_is_told_also_where_nothing_is_due(tell: Tell, knowledge: Knowledge) -> None:
    told = tell(2024, **{**HUNDRED, "employees": "30"}, kind=Kind.ENTERPRISE)
    document = to_document(told, knowledge)
    assert [step["step"] for step in document["steps"]] == ["headcount", "exempt"]
    assert [advice["measure"] for advice in document["next"]] == [
        "000000.levy_two_steps",
        "000000.levy_late_declaration",
        "000000.levy_windows",
    ]
    text = "\n".join(to_lines(told, knowledge))
    assert text.startswith("2024年度残保金：不用缴（0.00元），但要申报")
    assert "不用缴的也要申报" in text
    assert "再安排一名" not in text


def test_lines_begin_with_the_amount_and_the_place(tell: Tell, knowledge: Knowledge) -> None:
    lines = list(to_lines(tell(2024, "410300", **HUNDRED), knowledge))
    assert lines[:2] == ["2024年度残保金：144,000.00元", "地区：河南省洛阳市"]
    assert "1. 在职职工人数：100人" in lines
    assert "- 一般的：缴30,000.00元，少缴114,000.00元" in lines
    assert "- 重度的：缴0.00元，少缴144,000.00元" in lines
    assert list(to_lines(tell(2024, "000000", **HUNDRED), knowledge))[:2] == ["2024年度残保金：135,000.00元", ""]
