"""What follows from what was said, for many people at once: step for step as `inference` does it for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bot.core.eligibility.columns import Bitmap, Column, Told, unknown_column
from bot.core.eligibility.columns_choice import Choice
from bot.core.eligibility.columns_population import Population
from bot.core.eligibility.evaluate import Leaf, Rule, holds, leaves, plain_rule
from bot.core.policies.criteria import Comparison, FactValue
from bot.core.policies.facts import Fact, Implication


@dataclass(frozen=True)
class _Clause:
    """`forwards`: the values of `then` where `when` holds; `backwards`: those of a single `when` where `then` fails."""

    when: Rule
    then: Leaf
    forwards: frozenset[FactValue] | None
    backwards: frozenset[FactValue] | None

    @cached_property
    def premises(self) -> frozenset[str]:
        """The facts `when` tests."""
        return frozenset(leaf.fact for leaf in leaves(self.when))

    def needed_for(self, facts: frozenset[str]) -> frozenset[str]:
        """What it must know to say something of `facts`."""
        forwards = self.premises if self.forwards is not None and self.then.fact in facts else frozenset()
        backwards = (
            frozenset((self.then.fact,)) if self.backwards is not None and self.premises & facts else frozenset()
        )
        return forwards | backwards


class ColumnInference:
    """The implications of the dictionary that say something of `about`, ready to be applied to columns."""

    def __init__(
        self, facts: Mapping[str, Fact], implications: Sequence[Implication], about: frozenset[str] | None = None
    ) -> None:
        clauses = [_clause(each, facts) for each in implications]
        self.facts = frozenset(facts) if about is None else _bearing_on(about, clauses)
        self._values = {fact: facts[fact].values for fact in self.facts}
        self._clauses = [clause for clause in clauses if clause.needed_for(self.facts)]

    def complete(self, columns: Mapping[str, Column], rows: int) -> dict[str, Told]:
        """What is known of each of `facts` that anything is known of, with everything that follows."""
        known = {fact: self._told(fact, column) for fact, column in columns.items() if fact in self.facts}
        looked_at: list[list[Told | None]] = [[] for _ in self._clauses]
        while True:
            before = dict(known)
            for number, clause in enumerate(self._clauses):
                now = [known.get(fact) for fact in (*clause.premises, clause.then.fact)]
                if now != looked_at[number] and not all(told is not None and told.is_settled for told in now):
                    looked_at[number] = now
                    self._apply(clause, known, rows)
            if known == before:
                return known

    def _apply(self, clause: _Clause, known: dict[str, Told], rows: int) -> None:
        for fact, allowed, where in _narrowings(clause, Population(known, rows)):
            told = known.get(fact) or self._told(fact, unknown_column(rows))
            narrower = told.narrowed(allowed, where)
            if narrower is not told:
                known[fact] = narrower

    def _told(self, fact: str, column: Column) -> Told:
        values = self._values[fact]
        return column if values is None else Choice.of(column, values)


def _clause(implication: Implication, facts: Mapping[str, Fact]) -> _Clause:
    when = plain_rule(implication.when)
    bound: Any = implication.then.value
    then = Leaf(implication.then, bound)
    values = facts[then.fact].values
    forwards = None
    if values is not None:
        forwards = frozenset(value for value in values if holds(then, value))
    elif then.test.comparison is Comparison.IS:
        forwards = frozenset((bound,))
    backwards = None
    if isinstance(when, Leaf):
        values = facts[when.fact].values
        if values is not None:
            backwards = frozenset(value for value in values if not holds(when, value))
    return _Clause(when, then, forwards, backwards)


def _bearing_on(facts: frozenset[str], clauses: Sequence[_Clause]) -> frozenset[str]:
    """These facts and all from which something about them may follow."""
    while True:
        more = facts.union(*(clause.needed_for(facts) for clause in clauses))
        if more == facts:
            return facts
        facts = more


def _narrowings(clause: _Clause, people: Population) -> list[tuple[str, frozenset[FactValue], Bitmap]]:
    """Which fact is one of which values in which rows: forwards where `when` holds, backwards where `then` fails.

    Where both are so nothing can follow backwards: no value is left that a test fails which holds for certain.
    """
    holding = people.outcomes(clause.when).yes
    found = []
    if clause.forwards is not None:
        found.append((clause.then.fact, clause.forwards, holding))
    if clause.backwards is not None:
        failing = people.outcomes(clause.then).no
        found += [(fact, clause.backwards, failing) for fact in clause.premises]
    return found
