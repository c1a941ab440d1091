"""Interviews over the real policies: fewer questions than the whole form, and never another verdict."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.catalog.load import load_catalogue
from bot.catalog.regions_csv import load_gazetteer
from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances, OneOf
from bot.core.eligibility.determination import Verdict
from bot.core.eligibility.evaluate import leaves, plain_rule
from bot.core.eligibility.questionnaire import Question
from bot.core.eligibility.samples import sample_values
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import About
from bot.settings import ROOT

CATALOGUE = load_catalogue(ROOT / "policies", load_gazetteer(ROOT / "data" / "reference").codes())
ASSESSOR = Assessor(CATALOGUE)
DAY = dt.date(2026, 11, 21)
REGIONS = ("120119", "410300", "520000", "532622", "630200")
SCOPES = [Scope(about, region, DAY) for region in REGIONS for about in About]
each_scope = pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: f"{scope.region}-{scope.about}")
seeds = st.integers(0, 2**32)
Person = Mapping[str, FactValue]


def somebody(scope: Scope, seed: int) -> Person:
    """What one person or employer can say: no two of their facts contradict each other.

    What nothing can be said of is left out: whoever has no certificate has no grade.
    """
    chance = random.Random(seed)
    rules = [candidate.rule for candidate in ASSESSOR.candidates(scope)]
    rules += [
        plain_rule(each) for implication in CATALOGUE.implications for each in (implication.when, implication.then)
    ]
    tests = [leaf for rule in rules for leaf in leaves(rule)]
    known = Circumstances({"region": scope.region} if scope.about is About.PERSON else {})
    asked = [fact for fact in ASSESSOR.questionnaire(scope).askable if fact not in known.said]
    for fact in chance.sample(asked, len(asked)):
        now = ASSESSOR.completed(known, scope).get(fact)
        if isinstance(now, OneOf):
            values = sorted(now.values, key=str)
        elif now is not None:
            values = [now]
        else:
            values = sample_values(CATALOGUE.facts[fact], [leaf for leaf in tests if leaf.fact == fact])
        values = chance.sample(values, len(values))
        further = (known.saying({fact: value}) for value in values)
        fitting = [each for each in further if not ASSESSOR.contradictions(each)]
        known = fitting[0] if fitting else known
    return {fact: value for fact, value in known.said.items() if not isinstance(value, OneOf)}


def told(known: Circumstances, question: Question, person: Person) -> Circumstances:
    """After the person's answer; what they cannot or will not say is declined."""
    known = known.declining(fact for fact in question.facts if fact not in person)
    return known.saying({fact: person[fact] for fact in question.facts if fact in person})


def verdicts(known: Circumstances, scope: Scope) -> dict[str, Verdict]:
    """The verdict on every measure."""
    return {each.measure.id: each.verdict for each in ASSESSOR.determine(known, scope)}


@each_scope
@settings(max_examples=8, deadline=None)
@given(seed=seeds)
def test_an_interview_ends_with_the_verdicts_of_the_whole_form(scope: Scope, seed: int) -> None:
    person = somebody(scope, seed)
    questionnaire = ASSESSOR.questionnaire(scope)
    known, group, asked = ASSESSOR.completed(Circumstances(), scope), None, []
    while question := questionnaire.next(known, group):
        assert set(question.facts) <= set(questionnaire.open_facts(known))
        asked += question.facts
        known = ASSESSOR.completed(told(known, question, person), scope)
        group = question.group
    assert len(asked) == len(set(asked)) < len(questionnaire.askable)
    assert ASSESSOR.contradictions(known) == []
    assert verdicts(known, scope) == verdicts(Circumstances(person), scope)


@each_scope
@settings(max_examples=4, deadline=None)
@given(seed=seeds)
def test_who_does_not_want_to_say_everything_is_asked_once_and_told_nothing_wrong(scope: Scope, seed: int) -> None:
    person = somebody(scope, seed)
    questionnaire = ASSESSOR.questionnaire(scope)
    chance = random.Random(seed)
    known, asked = ASSESSOR.completed(Circumstances(), scope), []
    while question := questionnaire.next(known):
        asked += question.facts
        open_about = {fact: value for fact, value in person.items() if chance.random() < 0.6}
        known = ASSESSOR.completed(told(known, question, open_about), scope)
    assert len(asked) == len(set(asked))
    in_full = verdicts(Circumstances(person), scope)
    for measure, verdict in verdicts(known, scope).items():
        assert verdict in (Verdict.UNDETERMINED, in_full[measure])


@each_scope
@settings(max_examples=4, deadline=None)
@given(seed=seeds)
def test_while_asking_no_verdict_is_taken_back(scope: Scope, seed: int) -> None:
    person = somebody(scope, seed)
    known = ASSESSOR.completed(Circumstances(), scope)
    before = verdicts(known, scope)
    for fact in random.Random(seed).sample(sorted(person), len(person)):
        known = ASSESSOR.completed(known.saying({fact: person[fact]}), scope)
        after = verdicts(known, scope)
        assert all(was in (Verdict.UNDETERMINED, after[measure]) for measure, was in before.items())
        before = after


@each_scope
def test_a_list_is_shown_only_as_long_as_asked_for(scope: Scope) -> None:
    known = ASSESSOR.completed(Circumstances(), scope)
    questionnaire = ASSESSOR.questionnaire(scope)
    for most in (1, 3, 8):
        questions = questionnaire.questions(known, most)
        assert all(len(question.facts) <= most for question in questions)
        assert all((question.asked_as is None) is (len(question.facts) == 1) for question in questions)


@each_scope
def test_what_an_office_decides_is_never_asked(scope: Scope) -> None:
    asked = [CATALOGUE.facts[fact] for fact in ASSESSOR.questionnaire(scope).askable]
    assert asked
    assert not [fact.id for fact in asked if fact.by_office or fact.about is not scope.about]


def test_whoever_names_only_the_province_is_not_asked_again_and_not_refused() -> None:
    """Asking the same question until the county comes would never end for whoever does not know it."""
    scope = Scope(About.PERSON, "120119", DAY)
    said = {"region": "110000", "household_region": "120000", "disability_certificate": True, "needs_training": True}
    known = ASSESSOR.completed(Circumstances(said), scope)
    found = next(each for each in ASSESSOR.determine(known, scope) if each.measure.id == "120119.find_training")
    assert (found.verdict, found.missing) == (Verdict.UNDETERMINED, ("household_region",))
    assert "household_region" not in ASSESSOR.questionnaire(scope).open_facts(known)
