"""What may be typed into a field, and what is said when it cannot be read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.records.certificate import NotACertificate, person_of, read_certificate
from bot.core.records.fields import Field, FieldType, Value
from bot.core.records.merging import joined
from bot.core.records.periods import PeriodKind, last_day, period_of, period_text, periods_between, read_period
from bot.core.records.plain import from_plain, to_plain
from bot.core.records.showing import masked, shown
from bot.core.records.values import NotAValue, read_value
from tests.unit.records.desk import CERTIFICATE

OPTIONS = {"a": "机关", "b": "水、电、气费用", "c": "电信"}


def field(kind: str, **more: Any) -> Field:
    options = OPTIONS if kind in ("choice", "choices") else None
    return Field("x", "某项", FieldType(kind), options=options, **more)


def region(text: str) -> str | None:
    return {"洛阳市": "410300", "410300": "410300"}.get(text)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("text", "  市图书馆 ", "市图书馆"),
        ("text", 12.0, "12"),
        ("integer", "１２", 12),
        ("integer", 12.0, 12),
        ("integer", "1,200", 1200),
        ("decimal", "0.5", Decimal("0.5")),
        ("money", "5,000.50元", Decimal("5000.50")),
        ("date", "2026-11-21", dt.date(2026, 11, 21)),
        ("date", "2026年1月2日", dt.date(2026, 1, 2)),
        ("date", "2026/1/2", dt.date(2026, 1, 2)),
        ("date", "20261121", dt.date(2026, 11, 21)),
        ("date", dt.datetime(2026, 11, 21, 8, 30, tzinfo=dt.UTC), dt.date(2026, 11, 21)),
        ("date", dt.date(2026, 11, 21), dt.date(2026, 11, 21)),
        ("year", "2026年", "2026"),
        ("year", 2026, "2026"),
        ("quarter", "2026年第四季度", "2026Q4"),
        ("quarter", "2026q4", "2026Q4"),
        ("choice", "机关", "a"),
        ("choice", "a", "a"),
        ("choices", "电信、机关，电信", ("c", "a")),
        ("choices", "水、电、气费用；机关", ("b", "a")),
        ("choices", ["a", "电信"], ("a", "c")),
        ("boolean", "是", True),
        ("boolean", False, False),
        ("boolean", 0, False),
        ("region", "洛阳市", "410300"),
        ("phone", "138 0013 8000", "13800138000"),
        ("phone", "0379-63912345", "0379-63912345"),
        ("phone", "12385", "12385"),
        ("certificate", "11010519491231002x42 ", CERTIFICATE),
        ("certificate", "11010519491231002X42B1", CERTIFICATE + "B1"),
        ("record", "k7qd-2m9x-4rta", "K7QD-2M9X-4RTA"),
    ],
)
def test_what_is_read(kind: str, raw: object, value: object) -> None:
    read = read_value(field(kind), raw, region)
    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    ("kind", "raw", "problem"),
    [
        ("text", "长" * 201, "too_long"),
        ("integer", "两个", "not_a_number"),
        ("integer", True, "not_a_number"),
        ("integer", "1.5", "not_whole"),
        ("integer", "-1", "too_small"),
        ("decimal", "nan", "not_a_number"),
        ("money", "1.005", "not_money"),
        ("date", "2026-02-30", "not_a_date"),
        ("date", "明天", "not_a_date"),
        ("year", "26", "not_a_year"),
        ("quarter", "2026Q5", "not_a_quarter"),
        ("choice", "私企", "not_an_option"),
        ("choices", "机关、私企", "not_an_option"),
        ("boolean", "也许", "not_yes_or_no"),
        ("region", "火星", "unknown_region"),
        ("phone", "1380013800", "not_a_phone"),
        ("certificate", "110105194912310021", "certificate_form"),
        ("certificate", "11010519491231002142", "certificate_digit"),
        ("certificate", "11010519491231002X82", "certificate_form"),
        ("certificate", 1.1010519491231e19, "certificate_as_number"),
        ("record", "12345", "not_a_record"),
    ],
)
def test_what_is_not_read(kind: str, raw: object, problem: str) -> None:
    with pytest.raises(NotAValue, match=f"^{problem}$"):
        read_value(field(kind), raw, region)


@given(
    st.integers(110000, 659999),
    st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)),
    st.integers(0, 999),
    st.sampled_from("1234567"),
    st.sampled_from("1234"),
)
def test_exactly_one_check_digit_fits(place: int, born: dt.date, order: int, kind: str, grade: str) -> None:
    digits = f"{place}{born:%Y%m%d}{order:03}"
    fitting = []
    for check in "0123456789X":
        try:
            fitting.append(read_certificate(f"{digits}{check}{kind}{grade}"))
        except NotACertificate:
            continue
    assert len(fitting) == 1


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(position: int, off: int) -> None:
    wrong = str((int(CERTIFICATE[position]) + off) % 10)
    with pytest.raises(NotACertificate):
        read_certificate(CERTIFICATE[:position] + wrong + CERTIFICATE[position + 1 :])


def test_a_person_stays_the_same_with_another_grade_and_a_new_certificate() -> None:
    assert person_of(CERTIFICATE) == person_of("11010519491231002X23B2") == "11010519491231002X"
    assert person_of("W001") == "W001"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("money", Decimal("5000.50")),
        ("date", dt.date(2026, 11, 21)),
        ("choices", ("a", "c")),
        ("boolean", True),
        ("integer", 3),
        ("text", "市图书馆"),
    ],
)
def test_values_survive_storage(kind: str, value: Value) -> None:
    assert from_plain({"x": to_plain(value), "gone": 1}, {"x": field(kind)}) == {"x": value}


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31)), st.sampled_from([PeriodKind.YEAR, PeriodKind.QUARTER]))
def test_a_day_lies_in_its_period_and_the_period_reads_back(day: dt.date, kind: PeriodKind) -> None:
    period = period_of(kind, day)
    assert period is not None
    assert day <= last_day(period)
    assert period_of(kind, last_day(period)) == period
    assert period_of(kind, last_day(period) + dt.timedelta(days=1)) != period
    assert read_period(kind, period_text(period)) == period


def test_periods_between_days() -> None:
    first, last = dt.date(2022, 8, 15), dt.date(2023, 1, 1)
    assert periods_between(PeriodKind.QUARTER, first, last) == ("2022Q3", "2022Q4", "2023Q1")
    assert periods_between(PeriodKind.YEAR, first, last) == ("2022", "2023")
    assert periods_between(PeriodKind.ONCE, first, last) == ()


def test_values_in_words() -> None:
    assert shown(field("choices"), ("a", "c"), str) == "机关、电信"
    assert shown(field("money"), Decimal("5000.5"), str) == "5,000.50"
    assert shown(field("boolean"), False, str) == "否"
    assert shown(field("quarter"), "2026Q4", str) == "2026年第4季度"


def test_masked_values_do_not_tell_who_or_what_grade() -> None:
    assert masked(field("text"), "李某某") == "李＊"
    assert masked(field("phone"), "13800138000") == "＊8000"
    assert masked(field("certificate"), CERTIFICATE) == "＊"
    assert masked(field("long_text"), "视力一级") == "＊"


def test_two_lists_of_one_person_are_joined() -> None:
    kept: dict[str, Value] = {"school": "甲", "sources": ("a",)}
    added: dict[str, Value] = {"school": "乙", "sources": ("c", "a"), "phone": "12385"}
    assert joined(kept, added) == {"school": "甲", "sources": ("a", "c"), "phone": "12385"}
