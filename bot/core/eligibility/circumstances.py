"""What is known of one person or employer, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.core.policies.criteria import FactValue


@dataclass(frozen=True)
class OneOf:
    """A fact known only so far: one of these values, e.g. 重度 is grade 1 or 2."""

    values: frozenset[FactValue]


Known = FactValue | OneOf


@dataclass(frozen=True)
class Circumstances:
    """Facts by id. `said` comes from the person; `implied` follows from it; `declined` is never asked again."""

    said: Mapping[str, Known] = field(default_factory=dict)
    implied: Mapping[str, Known] = field(default_factory=dict)
    declined: frozenset[str] = frozenset()

    def get(self, fact: str) -> Known | None:
        """What is known of the fact; `None` if nothing is."""
        known = self.said.get(fact)
        return known if known is not None and not isinstance(known, OneOf) else self.implied.get(fact, known)

    def is_settled(self, fact: str) -> bool:
        """Whether asking makes no sense: it is known for sure, or the person cannot or will not say."""
        known = self.get(fact)
        return fact in self.declined or (known is not None and not isinstance(known, OneOf))

    def saying(self, facts: Mapping[str, Known]) -> Circumstances:
        """With these facts said, over what was said before; what followed from it must be inferred anew."""
        return replace(self, said={**self.said, **facts}, implied={}, declined=self.declined - frozenset(facts))

    def without(self, facts: Iterable[str]) -> Circumstances:
        """As if these had never been said."""
        gone = frozenset(facts)
        kept = {fact: value for fact, value in self.said.items() if fact not in gone}
        return replace(self, said=kept, implied={}, declined=self.declined - gone)

    def declining(self, facts: Iterable[str]) -> Circumstances:
        """The person does not know these or does not want to say them."""
        gone = frozenset(facts)
        kept = {fact: value for fact, value in self.said.items() if fact not in gone}
        return replace(self, said=kept, implied={}, declined=self.declined | gone)
