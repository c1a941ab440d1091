"""What one answer says of another: each implication has a sentence, saves a question, and shows a contradiction."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.evaluate import leaves, plain_rule
from bot.core.eligibility.inference import Inference
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import Fact, FactType, Implication
from tests.builders import real

CATALOGUE = real().catalogue
FACTS = CATALOGUE.facts
INFERENCE = Inference(FACTS, CATALOGUE.implications)
CASES = yaml.safe_load((Path(__file__).parent / "implication_cases.yaml").read_text(encoding="utf-8"))


def _value(fact: str, written: Any) -> FactValue:
    return Decimal(str(written)) if FACTS[fact].type is FactType.DECIMAL else written


def _known(written: dict[str, Any]) -> Circumstances:
    return Circumstances({fact: _value(fact, value) for fact, value in written.items()})


def _expected(fact: str, written: Any) -> Known:
    return OneOf(frozenset(written)) if isinstance(written, list) else _value(fact, written)


def _broken(case: dict[str, Any]) -> list[Implication]:
    """The implications of which this case holds the premise and denies the conclusion."""
    said = {*case["given"], *case["but"]}
    told = {found.says for found in INFERENCE.contradictions(_known({**case["given"], **case["but"]}))}
    return [
        each
        for each in CATALOGUE.implications
        if each.says in told
        and each.then.fact in case["but"]
        and {leaf.fact for leaf in leaves(plain_rule(each.when))} <= said
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["it"])
def test_it_follows_and_the_contrary_is_noticed(case: dict[str, Any]) -> None:
    completed = INFERENCE.complete(_known(case["given"]))
    for fact, written in case.get("then", {}).items():
        assert completed.get(fact) == _expected(fact, written)
    assert _broken(case), "nobody notices the contradiction"


def test_every_implication_has_a_case() -> None:
    shown = [each for case in CASES for each in _broken(case)]
    assert [each.says for each in CATALOGUE.implications if each not in shown] == []


def test_every_implication_says_something_of_its_own() -> None:
    says = [each.says for each in CATALOGUE.implications]
    assert [sentence for sentence in says if says.count(sentence) > 1] == []


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda fact: fact.id)
def test_no_single_answer_contradicts_itself(fact: Fact) -> None:
    for value in _possible(fact):
        assert INFERENCE.contradictions(Circumstances({fact.id: value})) == [], value


def _possible(fact: Fact) -> list[FactValue]:
    """All values of a fact; of a number its ends and every whole number that an implication could turn at."""
    if fact.values is not None:
        return sorted(fact.values, key=str)
    if fact.minimum is None or fact.maximum is None:
        return []
    near = {fact.minimum, fact.maximum, *(Decimal(number) for number in range(121))}
    within = sorted(number for number in near if fact.minimum <= number <= fact.maximum)
    return [number if fact.type is FactType.DECIMAL else int(number) for number in within]


def test_what_only_an_office_decides_is_never_implied() -> None:
    assert [each.says for each in CATALOGUE.implications if FACTS[each.then.fact].by_office] == []


def test_nobody_is_told_of_another_kind_of_asker() -> None:
    mixed = [
        each.says
        for each in CATALOGUE.implications
        for leaf in leaves(plain_rule(each.when))
        if FACTS[leaf.fact].about is not FACTS[each.then.fact].about
    ]
    assert mixed == []
