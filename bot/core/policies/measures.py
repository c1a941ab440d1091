"""Measures: what a document gives, demands or leaves open, with its dated parameters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from bot.core.policies.criteria import Criterion
from bot.core.policies.documents import Citation, Evidence, Period


class Role(StrEnum):
    """Whom a measure concerns and who is asking."""

    SEEKER = "seeker"
    EMPLOYER = "employer"
    STAFF = "staff"


class Force(StrEnum):
    """How strongly the document puts it: never to be rendered stronger than it is."""

    MUST = "must"
    DO = "do"
    ENCOURAGE = "encourage"
    EXPLORE = "explore"
    CONDITIONAL = "conditional"
    BY_RULE = "by_rule"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class ParameterValue:
    """What a parameter is from the first to the last day of `period`, and where that is written."""

    value: str
    period: Period
    citation: Citation


@dataclass(frozen=True)
class Parameter:
    """A figure, date, phone or name. `unit` and `per` are ids worded in the content files."""

    id: str
    kind: str
    unit: str
    label: str | None
    per: str | None
    values: tuple[ParameterValue, ...]

    def on(self, day: dt.date) -> ParameterValue:
        """The value on `day`; before the first or after the last one, the nearest, whose period tells so."""
        for value in self.values:
            if value.period.status(day) == "in_force":
                return value
        first = self.values[0]
        return first if first.period.status(day) == "not_yet" else self.values[-1]


@dataclass(frozen=True)
class Wording:
    """The same statement in standard and easy-read words; both may hold `{parameter}` marks."""

    standard: str
    easy: str

    def choose(self, easy: bool) -> str:
        """The easy-read words if asked for, else the standard ones."""
        return self.easy if easy else self.standard


@dataclass(frozen=True, eq=False)
class Measure:
    """One statement of the catalogue. `id` is `<region>.<name>`, e.g. `532622.rural_transfer`.

    `cautions`: topics whose measures this one warns about when several of them fit one person.

    There is one object of each, so that identity is equality and measures can be kept in sets.
    """

    id: str
    region: str
    topic: str
    document: str
    title: str
    audience: frozenset[Role]
    force: Force
    evidence: Evidence
    says: Wording
    conditions: Wording | None
    parameters: dict[str, Parameter]
    criteria: Criterion | None
    lead: tuple[str, ...]
    support: tuple[str, ...]
    funding: tuple[str, ...]
    bring: str | None
    go: str | None
    not_stated: tuple[str, ...]
    not_with: tuple[str, ...]
    cautions: tuple[str, ...]
    asks: tuple[str, ...]
    period: Period
    citations: tuple[Citation, ...]

    @property
    def stated(self) -> bool:
        """False for a first-class “this document does not state it”."""
        return self.force is not Force.NOT_STATED
