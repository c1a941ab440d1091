"""Simulated interviews in one region: whom they are held with, and ways of choosing the next question."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from operator import or_
from random import Random
from typing import Any

from benchmarks.employers import employer
from benchmarks.population import seeker
from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.evaluate import Leaf, evaluate, evaluate_leaf, leaves, plain_rule
from bot.core.eligibility.inference import Inference
from bot.core.eligibility.questionnaire import Question, Questionnaire
from bot.core.eligibility.samples import sample_values
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import About, FactType, QuestionList

Person = Mapping[str, FactValue]
Verdicts = tuple[Ternary, ...]
Chooser = Callable[[Circumstances, str | None], Question | None]


@dataclass
class Setting:
    """One region and side, with everything that can be asked there."""

    assessor: Assessor
    scope: Scope
    drawn_again: int = 0
    """People who broke an implication; many of them would mean that the population is not the one written down."""

    def questionnaire(self, lists: Sequence[QuestionList]) -> Questionnaire:
        """Our questions, with these facts asked together."""
        facts, fitting = self.assessor.catalogue.facts, self.assessor.candidates(self.scope)
        return Questionnaire(facts, lists, self.inference, fitting, self.scope.about)

    @cached_property
    def inference(self) -> Inference:
        """What follows from what."""
        return Inference(self.assessor.catalogue.facts, self.assessor.catalogue.implications)

    @cached_property
    def start(self) -> Circumstances:
        """What is known before the first question: a person is where they ask about."""
        return self.assessor.completed(Circumstances(), self.scope)

    def verdicts(self, known: Circumstances) -> Verdicts:
        """How every rule comes out; what is known has been completed."""
        return tuple(evaluate(candidate.rule, known) for candidate in self.assessor.candidates(self.scope))

    def people(self, number: int) -> Iterator[Person]:
        """The same people in every run; a number stands for all that come out the same."""
        draw = seeker if self.scope.about is About.PERSON else employer
        stands_for: dict[tuple[str, FactValue], FactValue] = {}
        for index in range(number):
            chance = Random(f"{self.scope.region} {self.scope.about} {index}")
            facts = draw(chance, self.scope.region)
            while self.assessor.contradictions(Circumstances(facts)):
                facts = draw(chance, self.scope.region)
                self.drawn_again += 1
            for told in facts.items():
                if told not in stands_for:
                    stands_for[told] = self._standing_for(*told)
            yield {fact: stands_for[fact, value] for fact, value in facts.items()}

    def _standing_for(self, fact: str, value: FactValue) -> FactValue:
        known, tests = self.assessor.catalogue.facts[fact], self._tests.get(fact, [])
        if known.type not in (FactType.INTEGER, FactType.DECIMAL):
            return value
        outcome = [evaluate_leaf(leaf, value) for leaf in tests]
        samples = sample_values(known, tests) if tests else []
        return next((v for v in samples if [evaluate_leaf(leaf, v) for leaf in tests] == outcome), value)

    @cached_property
    def _tests(self) -> Mapping[str, list[Leaf]]:
        rules = [candidate.rule for candidate in self.assessor.candidates(self.scope)]
        for implication in self.assessor.catalogue.implications:
            rules += [plain_rule(implication.when), plain_rule(implication.then)]
        found: dict[str, list[Leaf]] = {}
        for leaf in (leaf for rule in rules for leaf in leaves(rule)):
            found.setdefault(leaf.fact, []).append(leaf)
        return found


@dataclass
class Interviews:
    """Interviews with one way of choosing; a state that two people share is worked out once."""

    setting: Setting
    choose: Chooser
    asked: list[int] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    _known: dict[frozenset[Any], Circumstances] = field(default_factory=dict)
    _next: dict[tuple[frozenset[Any], str | None], Question | None] = field(default_factory=dict)
    _verdicts: dict[frozenset[Any], Verdicts] = field(default_factory=dict)

    def hold(self, person: Person, in_full: Verdicts) -> None:
        """Ask until nothing is left; the verdicts must then be those of everything the person could say."""
        said: dict[str, Any] = dict(self.setting.start.said)
        declined: set[str] = set()
        group, asked = None, 0
        while question := self._question(said, declined, group):
            asked, group = asked + 1, question.group
            said |= {fact: person[fact] for fact in question.facts if fact in person}
            declined |= {fact for fact in question.facts if fact not in person}
        self.asked.append(asked)
        if self._outcomes(said, declined) != in_full:
            raise AssertionError(f"another verdict after the interview of {person}")

    def _state(self, said: Mapping[str, Any], declined: set[str]) -> tuple[frozenset[Any], Circumstances]:
        key = frozenset((*said.items(), *declined))
        if key not in self._known:
            known = Circumstances(dict(said), declined=frozenset(declined))
            self._known[key] = self.setting.inference.complete(known)
        return key, self._known[key]

    def _question(self, said: Mapping[str, Any], declined: set[str], group: str | None) -> Question | None:
        key, known = self._state(said, declined)
        if (key, group) not in self._next:
            before = time.perf_counter()
            question = self._next[key, group] = self.choose(known, group)
            if question is not None:
                self.milliseconds.append(1000 * (time.perf_counter() - before))
        return self._next[key, group]

    def _outcomes(self, said: Mapping[str, Any], declined: set[str]) -> Verdicts:
        key, known = self._state(said, declined)
        if key not in self._verdicts:
            self._verdicts[key] = self.setting.verdicts(known)
        return self._verdicts[key]


def most_wanted(questionnaire: Questionnaire) -> Chooser:
    """The usual baseline: the question on which the most undecided rules wait."""

    def choose(known: Circumstances, group: str | None) -> Question | None:
        waiting = questionnaire.open_facts(known)

        def rules(question: Question) -> int:
            return reduce(or_, (waiting[fact] for fact in question.facts)).bit_count()

        return max(questionnaire.questions(known), key=rules, default=None)

    return choose


def in_random_order(questionnaire: Questionnaire, chance: Random) -> Chooser:
    """Any fact that could still decide something."""

    def choose(known: Circumstances, group: str | None) -> Question | None:
        waiting = questionnaire.questions(known)
        return chance.choice(waiting) if waiting else None

    return choose


def with_hindsight(setting: Setting, facts: Sequence[str], person: Person, in_full: Verdicts) -> int:
    """Of the facts so many as even an interviewer who knew every answer would ask: none of these can be spared."""
    asked = [fact for fact in facts if fact in person]
    for fact in reversed(asked):
        fewer = [other for other in asked if other != fact]
        said = {**setting.start.said, **{other: person[other] for other in fewer}}
        if setting.verdicts(setting.inference.complete(Circumstances(said))) == in_full:
            asked = fewer
    return len(asked)
