"""Everyday words find occupations; the published table is whole."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.catalog.registry_data import load_occupations
from bot.core.registry.occupations import Occupation, Occupations, find_occupation, is_code, lies_in, shared_levels
from bot.settings import ROOT

REFERENCE = ROOT / "data" / "reference"
OCCUPATIONS = load_occupations(REFERENCE)


def found(text: str) -> list[str]:
    return [candidate.occupation.code for candidate in find_occupation(text, OCCUPATIONS)]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("保洁", ["4-09-08"]),
        ("客服", ["4-04-05", "4-07-02"]),
        ("电商客服", ["4-01-06"]),
        ("按摩", ["4-10-04"]),
        ("盲人按摩", ["4-10-04"]),
        ("盲人医疗按摩", ["2-05"]),
        ("缝纫", ["6-05-01"]),
        ("车工", ["6-05-01", "6-18"]),
        ("快递分拣", ["4-02-07"]),
        ("绣娘", ["6-09-03"]),
        ("数据标注员", ["4-04-05"]),
        ("在超市收银", ["4-01-02"]),
        ("看大门的", ["4-07-05"]),
        ("养猪", ["5-03"]),
        ("进电子厂", ["6-25"]),
        ("就想坐办公室", ["3-01"]),
        ("Ｅxcel 打字录入", ["3-01-02"]),
        ("养老护理员或者保洁都行", ["4-10-01", "4-09-08"]),
        ("刺绣工", ["6-09-03"]),
        ("印章", []),
        ("什么都行", []),
        ("", []),
        ("的", []),
    ],
)
def test_what_people_say_finds_the_occupation(text: str, codes: list[str]) -> None:
    assert found(text) == codes


def test_a_longer_word_says_more_than_the_shorter_one_in_it() -> None:
    assert [candidate.word for candidate in find_occupation("想做网店客服，打字也行", OCCUPATIONS)] == [
        "网店客服",
        "打字",
    ]


def test_part_of_a_word_is_enough_where_nothing_else_is_found() -> None:
    assert found("护理") == ["4-10-01", "4-14-01"]


@pytest.mark.parametrize("code", OCCUPATIONS.codes())
def test_every_class_is_found_by_its_own_name(code: str) -> None:
    occupation = OCCUPATIONS.get(code)
    assert occupation is not None
    if code != "8":  # 8 and 8-00 bear the same name
        assert code in found(occupation.name)


def test_every_everyday_word_finds_its_class_first_or_beside_others() -> None:
    for code in OCCUPATIONS.codes():
        occupation = OCCUPATIONS.get(code)
        assert occupation is not None
        for word in occupation.synonyms:
            assert code in found(word), word


def test_the_table_has_all_major_and_minor_classes() -> None:
    with (REFERENCE / "occupations.csv").open(encoding="utf-8", newline="") as file:
        codes = [row["code"] for row in csv.DictReader(file)]
    assert sum(code.count("-") == 0 for code in codes) == 8
    by_class = [sum(code.count("-") == 1 and code[0] == str(first) for code in codes) for first in range(1, 9)]
    assert by_class == [6, 11, 4, 15, 6, 32, 4, 1]  # 79 in all, as published in 2022
    assert codes == sorted(codes)


def test_a_finer_code_is_known_by_the_class_it_lies_in() -> None:
    found_class = OCCUPATIONS.get("4-10-04-02")
    assert found_class is not None and found_class.code == "4-10-04"
    assert OCCUPATIONS.get("9-01") is None


@pytest.mark.parametrize("text", ["", "9", "0-01", "4-1", "4-10-", "4-10-04-02-01", "4－10", "4-10\n"])
def test_what_is_no_code(text: str) -> None:
    assert not is_code(text)


codes = st.sampled_from(["4", "4-1", "4-10", "4-10-04", "4-10-05", "4-01", "6", "6-05-01"]).filter(is_code)


@given(codes, codes)
def test_shared_levels_and_containment_agree(one: str, other: str) -> None:
    assert lies_in(one, other) is (shared_levels(one, other) == other.count("-") + 1)
    assert shared_levels(one, other) == shared_levels(other, one)


def test_a_code_stands_for_one_occupation() -> None:
    with pytest.raises(ValueError, match="4-10"):
        Occupations([Occupation("4-10", "甲"), Occupation("4-10", "乙")])
