"""Chooses the next question: the one that spares the person most of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
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
REMEMBERED = 1 << 15
ONE_LINE = 1.0


@dataclass(frozen=True)
class Question:
    """One fact, or several yes-or-no facts from one list (`asked_as`)."""

    facts: tuple[str, ...]
    group: str
    asked_as: QuestionList | None = None


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
        self._rules: list[Rule] = list(dict.fromkeys(candidate.rule for candidate in fitting))
        self._facts_of = [tuple(dict.fromkeys(leaf.fact for leaf in leaves(rule))) for rule in self._rules]
        tests: dict[str, list[Leaf]] = {}
        for rule in self._rules:
            for leaf in leaves(rule):
                tests.setdefault(leaf.fact, []).append(leaf)
        self.askable = tuple(fact for fact in facts if fact in tests and askable(facts, about, fact))
        self._bit = {fact: 1 << place for place, fact in enumerate(self.askable)}
        self._costs = [(1 << place, self._cost(fact)) for place, fact in enumerate(self.askable)]
        self._follows: dict[str, dict[FactValue, Mapping[str, Known]]] = {
            fact: {
                value: inference.complete(Circumstances({fact: value})).implied
                for value in sample_values(facts[fact], [*tests[fact], *inference.tests(fact)])
            }
            for fact in self.askable
        }
        self._open = lru_cache(REMEMBERED)(self._open_with)

    def open_facts(self, known: Circumstances) -> dict[str, int]:
        """Facts still worth asking, each with the undecided rules (as bits) that it could help to decide."""
        waiting = self._waiting(known)
        found = {
            fact: sum(1 << index for index, facts in waiting.items() if facts & bit) for fact, bit in self._bit.items()
        }
        return {fact: rules for fact, rules in found.items() if rules}

    def questions(self, known: Circumstances, most_items: int = MOST_ITEMS) -> list[Question]:
        """Every question still worth asking."""
        return self._questions(self.open_facts(known), most_items)

    def next(self, known: Circumstances, group: str | None = None, most_items: int = MOST_ITEMS) -> Question | None:
        """The best question now, `group` being the subject of the last one; `None` when all is settled."""
        waiting = self._waiting(known)
        asking = self._questions(self.open_facts(known), most_items)
        return max(asking, key=lambda question: self._worth(question, waiting, known, group), default=None)

    def _waiting(self, known: Circumstances) -> dict[int, int]:
        """The undecided rules, each with the facts (as bits) to be asked for it."""
        declined = ~sum(self._bit.get(fact, 0) for fact in known.declined)
        found = {
            index: self._open(index, tuple(map(known.get, facts))) & declined
            for index, facts in enumerate(self._facts_of)
        }
        return {index: facts for index, facts in found.items() if facts}

    def _open_with(self, index: int, values: tuple[Known | None, ...]) -> int:
        """The facts (as bits) that could still decide a rule of whose facts so much is known."""
        told = zip(self._facts_of[index], values, strict=True)
        known = Circumstances({fact: value for fact, value in told if value is not None})
        if evaluate(self._rules[index], known) is not Ternary.UNKNOWN:
            return 0
        facts = {leaf.fact for leaf in deciding(self._rules[index], known)}
        return sum(self._bit[fact] for fact in facts if fact in self._bit and not known.is_settled(fact))

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

    def _worth(self, question: Question, waiting: Mapping[int, int], known: Circumstances, group: str | None) -> float:
        """Expected cost of the questions that its answer spares, itself included, for what it costs to ask."""
        answers = list(self._answers(question, known))
        total = sum(likely for _, likely in answers)
        left = sum(likely * self._left(said, waiting, known) for said, likely in answers) / total
        worth = (self._cost_of(waiting.values()) - left) / self._question_cost(question)
        return worth * SAME_GROUP if question.group == group else worth

    def _answers(self, question: Question, known: Circumstances) -> Iterator[tuple[dict[str, FactValue], float]]:
        """What may be said, and how likely: each value of a fact; of a list none of it or any single line."""
        if question.asked_as is None:
            (fact,) = question.facts
            now = known.get(fact)
            for value in self._follows[fact]:
                if not isinstance(now, OneOf) or value in now.values:
                    yield {fact: value}, 1
        else:
            yield dict.fromkeys(question.facts, False), 1
            for chosen in question.facts:
                yield {fact: fact == chosen for fact in question.facts}, ONE_LINE

    def _left(self, said: Mapping[str, FactValue], waiting: Mapping[int, int], known: Circumstances) -> float:
        """What the questions cost that are left after such an answer."""
        now: dict[str, Known] = {}
        for fact, value in said.items():
            for implied, other in self._follows[fact][value].items():
                now[implied] = _both(now.get(implied, known.get(implied)), other)
        now.update(said)
        declined = ~sum(self._bit.get(fact, 0) for fact in known.declined)
        left = []
        for index, facts in waiting.items():
            of_rule = self._facts_of[index]
            if any(fact in now for fact in of_rule):
                facts = declined & self._open(index, tuple(now[f] if f in now else known.get(f) for f in of_rule))
            left.append(facts)
        return self._cost_of(left)

    def _cost_of(self, waiting: Iterable[int]) -> float:
        facts = 0
        for each in waiting:
            facts |= each
        return sum(cost for bit, cost in self._costs if facts & bit)

    def _cost(self, fact: str) -> float:
        known = self._facts[fact]
        return EFFORT[known.effort] + (SENSITIVE if known.sensitive else 0)

    def _question_cost(self, question: Question) -> float:
        return max(self._cost(fact) for fact in question.facts) + FURTHER_ITEM * (len(question.facts) - 1)


def _both(now: Known | None, further: Known) -> Known:
    """What is left when both hold; what was known for sure stays."""
    if not isinstance(now, OneOf):
        return further if now is None else now
    left = now.values & (further.values if isinstance(further, OneOf) else frozenset((further,)))
    return now if not left else OneOf(left) if len(left) > 1 else next(iter(left))
