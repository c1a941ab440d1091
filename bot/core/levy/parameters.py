"""The figures of the computation as they stand on the last day of the year concerned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from bot.core.levy.rules import Figure, LevyRules, Source, Stated, stated_in
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.documents import Evidence


@dataclass(frozen=True)
class Relief:
    """The reductions of one period (财政部公告2023年第8号)."""

    exempt_up_to: Stated
    share: Stated
    at_share: Stated
    below_share: Stated


@dataclass(frozen=True)
class LevyParameters:
    """Figures and rules of one year. `cap` and `relief` are `None` where none holds, `local_ratio` where unconfirmed.

    `relief_last_day` is the last day of the latest relief known, also when none holds in the year itself.
    """

    region: str | None
    day: dt.date
    formula: Source
    gap: Source
    headcount: Source
    placed: Source
    dispatched: Source
    average_wage: Source
    minimum_ratio: Stated
    local_ratio: Stated | None
    severe_counts: Stated
    cap: Stated | None
    relief: Relief | None
    relief_last_day: dt.date | None

    @property
    def year(self) -> int:
        """The year whose head counts and wages are used."""
        return self.day.year


def parameters_on(rules: LevyRules, catalogue: Catalogue, region: str | None, year: int) -> LevyParameters:
    """What holds for `year` in `region` (`None`: unknown). Everything is looked up on the year's last day."""
    day = dt.date(year, 12, 31)
    return LevyParameters(
        region=region,
        day=day,
        formula=stated_in(rules.formula),
        gap=stated_in(rules.gap),
        headcount=stated_in(rules.headcount),
        placed=stated_in(rules.placed),
        dispatched=stated_in(rules.dispatched),
        average_wage=stated_in(rules.average_wage),
        minimum_ratio=rules.minimum_ratio.on(day),
        local_ratio=_local_ratio(rules, catalogue, region, day),
        severe_counts=rules.severe_counts.on(day),
        cap=rules.cap.in_force(day),
        relief=_relief(rules, day),
        relief_last_day=rules.relief_at_share.last_day,
    )


def _local_ratio(rules: LevyRules, catalogue: Catalogue, region: str | None, day: dt.date) -> Stated | None:
    """The ratio confirmed for that day by the region itself or the nearest one above it."""
    name = rules.local_ratio.parameter
    for measure in catalogue.local(region, rules.local_ratio.topic) if region else ():
        if name in measure.parameters and measure.stated and measure.evidence is not Evidence.UNCONFIRMED:
            return Figure(measure, measure.parameters[name]).in_force(day)
    return None


def _relief(rules: LevyRules, day: dt.date) -> Relief | None:
    exempt_up_to, share = rules.exempt_up_to.in_force(day), rules.relief_share.in_force(day)
    at_share, below_share = rules.relief_at_share.in_force(day), rules.relief_below_share.in_force(day)
    if exempt_up_to and share and at_share and below_share:
        return Relief(exempt_up_to, share, at_share, below_share)
    return None
