from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from bot.core.policies.facts import Fact, FactType
from bot.core.statements.answers import Answer, DontKnow, NotAnAnswer, PreferNot, Value, chose_none, read_answer
from bot.core.statements.numbers_alone import Reason
from bot.core.statements.words import FactWords
from tests.unit.statements.tables import ON, known, rows

ANSWERS = rows("answers.yaml", "later_answers.yaml")
NAMED: dict[str, Answer] = {"dont_know": DontKnow(), "prefer_not": PreferNot(), "not_an_answer": NotAnAnswer()}


def _meant(written: Any, fact: Fact) -> Answer:
    if isinstance(written, dict) and "not_an_answer" in written:
        return NotAnAnswer(Reason(written["not_an_answer"]))
    is_value = fact.values is not None and written in fact.values if isinstance(written, str) else True
    return Value(known(written)) if is_value else NAMED[written]


@pytest.mark.parametrize(("fact", "said", "meant"), ANSWERS, ids=str)
def test_a_reply_is_taken_as_it_is_meant(
    fact: str, said: str, meant: Any, words: FactWords, facts: Mapping[str, Fact]
) -> None:
    assert read_answer(said, facts[fact], words, ON) == _meant(meant, facts[fact])


def test_every_option_is_an_answer_in_both_wordings(words: FactWords, facts: Mapping[str, Fact]) -> None:
    choices = [fact for fact in facts.values() if fact.type in (FactType.CHOICE, FactType.BOOLEAN)]
    missed = [
        (fact.id, text)
        for fact in choices
        for option in fact.options
        for text in (option.text.standard, option.text.easy)
        if read_answer(text, fact, words, ON) != Value(option.value)
    ]
    assert missed == []


@pytest.mark.parametrize("said", ["这是什么意思？", "为什么问这个", "你是谁", "招聘会在哪里", "你好"])
def test_a_question_back_or_another_topic_is_no_answer(said: str, words: FactWords, facts: Mapping[str, Fact]) -> None:
    taken = {fact.id for fact in facts.values() if read_answer(said, fact, words, ON) != NotAnAnswer()}
    assert taken == set()


@pytest.mark.parametrize(("said", "none"), [("都没有", True), ("以上都不是", True), ("没有", True), ("有低保", False)])
def test_none_of_a_list(said: str, none: bool, words: FactWords) -> None:
    assert chose_none(said, words) is none
