"""What holds for every rule and every person: what is decided stays decided, and is decided neither early nor late."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances, OneOf
from bot.core.eligibility.determination import Candidate, determine
from bot.core.eligibility.evaluate import deciding, evaluate, leaves
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import AllOf, AnyOf, Criterion, FactValue, Not
from bot.core.policies.documents import Status
from tests.unit.eligibility.plain_evaluation import PLAIN, completions, plain, value_for
from tests.unit.eligibility.rules import (
    NAMES,
    VALUES,
    circumstances,
    criteria,
    measure,
    once_criteria,
    partly_known,
    people,
    rule,
    shuffled,
    unhurried,
)

YES, NO, UNKNOWN = Ternary.YES, Ternary.NO, Ternary.UNKNOWN
names = st.sampled_from(NAMES)


@unhurried
@given(criteria(), circumstances)
def test_a_rule_comes_out_as_its_criteria_read_by_hand(criterion: Criterion, known: Circumstances) -> None:
    assert PLAIN[evaluate(rule(criterion), known)] == plain(criterion, known)


@unhurried
@given(criteria(), people.flatmap(lambda person: st.tuples(st.just(person), partly_known(person))), names)
def test_a_further_fact_never_takes_back_a_verdict(
    criterion: Criterion, told: tuple[dict[str, FactValue], Circumstances], name: str
) -> None:
    person, known = told
    before = evaluate(rule(criterion), known)
    after = evaluate(rule(criterion), known.saying({name: person[name]}))
    assert before is UNKNOWN or after is before


@unhurried
@given(st.data(), criteria(), circumstances)
def test_the_order_of_conditions_does_not_matter(
    data: st.DataObject, criterion: Criterion, known: Circumstances
) -> None:
    found = rule(criterion)
    other = data.draw(shuffled(found))
    assert evaluate(other, known) is evaluate(found, known)
    assert set(deciding(other, known)) == set(deciding(found, known))


@unhurried
@given(criteria(), circumstances)
def test_not_turns_yes_and_no_around_and_twice_is_nothing(criterion: Criterion, known: Circumstances) -> None:
    assert evaluate(rule(Not(criterion)), known) is ~evaluate(rule(criterion), known)
    assert rule(Not(Not(criterion))) == rule(criterion)


@unhurried
@given(criteria(), criteria())
def test_not_all_is_any_not(one: Criterion, other: Criterion) -> None:
    assert rule(Not(AllOf((one, other)))) == rule(AnyOf((Not(one), Not(other))))
    assert rule(Not(AnyOf((one, other)))) == rule(AllOf((Not(one), Not(other))))


@unhurried
@given(criteria(), circumstances)
def test_what_is_decided_holds_whatever_else_is_true(criterion: Criterion, known: Circumstances) -> None:
    found = rule(criterion)
    verdict = evaluate(found, known)
    facts = list(dict.fromkeys(leaf.fact for leaf in leaves(found)))
    outcomes = {evaluate(found, completed) for completed in completions(facts, known)}
    assert UNKNOWN not in outcomes
    assert verdict is UNKNOWN or outcomes == {verdict}


@unhurried
@given(once_criteria(), circumstances)
def test_nothing_is_left_open_that_is_certain(criterion: Criterion, known: Circumstances) -> None:
    """Where no fact occurs twice; otherwise “old or not old” is open until the age is known."""
    found = rule(criterion)
    facts = [leaf.fact for leaf in leaves(found)]
    outcomes = {evaluate(found, completed) for completed in completions(facts, known)}
    assert evaluate(found, known) is (UNKNOWN if len(outcomes) > 1 else outcomes.pop())


@unhurried
@given(once_criteria(), circumstances, names, st.data())
def test_one_of_several_values_decides_exactly_if_all_agree(
    criterion: Criterion, known: Circumstances, name: str, data: st.DataObject
) -> None:
    values = data.draw(st.sets(st.sampled_from(VALUES[name]), min_size=2))
    found = rule(criterion)
    outcomes = {evaluate(found, known.saying({name: value})) for value in values}
    together = evaluate(found, known.saying({name: OneOf(frozenset(values))}))
    assert together is (UNKNOWN if len(outcomes) > 1 else outcomes.pop())


@unhurried
@given(criteria(), circumstances)
def test_the_deciding_facts_alone_make_the_verdict(criterion: Criterion, known: Circumstances) -> None:
    found = rule(criterion)
    facts = {leaf.fact for leaf in deciding(found, known)}
    alone = replace(known, said={name: value for name, value in known.said.items() if name in facts})
    assert evaluate(found, alone) is evaluate(found, known)


@unhurried
@given(once_criteria(), circumstances)
def test_a_no_is_gone_when_everything_that_decided_it_is_repaired(criterion: Criterion, known: Circumstances) -> None:
    found = rule(criterion)
    if evaluate(found, known) is NO:
        repaired = known.saying({leaf.fact: value_for(leaf) for leaf in deciding(found, known)})
        assert evaluate(found, repaired) is not NO


@unhurried
@given(criteria(), people.flatmap(lambda person: st.tuples(st.just(person), partly_known(person))))
def test_the_missing_facts_are_enough_to_decide(
    criterion: Criterion, told: tuple[dict[str, FactValue], Circumstances]
) -> None:
    person, known = told
    candidate = Candidate(measure(criterion), rule(criterion), Status.IN_FORCE)
    missing = determine(candidate, known).missing
    assert bool(missing) is (evaluate(candidate.rule, known) is UNKNOWN)
    assert all(known.get(name) is None or isinstance(known.get(name), OneOf) for name in missing)
    assert evaluate(candidate.rule, known.saying({name: person[name] for name in missing})) is not UNKNOWN
