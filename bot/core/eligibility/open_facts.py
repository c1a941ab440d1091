"""Which facts could still decide which rule, worked out once for every state a rule can be in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from bot.core.eligibility.circumstances import Circumstances, Known
from bot.core.eligibility.evaluate import Rule, deciding, evaluate, leaves
from bot.core.eligibility.ternary import Ternary

REMEMBERED = 1 << 12
"""So many states of rules are kept: people in the same position are asked the same."""


class OpenFacts:
    """The open facts of some rules. Sets of facts are bits, in the order of `askable`."""

    def __init__(self, rules: Sequence[Rule], askable: Sequence[str]) -> None:
        self._rules = rules
        self._facts_of = [tuple(dict.fromkeys(leaf.fact for leaf in leaves(rule))) for rule in rules]
        self._bits = {fact: 1 << place for place, fact in enumerate(askable)}
        self._open = lru_cache(REMEMBERED)(self._open_in)

    def of(self, known: Circumstances) -> dict[int, int]:
        """The undecided rules, by their number, each with the facts that are to be asked for it."""
        asked = ~self._set_of(known.declined)
        found = {
            number: self._open(number, tuple(map(known.get, facts))) & asked
            for number, facts in enumerate(self._facts_of)
        }
        return {number: facts for number, facts in found.items() if facts}

    def after(self, waiting: Mapping[int, int], known: Circumstances, further: Mapping[str, Known]) -> Iterator[int]:
        """For each waiting rule what is still to be asked once `further` is known too."""
        for number, facts in waiting.items():
            of_rule = self._facts_of[number]
            if further.keys().isdisjoint(of_rule):
                yield facts
            else:
                values = tuple(further[fact] if fact in further else known.get(fact) for fact in of_rule)
                # Knowing more never opens a fact, so that what was declined stays out.
                yield facts & self._open(number, values)

    def by_fact(self, waiting: Mapping[int, int]) -> dict[str, int]:
        """The facts, each with the rules (as bits) that wait for it."""
        found = {
            fact: sum(1 << number for number, facts in waiting.items() if facts & bit)
            for fact, bit in self._bits.items()
        }
        return {fact: rules for fact, rules in found.items() if rules}

    def _open_in(self, number: int, values: tuple[Known | None, ...]) -> int:
        """The facts that could still decide a rule of whose facts so much is known."""
        told = zip(self._facts_of[number], values, strict=True)
        known = Circumstances({fact: value for fact, value in told if value is not None})
        if evaluate(self._rules[number], known) is not Ternary.UNKNOWN:
            return 0
        facts = dict.fromkeys(leaf.fact for leaf in deciding(self._rules[number], known))
        return self._set_of(fact for fact in facts if not known.is_settled(fact))

    def _set_of(self, facts: Iterable[str]) -> int:
        return sum(self._bits.get(fact, 0) for fact in facts)
