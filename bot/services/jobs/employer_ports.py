"""What the list of employers needs from outside: an employer is everything kept under one name in one region."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.services.records.record_ports import Stored

SORTS = ("name", "region", "published", "changed")
"""By what the list can be sorted."""


@dataclass(frozen=True)
class EmployersWanted:
    """Which employers: every part that is given has to fit.

    `registers`: those that count, each with the field that names the employer. `region` includes its parts. `text` is
    part of a plain name (`core.records.identity.plain_name`). `in_review`: only those with a posting in review. `sort`
    is one of `SORTS`.
    """

    registers: Mapping[str, str]
    region: str
    text: str = ""
    in_review: bool = False
    sort: str = "name"
    descending: bool = False


@dataclass(frozen=True)
class EmployerLine:
    """An employer in the list. `number` and `name` are those of the record that was added last.

    `posts`: people wanted by the published postings together. `others`: records that are no postings.
    """

    number: str
    name: str
    region: str
    published: int
    in_review: int
    posts: int
    others: int
    changed_at: dt.datetime


@dataclass(frozen=True)
class EmployerRecord:
    """A record of an employer, without what is secret. `name`: the employer's, as it is written there."""

    stored: Stored
    name: str
    changed_at: dt.datetime


class Employers(Protocol):
    """Employers by their records; nothing is decrypted for them."""

    async def page(self, wanted: EmployersWanted, first: int, limit: int) -> Sequence[EmployerLine]:
        """The employers of one page."""
        ...

    async def count(self, wanted: EmployersWanted) -> int:
        """How many employers there are on all pages."""
        ...

    async def records(self, number: str, registers: Mapping[str, str], limit: int) -> Sequence[EmployerRecord]:
        """Records in these registers of the employer whom the record of this number is about, the newest first.

        `registers` as in `EmployersWanted`. None if there is no such record there, or if it is about no employer.
        """
        ...
