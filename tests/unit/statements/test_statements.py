from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import OneOf
from bot.core.policies.facts import Fact
from bot.core.statements.answers import Value, read_answer
from bot.core.statements.reading import read_statement
from bot.core.statements.words import FactWords
from tests.builders import real
from tests.unit.statements.tables import ON, all_known, rows

SENTENCES = rows("sentences.yaml", "later_sentences.yaml")
SERVICE = real()


@pytest.mark.parametrize(("about", "said", "meant"), SENTENCES, ids=lambda part: part if isinstance(part, str) else "")
def test_what_is_said_is_read_and_nothing_else(
    about: str, said: str, meant: dict[str, Any], words: FactWords, facts: Mapping[str, Fact]
) -> None:
    theirs = {name: fact for name, fact in facts.items() if fact.about == about}
    assert read_statement(said, words, theirs, ON) == all_known(meant)


TEXTS = st.text(
    "我你他不没有是吗能想的一二三四十岁级户口残疾证低保工作农村城镇开店公司编制人0123456789，。？ ab\n", max_size=60
)


@settings(deadline=None)
@given(TEXTS)
def test_any_text_is_read_without_failing_and_only_possible_values_come_out(text: str) -> None:
    facts, words = SERVICE.catalogue.facts, SERVICE.fact_words
    read = list(read_statement(text, words, facts, ON).items())
    for fact in facts.values():
        answer = read_answer(text, fact, words, ON)
        read += [(fact.id, answer.known)] if isinstance(answer, Value) else []
    for name, value in read:
        fact, told = facts[name], value.values if isinstance(value, OneOf) else {value}
        assert fact.values is None or told <= fact.values
        assert (
            fact.minimum is None or fact.maximum is None or all(fact.minimum <= each <= fact.maximum for each in told)
        )


def test_only_the_facts_asked_for_are_read(words: FactWords, facts: Mapping[str, Fact]) -> None:
    age = {"age": facts["age"]}
    assert read_statement("肢体二级 38岁 我们单位编制67人", words, age, ON) == {"age": 38}


@pytest.mark.parametrize(("year", "ages"), [(2026, {37, 38}), (2027, {38, 39})])
def test_an_age_told_by_its_year_grows_with_the_day(
    year: int, ages: set[int], words: FactWords, facts: Mapping[str, Fact]
) -> None:
    read = read_statement("我是88年的", words, facts, ON.replace(year=year))
    assert getattr(read["age"], "values", None) == ages
