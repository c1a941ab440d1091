"""What somebody said yes or no to; everything else was not said, which is never a no."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Said:
    """Names that were affirmed and names that were denied. Raises `ValueError` for a name that is both."""

    yes: frozenset[str] = frozenset()
    no: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        both = self.yes & self.no
        if both:
            raise ValueError(f"said both yes and no: {', '.join(sorted(both))}")

    @classmethod
    def of(cls, answers: Mapping[str, bool]) -> Said:
        """Answers by name."""
        return cls(
            frozenset(name for name, answer in answers.items() if answer),
            frozenset(name for name, answer in answers.items() if not answer),
        )

    def get(self, name: str) -> bool | None:
        """The answer; `None` if nothing was said."""
        if name in self.yes:
            return True
        return False if name in self.no else None

    def saying(self, names: Iterable[str], answer: bool) -> Said:
        """With these names answered, over what was said of them before."""
        new = frozenset(names)
        return Said(self.yes | new, self.no - new) if answer else Said(self.yes - new, self.no | new)


NOTHING = Said()
"""Nobody said anything."""
