"""Jobs, or needs, that come and go: many in columns that are built now and then, a few that changed since beside them.

A list over both is exactly the list over columns that had just been built.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from heapq import merge
from itertools import islice
from typing import Protocol

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.shortlist import Ranked


class Kept(Protocol):
    """What is indexed."""

    @property
    def id(self) -> str:
        """Its own among all."""
        ...


class Columns[Asked](Protocol):
    """`JobColumns` or `NeedColumns`."""

    def drop(self, name: str, /) -> None:
        """Leave one out from now on."""
        ...

    def best(self, asked: Asked, /, most: int, on: dt.date | None = None) -> list[Ranked]:
        """The head of the ranked list."""
        ...


class Index[K: Kept, Asked]:
    """Everything that is matched against. Lists may be asked for in another thread while things change here."""

    def __init__(self, columns: Callable[[Iterable[K]], Columns[Asked]]) -> None:
        self._columns = columns
        self._all: dict[str, K] = {}
        self._built = columns(())
        self._changed: dict[str, K] = {}
        self._beside: Columns[Asked] | None = None
        self._changes = 0

    def __len__(self) -> int:
        return len(self._all)

    def get(self, name: str) -> K | None:
        """What is indexed under this id."""
        return self._all.get(name)

    def names(self) -> frozenset[str]:
        """All ids."""
        return frozenset(self._all)

    def all(self) -> tuple[K, ...]:
        """Everything, in the order in which it first came."""
        return tuple(self._all.values())

    def put(self, several: Iterable[K]) -> None:
        """Add, or take the place of what had the same id."""
        for each in several:
            self._built.drop(each.id)
            self._all[each.id] = self._changed[each.id] = each
            self._changes += 1
        self._beside = None

    def drop(self, names: Iterable[str]) -> None:
        """Take out; ids that are not there change nothing."""
        for name in names:
            if self._all.pop(name, None) is not None:
                self._built.drop(name)
                self._changes += 1
                if self._changed.pop(name, None) is not None:
                    self._beside = None

    def best(self, asked: Asked, most: int, on: dt.date | None = None) -> list[Ranked]:
        """At most so many that are not ruled out, the best first; with a day given, of those that count on it."""
        beside = self._beside
        if beside is None:
            beside = self._beside = self._columns(tuple(self._changed.values()))
        both = merge(self._built.best(asked, most, on), beside.best(asked, most, on), key=_order)
        return list(islice(both, most))

    @property
    def changes(self) -> int:
        """How much has changed since the large columns were built; the more, the longer lists take."""
        return self._changes

    def snapshot(self) -> Mapping[str, K]:
        """What there is now."""
        return dict(self._all)

    def built_of(self, snapshot: Mapping[str, K]) -> Columns[Asked]:
        """Columns for `install`. Takes long for many: meant for another thread."""
        return self._columns(snapshot.values())

    def install(self, snapshot: Mapping[str, K], built: Columns[Asked]) -> None:
        """Use columns that were built of a snapshot; what has changed since stays beside them."""
        for name, each in snapshot.items():
            if self._all.get(name) is not each:
                built.drop(name)
        self._changed = {name: each for name, each in self._all.items() if snapshot.get(name) is not each}
        self._built, self._beside, self._changes = built, None, len(self._changed)


def _order(ranked: Ranked) -> tuple[bool, float, str]:
    return ranked.fit is not Ternary.YES, -ranked.score, ranked.id
