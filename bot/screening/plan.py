"""Which measures are screened for, and whom each of them concerns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.core.eligibility.determination import Candidate, candidates
from bot.core.eligibility.evaluate import leaves
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.facts import About
from bot.core.regions.region import NATIONAL, ancestors


@dataclass(frozen=True)
class Plan:
    """The measures of each region that concern anybody, the nation's first."""

    about: About
    on: dt.date
    by_region: Mapping[str, tuple[Candidate, ...]]

    def candidates(self) -> Iterator[Candidate]:
        """All of them, in the order of the result."""
        for found in self.by_region.values():
            yield from found


def facts_of(fitting: Iterable[Candidate]) -> frozenset[str]:
    """What the rules of these measures test."""
    return frozenset(leaf.fact for each in fitting for leaf in leaves(each.rule))


def make_plan(
    catalogue: Catalogue,
    about: About,
    on: dt.date,
    regions: Iterable[str | None],
    only: frozenset[str] | None = None,
) -> Plan:
    """The measures that concern people in `regions`: of these regions and all above them; `only` these, if given."""
    concerned = {code for region in regions for code in ancestors(region or NATIONAL)}
    by_region = {}
    for code in sorted(concerned):
        found = tuple(
            each
            for each in candidates(catalogue, code, about, on)
            if each.measure.region == code and (only is None or each.measure.id in only)
        )
        if found:
            by_region[code] = found
    return Plan(about, on, by_region)
