"""What follows from what was said: never against it, never less for knowing more; contradictions only where real."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.evaluate import evaluate, plain_rule
from bot.core.eligibility.inference import Contradiction, Inference
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import AllOf, Comparison, Criterion, FactTest, FactValue, Not, ParameterBound
from bot.core.policies.facts import Implication
from tests.unit.eligibility.rules import (
    FACTS,
    NAMES,
    VALUES,
    circumstances,
    condition_on,
    partly_known,
    people,
    unhurried,
)

YES, NO = Ternary.YES, Ternary.NO
Person = Mapping[str, FactValue]

conditions = (
    st.sampled_from(NAMES).flatmap(condition_on).filter(lambda test: not isinstance(test.value, ParameterBound))
)
premises: st.SearchStrategy[Criterion] = st.one_of(
    conditions, conditions.map(Not), st.tuples(conditions, conditions).map(AllOf)
)
implications = st.lists(st.builds(Implication, premises, conditions, st.just("这两样不能都对。")), max_size=5)


def true_of(person: Person, every: Sequence[Implication]) -> list[Implication]:
    """The implications that this person does not break."""
    return [each for each in every if each not in broken_by(person, every)]


def broken_by(person: Person, every: Sequence[Implication]) -> list[Implication]:
    """Those whose premise holds for the person and whose conclusion does not."""
    known = Circumstances(person)
    return [
        each
        for each in every
        if evaluate(plain_rule(each.when), known) is YES and evaluate(plain_rule(each.then), known) is NO
    ]


def possible(known: Known | None, name: str) -> frozenset[FactValue]:
    """The values that are left for a fact."""
    if known is None:
        return frozenset(VALUES[name])
    return known.values if isinstance(known, OneOf) else frozenset((known,))


@unhurried
@given(implications, circumstances)
def test_only_what_was_said_counts_so_that_inferring_twice_finds_no_more(
    every: list[Implication], known: Circumstances
) -> None:
    inference = Inference(FACTS, every)
    completed = inference.complete(known)
    assert inference.complete(completed) == completed
    assert inference.complete(replace(known, implied={"certificate": True, "grade": 3})) == completed


@unhurried
@given(implications, circumstances)
def test_what_was_said_stays(every: list[Implication], known: Circumstances) -> None:
    completed = Inference(FACTS, every).complete(known)
    assert completed.said == known.said
    assert completed.declined == known.declined
    for name, value in known.said.items():
        assert possible(completed.get(name), name) <= possible(value, name)


@unhurried
@given(implications, st.data(), people)
def test_what_follows_is_true_and_knowing_more_never_means_knowing_less(
    every: list[Implication], data: st.DataObject, person: Person
) -> None:
    inference = Inference(FACTS, true_of(person, every))
    less = data.draw(partly_known(person))
    more = less.saying({name: person[name] for name in data.draw(st.sets(st.sampled_from(NAMES)))})
    after_less, after_more = inference.complete(less), inference.complete(more)
    for name in NAMES:
        assert person[name] in possible(after_more.get(name), name)
        assert possible(after_more.get(name), name) <= possible(after_less.get(name), name)


@unhurried
@given(implications, people)
def test_who_said_everything_contradicts_exactly_the_implications_they_break(
    every: list[Implication], person: Person
) -> None:
    found = Inference(FACTS, every).contradictions(Circumstances(person))
    assert len(found) == len(broken_by(person, every))
    assert all(each.says == "这两样不能都对。" for each in found)


@unhurried
@given(implications, st.data(), people)
def test_nobody_whose_facts_can_all_be_true_is_told_of_a_contradiction(
    every: list[Implication], data: st.DataObject, person: Person
) -> None:
    inference = Inference(FACTS, true_of(person, every))
    assert inference.contradictions(data.draw(partly_known(person))) == []


GRADE = Implication(
    FactTest("grade", Comparison.IN, (1, 2, 3, 4)), FactTest("certificate", Comparison.IS, True), "等级写在证上。"
)
CHILD = Implication(
    FactTest("age", Comparison.LESS_THAN, 16), FactTest("wants_work", Comparison.IS, False), "未满16岁。"
)
KINDS = Implication(
    FactTest("wants_work", Comparison.IS, True), FactTest("kind", Comparison.IN, ("visual", "hearing")), "只有两类。"
)


@pytest.mark.parametrize(
    ("said", "implied"),
    [
        ({"grade": 2}, {"certificate": True}),
        ({"grade": OneOf(frozenset((1, 2)))}, {"certificate": True}),
        ({"certificate": True}, {}),
        ({"age": 15}, {"wants_work": False}),
        ({"age": 16}, {}),
        # Backwards: who wants to work is of one of two kinds; who is of the third does not want to.
        ({"wants_work": True}, {"kind": OneOf(frozenset(("visual", "hearing")))}),
        ({"kind": "multiple"}, {"wants_work": False}),
        # What is known only so far becomes clear.
        ({"wants_work": True, "kind": OneOf(frozenset(("hearing", "multiple")))}, {"kind": "hearing"}),
    ],
)
def test_what_follows(said: dict[str, Known], implied: dict[str, Known]) -> None:
    completed = Inference(FACTS, [GRADE, CHILD, KINDS]).complete(Circumstances(said))
    assert completed.implied == implied
    assert {name: completed.get(name) for name in implied} == implied


def test_what_followed_is_gone_when_the_answer_is_corrected() -> None:
    inference = Inference(FACTS, [GRADE, CHILD, KINDS])
    child = inference.complete(Circumstances({"age": 15}))
    assert inference.complete(child.saying({"age": 16})).implied == {}
    assert inference.complete(child.without(["age"])).implied == {}
    assert inference.complete(child.declining(["age"])).implied == {}


@pytest.mark.parametrize(
    ("said", "facts"),
    [
        ({"age": 15, "wants_work": True}, ("age", "wants_work")),
        ({"grade": 1, "certificate": False}, ("grade", "certificate")),
        ({"grade": OneOf(frozenset((3, 4))), "certificate": False}, ("grade", "certificate")),
        ({"wants_work": True, "kind": "multiple"}, ("wants_work", "kind")),
    ],
)
def test_contradictions_name_their_facts(said: dict[str, Known], facts: tuple[str, ...]) -> None:
    (found,) = Inference(FACTS, [GRADE, CHILD, KINDS]).contradictions(Circumstances(said))
    assert found.facts == facts
    assert found.says


@pytest.mark.parametrize(
    ("said", "contradicts"),
    [
        ({"age": 20, "share": Decimal("20.01")}, True),
        ({"age": 20, "share": Decimal("20.00")}, False),
        ({"age": 20, "share": Decimal("1")}, False),
        ({"share": Decimal("1")}, False),
        ({"age": 20}, False),
        ({"age": OneOf(frozenset((20, 30))), "share": Decimal("25")}, False),
    ],
)
def test_a_part_is_not_above_its_whole(said: dict[str, Known], contradicts: bool) -> None:
    facts = {**FACTS, "share": replace(FACTS["share"], not_above="age")}
    found = Inference(facts, []).contradictions(Circumstances(said))
    assert found == ([Contradiction(("share", "age"), None)] if contradicts else [])


def test_what_was_declined_is_never_asked_again_unless_it_is_said_or_follows() -> None:
    known = Circumstances({"grade": 1, "age": 30}).declining(["grade", "certificate"])
    assert known.get("grade") is None
    assert known.is_settled("grade")
    assert not known.saying({"grade": 2}).declined & {"grade"}
    assert Inference(FACTS, [GRADE]).complete(known.saying({"grade": 2})).get("certificate") is True
