"""The regions of the country as one value that answers questions about them."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from bot.core.regions.names import Amendment, NameIndex
from bot.core.regions.region import NATIONAL, Region, ancestors
from bot.core.regions.sound import SoundIndex

_UNWIELDY = ("自治", "族", "特别行政区")


class Gazetteer:
    """Looks up regions by code, and gives the indexes by which names are recognised."""

    def __init__(
        self,
        regions: Iterable[Region],
        amendments: Sequence[Amendment] = (),
        ordinary_words: Collection[str] = (),
    ) -> None:
        self._regions = {region.code: region for region in regions}
        self._children: dict[str, list[Region]] = {}
        for region in self._regions.values():
            self._children.setdefault(self._parent(region.code), []).append(region)
        self._successors = {
            former.code: amendment.successors for amendment in amendments for former in amendment.given_up
        }
        self.names = NameIndex(self._regions.values(), amendments, ordinary_words)

    @cached_property
    def sounds(self) -> SoundIndex:
        """Names by pronunciation; built when the first misspelling has to be understood."""
        return SoundIndex(self._regions.values())

    def get(self, code: str) -> Region | None:
        """The region with this code, if it exists today."""
        return self._regions.get(code)

    def codes(self) -> frozenset[str]:
        """Every code of today, with the whole country's."""
        return frozenset((*self._regions, NATIONAL))

    def successors(self, code: str) -> tuple[str, ...]:
        """The codes that took the place of one that was given up; itself while it stands."""
        if code in self._regions:
            return (code,)
        return self._successors.get(code, ())

    def full_name(self, code: str) -> str:
        """The name with everything above it: 云南省文山壮族苗族自治州砚山县."""
        chain = (self._regions.get(each) for each in reversed(ancestors(code)))
        return "".join(region.name for region in chain if region is not None)

    def display_name(self, code: str) -> str:
        """The name as people say it: 砚山县, 文山州, 新疆."""
        if code == NATIONAL:
            return "全国"
        region = self._regions[code]
        unwieldy = any(part in region.name for part in _UNWIELDY)
        return region.short_names[0] if unwieldy and region.short_names else region.name

    def contains(self, outer: str, inner: str) -> bool:
        """Whether one region is the other or lies within it."""
        return outer in ancestors(inner)

    def children(self, code: str) -> tuple[Region, ...]:
        """The regions directly below this one."""
        return tuple(self._children.get(code, ()))

    def _parent(self, code: str) -> str:
        above = ancestors(code)[1:]
        return next((each for each in above if each in self._regions), NATIONAL)
