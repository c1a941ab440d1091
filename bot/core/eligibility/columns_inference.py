"""What follows from what was said, for many people at once: step for step as `inference` does it for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.core.eligibility.circumstances import Known, OneOf
from bot.core.eligibility.columns import Bitmap, Column, Population, smallest_type, unknown_column
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
    facts: tuple[str, ...]


class ColumnInference:
    """The implications of the dictionary, ready to be applied to columns."""

    def __init__(self, facts: Mapping[str, Fact], implications: Sequence[Implication]) -> None:
        self._clauses = [_clause(each, facts) for each in implications]

    def bearing_on(self, facts: frozenset[str]) -> frozenset[str]:
        """These facts and all from which something about them may follow."""
        while True:
            more = {fact for clause in self._clauses for fact in _premises(clause, facts)}
            if more <= facts:
                return facts
            facts |= more

    def complete(self, columns: Mapping[str, Column], rows: int) -> dict[str, Column]:
        """The columns with everything that follows from them; facts nobody told may appear."""
        completed = dict(columns)
        looked_at: list[list[Column | None]] = [[] for _ in self._clauses]
        changed = True
        while changed:
            changed = False
            for number, clause in enumerate(self._clauses):
                now = [completed.get(fact) for fact in clause.facts]
                if now == looked_at[number]:
                    continue
                looked_at[number] = now
                for fact, allowed, where in _narrowings(clause, completed, rows):
                    column = completed.get(fact) or unknown_column(rows)
                    narrower = _narrowed(column, allowed, where)
                    if narrower is not column:
                        completed[fact] = narrower
                        changed = True
        return completed


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
    facts_of = dict.fromkeys((*(leaf.fact for leaf in leaves(when)), then.fact))
    return _Clause(when, then, forwards, backwards, tuple(facts_of))


def _premises(clause: _Clause, facts: frozenset[str]) -> Iterator[str]:
    """What the clause must know to say something of `facts`."""
    if clause.then.fact in facts:
        yield from (leaf.fact for leaf in leaves(clause.when))
    if clause.backwards is not None and any(leaf.fact in facts for leaf in leaves(clause.when)):
        yield clause.then.fact


def _narrowings(
    clause: _Clause, columns: Mapping[str, Column], rows: int
) -> list[tuple[str, frozenset[FactValue], Bitmap]]:
    """Which fact is one of which values in which rows: in each row either forwards or backwards."""
    forwards = clause.forwards if not _settled(columns, clause.then.fact) else None
    backwards = clause.backwards if not all(_settled(columns, leaf.fact) for leaf in leaves(clause.when)) else None
    if forwards is None and backwards is None:
        return []
    people = Population(columns, rows)
    holding = people.outcomes(clause.when).yes
    found = []
    if forwards is not None:
        found.append((clause.then.fact, forwards, holding))
    if backwards is not None:
        found += [(leaf.fact, backwards, people.outcomes(clause.then).no & ~holding) for leaf in leaves(clause.when)]
    return found


def _settled(columns: Mapping[str, Column], fact: str) -> bool:
    column = columns.get(fact)
    return column is not None and column.is_settled


def _narrowed(column: Column, allowed: frozenset[FactValue], where: Bitmap) -> Column:
    """The column with one of `allowed` in the rows `where`; the same object if nothing changes."""
    states = list(column.states)
    table = []
    for code, state in enumerate(column.states):
        left = _left(state, allowed)
        if left is not state and left not in states:
            states.append(left)
        table.append(code if left is state else states.index(left))
    changing = np.unpackbits(column.rows_in([new != code for code, new in enumerate(table)]) & where)
    rows = np.flatnonzero(changing[: len(column.codes)])
    if not len(rows):
        return column
    codes = column.codes.astype(smallest_type(len(states)))
    codes[rows] = np.asarray(table, codes.dtype).take(column.codes[rows])
    return Column(codes, tuple(states))


def _left(known: Known | None, allowed: frozenset[FactValue]) -> Known | None:
    """What is then known; what is known for sure stays, even against it."""
    if known is not None and not isinstance(known, OneOf):
        return known
    left = allowed & known.values if isinstance(known, OneOf) else allowed
    if not left or (isinstance(known, OneOf) and left == known.values):
        return known
    return next(iter(left)) if len(left) == 1 else OneOf(left)
