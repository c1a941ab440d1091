"""Chooses the next question: the one that spares the person most of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.determination import Candidate, askable
from bot.core.eligibility.evaluate import Leaf, leaves
from bot.core.eligibility.inference import Inference
from bot.core.eligibility.open_facts import OpenFacts
from bot.core.eligibility.samples import sample_values
from bot.core.policies.criteria import FactValue
from bot.core.policies.facts import About, Fact, QuestionList

EFFORT = {1: 1.0, 2: 1.3, 3: 1.6}
SENSITIVE = 0.3
FURTHER_ITEM = 0.1
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
        rules = list(dict.fromkeys(candidate.rule for candidate in fitting))
        tests: dict[str, list[Leaf]] = {}
        for leaf in (leaf for rule in rules for leaf in leaves(rule)):
            tests.setdefault(leaf.fact, []).append(leaf)
        self.askable = tuple(fact for fact in facts if fact in tests and askable(facts, about, fact))
        self._costs = [(1 << place, self._cost(fact)) for place, fact in enumerate(self.askable)]
        self._open = OpenFacts(rules, self.askable)
        # What follows from each answer, whatever else is said.
        self._follows: dict[str, dict[FactValue, Mapping[str, Known]]] = {
            fact: {
                value: inference.complete(Circumstances({fact: value})).implied
                for value in sample_values(facts[fact], [*tests[fact], *inference.tests(fact)])
            }
            for fact in self.askable
        }

    def open_facts(self, known: Circumstances) -> dict[str, int]:
        """Facts still worth asking, each with the undecided rules (as bits) that it could help to decide."""
        return self._open.by_fact(self._open.of(known))

    def questions(self, known: Circumstances, most_items: int = MOST_ITEMS) -> list[Question]:
        """Every question still worth asking."""
        return self._questions(self.open_facts(known), most_items)

    def next(self, known: Circumstances, group: str | None = None, most_items: int = MOST_ITEMS) -> Question | None:
        """The best question now, `group` being the subject of the last one; `None` when all is settled."""
        waiting = self._open.of(known)
        asking = self._questions(self._open.by_fact(waiting), most_items)
        return max(asking, key=lambda question: self._worth(question, waiting, known, group), default=None)

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
        left = sum(self._cost_of(self._open.after(waiting, known, self._now(said, known))) for said in answers)
        spared = self._cost_of(waiting.values()) - left / len(answers)
        worth = spared / self._question_cost(question)
        return worth * SAME_GROUP if question.group == group else worth

    def _answers(self, question: Question, known: Circumstances) -> Iterator[Mapping[str, FactValue]]:
        """What may be said: each value of a fact; of a list, none of it or any single line."""
        if question.asked_as is None:
            (fact,) = question.facts
            now = known.get(fact)
            possible = now.values if isinstance(now, OneOf) else self._follows[fact].keys()
            yield from ({fact: value} for value in self._follows[fact] if value in possible)
        else:
            for chosen in (None, *question.facts):
                yield {fact: fact == chosen for fact in question.facts}

    def _now(self, said: Mapping[str, FactValue], known: Circumstances) -> dict[str, Known]:
        """What is known after such an answer that was not known before."""
        now: dict[str, Known] = {}
        for fact, value in said.items():
            for implied, further in self._follows[fact][value].items():
                now[implied] = _both(now.get(implied, known.get(implied)), further)
        return {**now, **said}

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
    """What is left of a fact when both hold; what was known for sure stays."""
    if not isinstance(now, OneOf):
        return further if now is None else now
    left = now.values & (further.values if isinstance(further, OneOf) else frozenset((further,)))
    return now if not left else OneOf(left) if len(left) > 1 else next(iter(left))
