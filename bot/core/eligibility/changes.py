"""What someone could change about themselves to fit a measure."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.evaluate import Leaf, Rule, evaluate
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.facts import Fact


def changes(rule: Rule, known: Circumstances, facts: Mapping[str, Fact]) -> tuple[Leaf, ...] | None:
    """The fewest tests that fail now and that the person can bring about, so that nothing speaks against them.

    Empty if nothing fails; `None` if it cannot be reached, e.g. because of age or kind of disability.
    """
    if evaluate(rule, known) is not Ternary.NO:
        return ()
    if isinstance(rule, Leaf):
        return (rule,) if facts[rule.fact].change else None
    reachable = [found for part in rule.parts if (found := changes(part, known, facts)) is not None]
    if len(reachable) < rule.n:
        return None
    fewest = sorted(reachable, key=len)[: rule.n]
    return tuple(dict.fromkeys(leaf for found in fewest for leaf in found))
