"""The words that explanations of matches are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from bot.core.phrases import Phrases
from bot.core.regions import Gazetteer
from bot.core.registry.conditions import WorkCondition
from bot.core.registry.occupations import Occupations
from bot.core.registry.terms import Wage

SUCH_AS = 2
"""Everyday words that stand for a class."""


@dataclass(frozen=True)
class Words:
    """What explanations are made of. `easy` asks for easy-read words."""

    phrases: Phrases
    gazetteer: Gazetteer
    occupations: Occupations
    conditions: Mapping[str, WorkCondition]
    easy: bool = False

    def in_words(self, *, easy: bool) -> Words:
        """The same in easy-read words, or not."""
        return replace(self, easy=easy)

    def say(self, key: str, **values: object) -> str:
        """A phrase in the chosen words."""
        return self.phrases.say(key, self.easy, **values)

    def names(self, group: str, keys: Iterable[str]) -> str:
        """Several names of a list, in the order of the list."""
        chosen = set(keys)
        return "、".join(name for key, name in self.phrases.group(group).items() if key in chosen)

    def occupation(self, code: str) -> str:
        """A class by the words people use for it: its official name says little. The code if it is not listed."""
        found = self.occupations.get(code)
        if found is None or not found.synonyms:
            return found.name if found else code
        return self.say("occupation_such_as", name=found.name, such_as="、".join(found.synonyms[:SUCH_AS]))

    def place(self, code: str) -> str:
        """The region's name with everything above it."""
        return self.gazetteer.full_name(code) or self.gazetteer.display_name(code)

    def condition(self, name: str) -> str:
        """What a work condition is called in a sentence."""
        return self.conditions[name].name.choose(self.easy)

    def wage(self, wage: Wage) -> str:
        """A wage as people write it: 每月3000到4000元."""
        per = self.phrases.name("job_per", wage.per)
        low, high = _yuan(wage.low), _yuan(wage.high)
        if wage.low is None:
            return self.say("wage_up_to", per=per, high=high)
        if wage.high is None:
            return self.say("wage_from", per=per, low=low)
        return self.say("wage_exact" if low == high else "wage_range", per=per, low=low, high=high)


def _yuan(fen: int | None) -> str:
    return "" if fen is None else f"{(Decimal(fen) / 100).normalize():f}"
