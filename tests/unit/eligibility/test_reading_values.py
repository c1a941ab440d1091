"""Facts as people write them into files, and everything that can be wrong with them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances, OneOf
from bot.core.eligibility.values import read_facts
from bot.core.policies.facts import About, Option
from bot.core.policies.measures import Wording
from tests.unit.eligibility.rules import FACTS, unhurried

KINDS = (
    Option("visual", Wording("视力", "看不见")),
    Option("hearing", Wording("听力", "听不见")),
    Option("none", Wording("没有", "没有")),
)
DICTIONARY = {
    **FACTS,
    "certificate": replace(FACTS["certificate"], label="残疾人证"),
    "kind": replace(FACTS["kind"], label="残疾类别", options=KINDS),
    "age": replace(FACTS["age"], label="年龄"),
    "posts": replace(FACTS["age"], id="posts", label="编制数", about=About.EMPLOYER),
}
PLACES = {"砚山县": "532622", "532622": "532622"}


def said(raw: dict[str, Any]) -> dict[str, Any]:
    """What was read, with nothing wrong."""
    found = read_facts(raw, DICTIONARY, PLACES.get)
    assert found.problems == ()
    return dict(found.known.said)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        *(({"certificate": yes}, True) for yes in (True, "true", "True", "yes", 1, "1", "是", "有", "对", " 是 ")),
        *(({"certificate": no}, False) for no in (False, "false", "no", 0, "否", "没有", "无", "不是")),
        ({"残疾人证": "有"}, True),
        ({"kind": "visual"}, "visual"),
        ({"kind": "视力"}, "visual"),
        ({"kind": "看不见"}, "visual"),
        ({"残疾类别": "听力"}, "hearing"),
        ({"kind": "没有"}, "none"),
        ({"age": 38}, 38),
        ({"age": "38"}, 38),
        ({"age": " 38 "}, 38),
        ({"age": 38.0}, 38),
        ({"age": "３８"}, 38),
        ({"age": 0}, 0),
        ({"age": 120}, 120),
        ({"grade": 1}, 1),
        ({"share": "1.50"}, Decimal("1.5")),
        ({"share": 1.1}, Decimal("1.1")),
        ({"share": 0}, Decimal(0)),
        ({"share": 100}, Decimal(100)),
        ({"since": "2024-12-31"}, dt.date(2024, 12, 31)),
        ({"since": dt.date(2024, 12, 31)}, dt.date(2024, 12, 31)),
        ({"home": "砚山县"}, "532622"),
        ({"home": 532622}, "532622"),
        ({"grade": [1, 2]}, OneOf(frozenset((1, 2)))),
        ({"grade": [2]}, 2),
        ({"grade": [2, "2"]}, 2),
        ({"kind": ["视力", "hearing"]}, OneOf(frozenset(("visual", "hearing")))),
    ],
)
def test_values_are_read_as_people_write_them(raw: dict[str, Any], value: Any) -> None:
    (found,) = said(raw).values()
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("nothing", [None, "", " ", "不知道", "不清楚", "不想说", "unknown"])
def test_not_knowing_is_not_a_value(nothing: Any) -> None:
    found = read_facts({"certificate": nothing, "age": nothing}, DICTIONARY, PLACES.get)
    assert found.problems == ()
    assert found.known == Circumstances(declined=frozenset(("certificate", "age")))


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"certificate": "也许"}, "not_yes_or_no"),
        ({"certificate": 2}, "not_yes_or_no"),
        ({"kind": "膝盖"}, "not_an_option"),
        ({"kind": True}, "not_an_option"),
        ({"age": "三十八"}, "not_a_number"),
        ({"age": "38岁"}, "not_a_number"),
        ({"age": True}, "not_a_number"),
        ({"age": "NaN"}, "not_a_number"),
        ({"share": "sNaN"}, "not_a_number"),
        ({"share": float("inf")}, "not_a_number"),
        ({"age": {"years": 38}}, "not_a_number"),
        ({"age": "38.5"}, "not_whole"),
        ({"age": -1}, "too_small"),
        ({"grade": 0}, "too_small"),
        ({"age": 121}, "too_large"),
        ({"age": "1e999999"}, "too_large"),
        ({"grade": 5}, "too_large"),
        ({"share": "100.01"}, "too_large"),
        ({"since": "2024-02-30"}, "not_a_date"),
        ({"since": "去年"}, "not_a_date"),
        ({"home": "火星"}, "unknown_region"),
        ({"grade": []}, "empty_list"),
        ({"grade": [1, 9]}, "too_large"),
        ({"agee": 38}, "unknown_fact"),
        ({"": 38}, "unknown_fact"),
    ],
)
def test_every_mistake_is_named_with_its_field_and_value(raw: dict[str, Any], kind: str) -> None:
    found = read_facts({**raw, "wants_work": "是"}, DICTIONARY, PLACES.get)
    (problem,) = found.problems
    ((key, value),) = raw.items()
    assert (problem.kind, problem.key, problem.value) == (kind, key, str(value))
    assert found.known.said == {"wants_work": True}


def test_all_mistakes_are_told_at_once() -> None:
    found = read_facts({"age": -1, "grade": 9, "certificate": "?"}, DICTIONARY, PLACES.get)
    assert [problem.key for problem in found.problems] == ["age", "grade", "certificate"]


def test_a_misspelt_name_is_told_what_it_may_have_been() -> None:
    (problem,) = read_facts({"残疾人证明": "有"}, DICTIONARY, PLACES.get).problems
    assert problem.near[0] == "残疾人证"


@pytest.mark.parametrize(
    ("raw", "about"),
    [
        ({"age": 38}, {About.PERSON}),
        ({"posts": 67}, {About.EMPLOYER}),
        ({"posts": "不知道"}, {About.EMPLOYER}),
        ({"age": 38, "编制数": 67}, {About.PERSON, About.EMPLOYER}),
        ({}, set()),
    ],
)
def test_whose_facts_they_are(raw: dict[str, Any], about: set[About]) -> None:
    assert read_facts(raw, DICTIONARY, PLACES.get).about == about


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
    max_leaves=4,
)


@unhurried
@given(st.dictionaries(st.sampled_from([*DICTIONARY, "残疾人证", "年龄", "x"]) | st.text(max_size=5), anything))
def test_whatever_stands_in_a_file_is_a_fact_a_gap_or_a_mistake(raw: dict[str, Any]) -> None:
    found = read_facts(raw, DICTIONARY, PLACES.get)
    assert len(raw) >= len(found.known.said) + len(found.known.declined) + len(found.problems)
    for name, value in found.known.said.items():
        values = value.values if isinstance(value, OneOf) else {value}
        assert DICTIONARY[name].values is None or values <= DICTIONARY[name].values
