"""Chooses the next question: the one that spares the person most of the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from bot.core.eligibility.circumstances import Circumstances, OneOf
from bot.core.eligibility.determination import Candidate, askable
from bot.core.eligibility.evaluate import Leaf, Rule, deciding, evaluate, leaves
from bot.core.eligibility.inference import Inference
from bot.core.eligibility.samples import sample_values
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import About, Fact, QuestionList

EFFORT = {1: 1.0, 2: 1.3, 3: 1.6}
SENSITIVE = 0.3
FURTHER_ITEM = 0.2
"""What a hard or intimate question, and a further line of a list, cost the person beyond a plain question."""
SAME_GROUP = 1.25
"""How much better a question must be to change the subject."""
MOST_ITEMS = 8


@dataclass(frozen=True)
class Question:
    """One fact, or several yes-or-no facts from one list (`asked_as`)."""

    facts: tuple[str, ...]
    group: str
    asked_as: QuestionList | None = None


@dataclass(frozen=True)
class _Effect:
    """What one answer settles whatever else is said: rules as bits, and facts that it implies."""

    value: FactValue
    settles: int
    implies: frozenset[str]


class Questionnaire:
    """The questions of one person or employer about some candidates on one day. Built once, used for many people."""

    def __init__(
        self,
        facts: Mapping[str, Fact],
        lists: Sequence[QuestionList],
        inference: Inference,
        fitting: Sequence[Candidate],
        about: About,
    ) -> None:
        self._facts = facts
        self._list_of = {fact: each for each in lists for fact in each.items}
        self._inference = inference
        self._rules: list[Rule] = list(dict.fromkeys(candidate.rule for candidate in fitting))
        tests: dict[str, list[Leaf]] = {}
        for rule in self._rules:
            for leaf in leaves(rule):
                tests.setdefault(leaf.fact, []).append(leaf)
        self.askable = tuple(fact for fact in facts if fact in tests and askable(facts, about, fact))
        self._effects = {
            fact: [self._effect(fact, value) for value in sample_values(facts[fact], tests[fact])]
            for fact in self.askable
        }

    def open_facts(self, known: Circumstances) -> dict[str, int]:
        """Facts still worth asking, each with the undecided rules (as bits) that it could help to decide."""
        found: dict[str, int] = {}
        for index, rule in enumerate(self._rules):
            if evaluate(rule, known) is Ternary.UNKNOWN:
                for leaf in deciding(rule, known):
                    found[leaf.fact] = found.get(leaf.fact, 0) | 1 << index
        return {fact: found[fact] for fact in self.askable if fact in found and not known.is_settled(fact)}

    def questions(self, known: Circumstances, most_items: int = MOST_ITEMS) -> list[Question]:
        """Every question still worth asking."""
        return self._questions(self.open_facts(known), most_items)

    def next(self, known: Circumstances, group: str | None = None, most_items: int = MOST_ITEMS) -> Question | None:
        """The best question now, `group` being the subject of the last one; `None` when all is settled."""
        waiting = self.open_facts(known)
        if not waiting:
            return None
        asking = self._questions(waiting, most_items)
        return max(asking, key=lambda question: self._worth(question, waiting, known, group))

    def _questions(self, waiting: Iterable[str], most_items: int) -> list[Question]:
        found: list[Question] = []
        together: dict[str, list[str]] = {}
        for fact in waiting:
            listed = self._list_of.get(fact)
            if listed is None:
                found.append(Question((fact,), self._facts[fact].group))
            else:
                together.setdefault(listed.id, []).append(fact)
        for items in together.values():
            listed = self._list_of[items[0]]
            shown = tuple(fact for fact in listed.items if fact in items)[:most_items]
            if len(shown) == 1:
                found.append(Question(shown, self._facts[shown[0]].group))
            else:
                found.append(Question(shown, listed.id, listed))
        return found

    def _worth(self, question: Question, waiting: Mapping[str, int], known: Circumstances, group: str | None) -> float:
        """Expected cost of the questions that its answer spares, itself included, for what it costs to ask."""
        outcomes = self._outcomes(question, known)
        spared = sum(self._spared(outcome, waiting, question.facts) for outcome in outcomes) / len(outcomes)
        spared += sum(self._cost(fact) for fact in question.facts)
        worth = spared / self._question_cost(question)
        return worth * SAME_GROUP if question.group == group else worth

    def _outcomes(self, question: Question, known: Circumstances) -> list[tuple[_Effect, ...]]:
        """Answers that may come: each value of a fact; of a list, none of it or any single line."""
        if question.asked_as is None:
            (fact,) = question.facts
            return [(effect,) for effect in self._effects[fact] if _is_possible(effect.value, known, fact)]
        by_value = {fact: {effect.value: effect for effect in self._effects[fact]} for fact in question.facts}
        choices = (None, *question.facts)
        return [tuple(by_value[fact][fact == chosen] for fact in question.facts) for chosen in choices]

    def _spared(self, outcome: Sequence[_Effect], waiting: Mapping[str, int], asked: Sequence[str]) -> float:
        settles = reduce(or_, (effect.settles for effect in outcome))
        implied = {fact for effect in outcome for fact in effect.implies}
        return sum(
            self._cost(fact)
            for fact, rules in waiting.items()
            if fact not in asked and (fact in implied or not rules & ~settles)
        )

    def _cost(self, fact: str) -> float:
        known = self._facts[fact]
        return EFFORT[known.effort] + (SENSITIVE if known.sensitive else 0)

    def _question_cost(self, question: Question) -> float:
        return max(self._cost(fact) for fact in question.facts) + FURTHER_ITEM * (len(question.facts) - 1)

    def _effect(self, fact: str, value: FactValue) -> _Effect:
        known = self._inference.complete(Circumstances({fact: value}))
        settled = (i for i, rule in enumerate(self._rules) if evaluate(rule, known) is not Ternary.UNKNOWN)
        implied = (name for name, each in known.implied.items() if not isinstance(each, OneOf))
        return _Effect(value, sum(1 << index for index in settled), frozenset(implied) - {fact})


def _is_possible(value: FactValue, known: Circumstances, fact: str) -> bool:
    current = known.get(fact)
    return not isinstance(current, OneOf) or value in current.values
