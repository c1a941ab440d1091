"""Every name a region bears or bore, found by its first two characters."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.core.regions.region import Region


@dataclass(frozen=True, slots=True)
class FormerName:
    """A division that was given up: its code and the names it went by."""

    code: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One change: what was given up and the codes of the divisions that took its land."""

    given_up: tuple[FormerName, ...]
    successors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """A region that bears a name: in full or shortened, now or formerly."""

    code: str
    full: bool
    former: bool


class NameIndex:
    """Names and ordinary words, looked up at a position in a text, longest first."""

    def __init__(
        self,
        regions: Iterable[Region],
        amendments: Iterable[Amendment],
        ordinary: Collection[str],
    ) -> None:
        self._bearers: dict[str, tuple[Bearer, ...]] = {}
        self._words = frozenset(ordinary)
        for region in regions:
            self._add_region(region)
        for amendment in amendments:
            self._add_amendment(amendment)
        self._name_lengths = _lengths_by_start(self._bearers)
        self._word_lengths = _lengths_by_start(self._words)

    def bearers(self, name: str) -> tuple[Bearer, ...]:
        """The regions that bear exactly this name."""
        return self._bearers.get(name, ())

    def name_at(self, text: str, start: int) -> str | None:
        """The longest region name that begins here."""
        for length in self._name_lengths.get(text[start : start + 2], ()):
            piece = text[start : start + length]
            if piece in self._bearers:
                return piece
        return None

    def word_at(self, text: str, start: int) -> str | None:
        """The longest ordinary word that begins here."""
        for length in self._word_lengths.get(text[start : start + 2], ()):
            piece = text[start : start + length]
            if piece in self._words:
                return piece
        return None

    def is_ordinary(self, name: str) -> bool:
        """Whether a name is also a word of everyday language."""
        return name in self._words

    def _add_region(self, region: Region) -> None:
        self._add(region.name, Bearer(region.code, full=True, former=False))
        for short in region.short_names:
            self._add(short, Bearer(region.code, full=_has_kind(short), former=False))

    def _add_amendment(self, amendment: Amendment) -> None:
        for former in amendment.given_up:
            for position, name in enumerate(former.names):
                for code in amendment.successors:
                    self._add(name, Bearer(code, full=position == 0, former=True))

    def _add(self, name: str, bearer: Bearer) -> None:
        held = self._bearers.get(name, ())
        # A region that still bears the name needs no second entry for having borne it.
        if all(other.code != bearer.code for other in held):
            self._bearers[name] = (*held, bearer)


def _has_kind(name: str) -> bool:
    """Whether a short name still says what it is: 文山州, 民和县; not 文山, 民和."""
    return len(name) > 2 and name[-1] in "县州旗区"


def _lengths_by_start(names: Iterable[str]) -> dict[str, Sequence[int]]:
    lengths: dict[str, set[int]] = {}
    for name in names:
        lengths.setdefault(name[:2], set()).add(len(name))
    return {start: sorted(found, reverse=True) for start, found in lengths.items()}
