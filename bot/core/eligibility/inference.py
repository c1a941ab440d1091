"""What follows from what was said, so that nobody is asked for it, and what cannot be true at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.evaluate import Leaf, Rule, evaluate, evaluate_leaf, holds, leaves, plain_rule
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.criteria import Comparison, FactValue
from bot.core.policies.facts import Fact, Implication


@dataclass(frozen=True)
class Contradiction:
    """Two or more facts that cannot be true at once; `says` tells why, `None` for a part above its whole."""

    facts: tuple[str, ...]
    says: str | None


@dataclass(frozen=True)
class _Clause:
    implication: Implication
    when: Rule
    then: Leaf


class Inference:
    """The implications of the dictionary, ready to be applied."""

    def __init__(self, facts: Mapping[str, Fact], implications: Sequence[Implication]) -> None:
        self._facts = facts
        self._clauses = [_Clause(each, plain_rule(each.when), _leaf(each)) for each in implications]

    def tests(self, fact: str) -> list[Leaf]:
        """Every test of the fact in an implication: its values differ in what follows from them."""
        rules = [rule for clause in self._clauses for rule in (clause.when, clause.then)]
        return [leaf for rule in rules for leaf in leaves(rule) if leaf.fact == fact]

    def complete(self, known: Circumstances) -> Circumstances:
        """`known` with everything that follows from what was said."""
        known = replace(known, implied={})
        while True:
            before = known
            for clause in self._clauses:
                for fact, allowed in self._narrowings(clause, known):
                    known = _narrowed(known, fact, allowed)
            if known == before:
                return known

    def contradictions(self, known: Circumstances) -> list[Contradiction]:
        """Every implication that what is known breaks, and every number above the one it is part of."""
        known = self.complete(known)
        found = []
        for clause in self._clauses:
            then = evaluate_leaf(clause.then, known.get(clause.then.fact))
            if evaluate(clause.when, known) is Ternary.YES and then is Ternary.NO:
                facts = dict.fromkeys((*(leaf.fact for leaf in leaves(clause.when)), clause.then.fact))
                found.append(Contradiction(tuple(facts), clause.implication.says))
        for fact in self._facts.values():
            part, whole = known.get(fact.id), known.get(fact.not_above or "")
            if isinstance(part, int | Decimal) and isinstance(whole, int | Decimal) and part > whole:
                found.append(Contradiction((fact.id, str(fact.not_above)), None))
        return found

    def _narrowings(self, clause: _Clause, known: Circumstances) -> Iterator[tuple[str, frozenset[FactValue]]]:
        """Forwards, and backwards where the premise is a single test."""
        if evaluate(clause.when, known) is Ternary.YES:
            yield from self._values(clause.then, wanted=True)
        elif isinstance(clause.when, Leaf) and evaluate_leaf(clause.then, known.get(clause.then.fact)) is Ternary.NO:
            yield from self._values(clause.when, wanted=False)

    def _values(self, leaf: Leaf, *, wanted: bool) -> Iterator[tuple[str, frozenset[FactValue]]]:
        values = self._facts[leaf.fact].values
        if values is not None:
            yield leaf.fact, frozenset(value for value in values if holds(leaf, value) is wanted)
        elif wanted and leaf.test.comparison is Comparison.IS:
            yield leaf.fact, frozenset((leaf.bound,))


def _leaf(implication: Implication) -> Leaf:
    bound: Any = implication.then.value
    return Leaf(implication.then, bound)


def _narrowed(known: Circumstances, fact: str, allowed: frozenset[FactValue]) -> Circumstances:
    """With `fact` known to be one of `allowed`; what is known for sure stays, even against it."""
    current = known.get(fact)
    if current is not None and not isinstance(current, OneOf):
        return known
    left = allowed & current.values if isinstance(current, OneOf) else allowed
    if not left or (isinstance(current, OneOf) and left == current.values):
        return known
    value: Known = next(iter(left)) if len(left) == 1 else OneOf(left)
    return replace(known, implied={**known.implied, fact: value})
