"""What people type: numbers in every writing, and a sentence for each thing that cannot be."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from bot.core.answers.knowledge import Knowledge
from bot.core.levy.checking import Reading, read_input
from bot.core.levy.given import Kind, LevyInput, missing, worth_asking
from bot.core.levy.parameters import LevyParameters
from bot.core.levy.reading import read_people, read_percent, read_yuan
from bot.core.levy.rules import LevyRules

Parameters = Callable[..., LevyParameters]
Read = Callable[..., Reading]
RIGHT = {"year": "2024", "employees": "100", "placed": "1", "average_wage": "80000"}


@pytest.fixture(scope="session")
def read(rules: LevyRules, knowledge: Knowledge) -> Read:
    """Read texts, the right ones of `RIGHT` unless others are given."""

    def texts(**typed: str) -> Reading:
        return read_input({**RIGHT, **typed}, rules, knowledge)

    return texts


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("80000", "80000"),
        ("80,000.50元", "80000.5"),
        ("8万", "80000"),
        ("7.2万元", "72000"),
        ("７２０００", "72000"),
        ("９６，５４３．２１", "96543.21"),
        (" ¥80000 ", "80000"),
        ("1,234,567", "1234567"),
        ("-5", "-5"),
        ("负5", "-5"),
        ("abc", None),
        ("", None),
        ("nan", None),
        ("inf", None),
        ("1e5", None),
        ("8,00", None),
        ("1.", None),
        ("٣", None),
        ("80000人", None),
        ("9" * 30, None),
    ],
)
def test_money(text: str, yuan: str | None) -> None:
    assert read_yuan(text) == (Decimal(yuan) if yuan else None)


@pytest.mark.parametrize(
    ("text", "people"),
    [("120人", "120"), ("2.5", "2.5"), ("1.2万人", "12000"), ("３名", "3"), ("120元", None), ("一百", None)],
)
def test_people(text: str, people: str | None) -> None:
    assert read_people(text) == (Decimal(people) if people else None)


@pytest.mark.parametrize(
    ("text", "ratio"), [("1.5%", "0.015"), ("1.6％", "0.016"), ("百分之1.6", "0.016"), ("1.5", None), ("1.5%%", None)]
)
def test_percent(text: str, ratio: str | None) -> None:
    assert read_percent(text) == (Decimal(ratio) if ratio else None)


def test_everything_right_is_read(read: Read) -> None:
    reading = read(
        year="２０２４年",
        kind="事业单位",
        severe="1",
        social_average_wage="7万",
        ratio="0.015",
        dispatched_employees="10",
        dispatched_placed="0",
    )
    assert reading.complaints == ()
    assert reading.given == LevyInput(
        year=2024,
        employees=Decimal(100),
        kind=Kind.INSTITUTION,
        placed=Decimal(1),
        severe=Decimal(1),
        average_wage=Decimal(80000),
        social_average_wage=Decimal(70000),
        ratio=Decimal("0.015"),
        dispatched_employees=Decimal(10),
        dispatched_placed=Decimal(0),
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_kinds_of_the_contract(kind: Kind, read: Read) -> None:
    assert read(kind=kind.value).given.kind is kind


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("employees", "0", ["在职职工人数", "大于零"]),
        ("employees", "-1", ["在职职工人数", "负数"]),
        ("employees", "2000万", ["在职职工人数", "10,000,000"]),
        ("employees", "nan", ["在职职工人数“nan”", "看不懂"]),
        ("placed", "-0.5", ["安排的残疾人数", "负数"]),
        ("placed", "101", ["安排的残疾人数（101人）", "在职职工人数（100人）"]),
        ("severe", "2", ["重度残疾人数（2人）", "安排的残疾人数（1人）"]),
        ("average_wage", "0", ["平均年工资", "大于零"]),
        ("average_wage", "-8万", ["平均年工资", "负数"]),
        ("average_wage", "2亿", ["平均年工资", "看不懂"]),
        ("average_wage", "20000万", ["平均年工资", "100,000,000"]),
        ("social_average_wage", "0", ["社会平均工资", "大于零"]),
        ("social_average_wage", "abc", ["社会平均工资", "看不懂"]),
        ("year", "2006", ["所属年度", "2007", "残疾人就业条例", "国务院令第488号"]),
        ("year", "2101", ["所属年度", "2100"]),
        ("year", "24", ["所属年度“24”", "四位数"]),
        ("year", "去年", ["所属年度", "四位数"]),
        ("ratio", "1.5", ["征收比例", "1.5%", "0.015"]),
        ("ratio", "0.5", ["征收比例", "0.5%", "0.005"]),
        ("ratio", "150%", ["征收比例", "太高"]),
        ("ratio", "-1.5%", ["征收比例", "负数"]),
        ("ratio", "1.4%", ["征收比例", "法定最低比例1.5%", "第八条"]),
        ("ratio", "0", ["征收比例", "法定最低比例1.5%"]),
        ("ratio", "百分之几", ["征收比例", "看不懂", "1.5%"]),
        ("kind", "个体工商户", ["单位性质", *[kind.value for kind in Kind], "企业", "民办非企业单位", "机关"]),
        ("dispatched_employees", "5", ["派遣人员", "还缺派遣人员中的残疾人数"]),
        ("dispatched_placed", "1", ["派遣人员", "还缺派遣人数"]),
    ],
)
def test_a_mistake_names_the_field_and_what_is_possible(field: str, text: str, words: list[str], read: Read) -> None:
    complaints = read(**{field: text}).complaints
    assert len(complaints) == 1
    assert [word for word in words if word not in complaints[0].sentence] == []


def test_dispatched_people_must_fit_among_themselves(read: Read) -> None:
    typed = {"dispatched_employees": "5", "dispatched_placed": "6", "dispatched_severe": "7"}
    assert [complaint.field for complaint in read(**typed).complaints] == ["dispatched_placed", "dispatched_severe"]
    only_severe = read(dispatched_severe="1").complaints
    assert [complaint.field for complaint in only_severe] == ["dispatched_employees", "dispatched_placed"]


def test_all_mistakes_are_told_at_once_and_the_rest_is_read(read: Read) -> None:
    reading = read(employees="x", average_wage="0", year="1999", ratio="1%")
    assert [complaint.field for complaint in reading.complaints] == ["year", "employees", "average_wage"]
    assert reading.given.placed == 1


def test_one_severely_disabled_person_may_be_the_whole_staff(read: Read) -> None:
    """Counted twice they are more than the head count, which is no mistake."""
    assert read(employees="1", placed="1", severe="1").complaints == ()


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({}, ("employees", "placed", "average_wage")),
        ({"employees": 20}, ("kind", "placed", "average_wage")),
        ({"employees": 20, "kind": Kind.ENTERPRISE}, ()),
        ({"employees": 20, "kind": Kind.GOVERNMENT}, ("placed", "average_wage")),
        ({"employees": 31}, ("placed", "average_wage")),
        ({"employees": 31, "placed": 1, "average_wage": 1}, ()),
    ],
)
def test_what_is_missing_for_a_figure(said: dict[str, object], fields: tuple[str, ...], parameters: Parameters) -> None:
    assert missing(_input(said), parameters(2024)) == fields


def test_the_kind_is_not_asked_where_there_is_no_relief(parameters: Parameters) -> None:
    assert missing(_input({"employees": 20}), parameters(2019)) == ("placed", "average_wage")


def test_the_year_is_asked_first() -> None:
    assert missing(LevyInput(), None) == ("year", "employees", "placed", "average_wage")


@pytest.mark.parametrize(
    ("year", "region", "said", "fields"),
    [
        (2024, "410300", {"employees": 100, "placed": 1}, ("severe", "social_average_wage")),
        (2024, None, {"employees": 100, "placed": 0}, ("social_average_wage", "ratio")),
        (2016, "520000", {"employees": 100, "placed": 0}, ("ratio",)),
        (2024, None, {"employees": 20, "kind": Kind.ENTERPRISE}, ()),
    ],
)
def test_what_is_worth_asking(
    year: int, region: str | None, said: dict[str, object], fields: tuple[str, ...], parameters: Parameters
) -> None:
    assert worth_asking(_input(said), parameters(year, region)) == fields


def _input(said: dict[str, object]) -> LevyInput:
    numbers = {name: Decimal(value) if isinstance(value, int) else value for name, value in said.items()}
    return LevyInput(year=2024, **numbers)  # type: ignore[arg-type]
