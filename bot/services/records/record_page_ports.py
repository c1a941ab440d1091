"""What lists of very many records need from outside: one page of them, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.services.records.record_ports import Stored, Wanted

NEWEST = "entered"
"""The order in which records were added."""
CLEAR = ("entered", "region", "period", "state", "state_since")
"""By what records of every register can be sorted, apart from their fields."""


class SortKind(StrEnum):
    """What a field holds by which a list is sorted."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"


@dataclass(frozen=True)
class Chosen:
    """An option of a field; `several` if the field may hold more than one."""

    field: str
    option: str
    several: bool


@dataclass(frozen=True)
class PageWanted:
    """Which records, and which part of them in which order.

    `text` is part of what is kept in clear; `options` count as the text, since options are kept by
    key. `sort` is one of `CLEAR`, or the id of a field that is kept in clear, and `kind` what such
    a field holds. `order` are the states as they follow each other, for sorting by state.
    """

    wanted: Wanted
    text: str | None = None
    options: tuple[Chosen, ...] = ()
    sort: str = NEWEST
    kind: SortKind = SortKind.TEXT
    order: tuple[str, ...] = ()
    descending: bool = True
    first: int = 0
    limit: int = 25


class RecordPages(Protocol):
    """Pages of records. Nothing but the page itself is read in full, or decrypted."""

    async def page(self, wanted: PageWanted) -> tuple[Sequence[Stored], int]:
        """The records of one page, and how many there are on all pages."""
        ...

    async def after(self, wanted: PageWanted) -> Sequence[Stored]:
        """The records of one page, without counting the others."""
        ...

    async def counts(self, region: str) -> Mapping[str, int]:
        """How many records each register has in a region and its parts; registers without any are left out."""
        ...
