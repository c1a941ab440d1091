"""Registers: what is kept, and as what each region's document words it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from bot.core.policies.documents import Citation
from bot.core.policies.measures import Parameter, Role, Wording
from bot.core.records.fields import IDENTIFYING, Field, Value
from bot.core.records.periods import PeriodKind
from bot.core.records.rules import Deadline, Demand, Expected, Figure, Reminder
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


@dataclass(frozen=True)
class Chat:
    """How a register is offered in a conversation: the button, what is said before the questions and at the end."""

    offer: Wording
    intro: Wording
    done: Wording


@dataclass(frozen=True)
class Expiry:
    """A record stands until the day of `field`, which is `days` after it was handed in or renewed."""

    field: str
    days: int


@dataclass(frozen=True, eq=False)
class Edition:
    """A register as it stands in one region: its document's words, options and targets.

    The national edition has no document: it is what the service itself keeps, wherever no region says otherwise.
    `chat` with the `topics` whose answers offer it; `consent`: the purpose to be agreed to before anything is asked;
    `least_age` of whoever hands it in; `owner_changes`: the state to which a change by the owner leads – without it the
    owner may change a record only where it begins. `shown_with`: topics and measures whose answers show its entries.
    `employs`: its subjects are employers that give work, not institutions that serve people.
    """

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
    chat: Chat | None = None
    topics: tuple[str, ...] = ()
    consent: str | None = None
    least_age: int | None = None
    expires: Expiry | None = None
    owner_changes: str | None = None
    shown_with: frozenset[str] = frozenset()
    employs: bool = False

    @cached_property
    def outside(self) -> Mapping[str, Field]:
        """The fields that people outside fill."""
        return {name: field for name, field in self.fields.items() if not field.office}

    def handed_in(self) -> Edition:
        """As it holds for what is handed in: what the office fills may still be missing."""
        fields = {
            name: replace(field, required=field.required and not field.office) for name, field in self.fields.items()
        }
        return replace(self, fields=fields)

    @cached_property
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
        """The edition that holds in `region`, the region's own before the national one.

        `None` where the documents know no such thing.
        """
        return next((self.editions[code] for code in ancestors(region) if code in self.editions), None)
