"""Registers: what is kept, and as what each region's document words it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.policies.documents import Citation, Period
from bot.core.policies.measures import Parameter, Role
from bot.core.records.fields import IDENTIFYING, Field, Value
from bot.core.records.periods import PeriodKind
from bot.core.records.states import States
from bot.core.regions.region import Level, ancestors


class Kind(StrEnum):
    """How records come about: as entries of a list, one per subject and period, as something submitted, by dates."""

    REGISTER = "register"
    LEDGER = "ledger"
    CASE = "case"
    CALENDAR = "calendar"


class Subject(StrEnum):
    """Whose record it is."""

    PERSON = "person"
    EMPLOYER = "employer"
    REGION = "region"
    NONE = "none"


class Rule(StrEnum):
    """How a figure follows from the fields of a record.

    `share` and `ratio`: `of` as a percentage of `to`. `shortfall`: by how much `of` stays below `to`.
    `value`: `of` itself, held against a target. `count_of`: how many records of another register the same
    subject has. `at_least_of`: how many of `parts` have reached their own target.
    """

    SHARE = "share"
    RATIO = "ratio"
    SHORTFALL = "shortfall"
    VALUE = "value"
    COUNT_OF = "count_of"
    AT_LEAST_OF = "at_least_of"


@dataclass(frozen=True)
class Figure:
    """A figure that is computed, never entered. Targets are parameters of measures: they have dates and clauses."""

    id: str
    label: str
    rule: Rule
    of: str | None = None
    to: str | None = None
    register: str | None = None
    least: Parameter | None = None
    most: Parameter | None = None
    parts: Mapping[str, Parameter] | None = None


@dataclass(frozen=True)
class Demand:
    """What makes a record complete: fields filled, a number above zero, a figure's target reached.

    It is made only where the field of `when` has one of the values given there.
    """

    needs: tuple[str, ...] = ()
    positive: str | None = None
    reaches: str | None = None
    when: tuple[str, frozenset[Value]] | None = None


@dataclass(frozen=True)
class Reminder:
    """When staff are reminded: `before` days before a date field, or before the period of an incomplete record ends.

    `states` and `unless` leave out records that are settled.
    """

    says: str
    before: int
    date: str | None = None
    states: frozenset[str] | None = None
    unless: tuple[str, frozenset[Value]] | None = None


@dataclass(frozen=True)
class Expected:
    """There ought to be a record for every period in which the measure held, as `says` puts it."""

    period: Period
    says: str


@dataclass(frozen=True)
class Deadline:
    """One date of a calendar: who has to do what by when, and how many days before staff are reminded.

    `parameter` is `None` where the document says how often, but not until which day. `level`: every region of this
    level has to do it, else the document's own region.
    """

    id: str
    what: str
    units: frozenset[str]
    to: str | None
    each: PeriodKind
    level: Level | None
    before: int
    parameter: Parameter | None
    period: Period
    issued: dt.date | None
    clause: str


@dataclass(frozen=True)
class Publicity:
    """What anyone may see, of which records: those in `states`, with the values of `when`, until the day of `until`."""

    fields: tuple[str, ...]
    states: frozenset[str] | None
    when: Mapping[str, frozenset[Value]]
    until: str | None


@dataclass(frozen=True)
class Export:
    """Columns of a file, and by which field lists are grouped and which numbers are added up."""

    columns: tuple[str, ...]
    group_by: str | None
    totals: tuple[str, ...]


@dataclass(frozen=True)
class Drafts:
    """Texts for staff to take over, from one record and from the sums of all; `{marks}` are fields and figures."""

    record: str | None = None
    tally: str | None = None


@dataclass(frozen=True)
class SameAgain:
    """A warning when the same subject has a record with the same values in these fields."""

    fields: tuple[str, ...]
    says: str


@dataclass(frozen=True, eq=False)
class Edition:
    """A register as it stands in one region: its document's words, options and targets."""

    register: str
    region: str
    kind: Kind
    title: str
    citations: tuple[Citation, ...]
    note: str | None
    subject: Subject
    period: PeriodKind | None
    level: Level | None
    fields: Mapping[str, Field]
    identified_by: str | None
    unique: tuple[str, ...]
    public: Publicity
    owner_sees: tuple[str, ...]
    open_to: frozenset[Role]
    restricted: bool
    states: States | None
    reminders: tuple[Reminder, ...]
    demands: tuple[Demand, ...]
    figures: Mapping[str, Figure]
    export: Export
    drafts: Drafts
    named: tuple[Mapping[str, Value], ...]
    deadlines: Mapping[str, Deadline]
    expected: Expected | None
    one_each: str | None
    least_each: Parameter | None
    same_again: SameAgain | None
    merges: bool

    @property
    def private(self) -> frozenset[str]:
        """Fields that are encrypted at rest."""
        return frozenset(
            field.id for field in self.fields.values() if field.personal or self.restricted or field.type in IDENTIFYING
        )


@dataclass(frozen=True, eq=False)
class Register:
    """One declaration with its editions by region; `rows` are the features it serves."""

    id: str
    title: str
    kind: Kind
    rows: tuple[str, ...]
    editions: Mapping[str, Edition]

    @property
    def restricted(self) -> bool:
        """Whether only admins may look into it, anywhere."""
        return any(edition.restricted for edition in self.editions.values())

    def at(self, region: str) -> Edition | None:
        """The edition that holds in `region`; `None` where the documents know no such thing."""
        return next((self.editions[code] for code in ancestors(region) if code in self.editions), None)
