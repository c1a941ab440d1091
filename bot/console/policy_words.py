"""How the pages about policies name regions, days, states and figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.console.guard import Visit
from bot.core.answers.figures import shown
from bot.core.policies.documents import Period, Status
from bot.core.policies.measures import Measure

KINDS = {Status.IN_FORCE: "good", Status.ENDED: "bad", Status.NOT_YET: "warn"}
"""How each state is set off, besides its word."""


@dataclass(frozen=True)
class Figure:
    """A figure of a measure as it is in one span of time; days are in words."""

    label: str
    value: str
    start: str
    end: str
    clause: str


def places_of(visit: Visit) -> dict[str, str]:
    """Every region that has measures."""
    regions = sorted({each.region for each in visit.desk.catalogue.measures})
    return {region: visit.desk.pages.place(region) for region in regions}


def first_day(period: Period, visit: Visit) -> str:
    """The first day of a period."""
    return period.start.isoformat() if period.start else visit.desk.words.say("policies.open")


def last_day(period: Period, visit: Visit) -> str:
    """The last day of a period."""
    return period.end.isoformat() if period.end else visit.desk.words.say("policies.open")


def period_of(period: Period, visit: Visit) -> str:
    """From when to when."""
    if period.start is None and period.end is None:
        return visit.desk.words.say("policies.open")
    start, end = first_day(period, visit), last_day(period, visit)
    return visit.desk.words.say("policies.period_text", start=start, end=end)


def figures_of(measure: Measure, today: dt.date, visit: Visit) -> Sequence[Figure]:
    """Every figure of a measure in each of its spans, the earliest first."""
    found = []
    for parameter in measure.parameters.values():
        for value in parameter.values:
            day = value.period.start or value.period.end or today
            alone = replace(parameter, values=(value,))
            text = shown(alone, day, visit.desk.phrases)
            days = (first_day(value.period, visit), last_day(value.period, visit))
            found.append(Figure(parameter.label or parameter.id, text, *days, value.citation.clause))
    return found
