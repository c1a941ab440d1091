"""Shape of the files under `data/registers/`; what each key means stands in the README there.

A declaration is a general part and, under `regions`, what differs from place to place. Both are merged into one
edition a region before the shape is checked, so that every region may say any key in its own way.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from bot.catalog.registry_data import WordingModel
from bot.catalog.schema import Identifier, Role, Strict, Text
from bot.core.records.fields import FieldType
from bot.core.records.periods import PeriodKind
from bot.core.records.register import Kind, Subject
from bot.core.records.rules import Rule
from bot.core.records.staff import StaffRole
from bot.core.regions.region import Level

FeatureRow = Annotated[str, StringConstraints(pattern=r"^S\d\d$")]
MeasureName = Annotated[str, StringConstraints(pattern=r"^\d{6}\.[a-z][a-z0-9_]*$")]
Purpose = Literal[
    "policy_notices", "job_need", "disability", "contact", "introduction", "job_posting", "submission", "alerts",
    "handover",
]  # fmt: skip
"""What somebody may agree to; the wording is in `data/content/zh-CN/consents.yaml`."""
Plain = bool | int | str
Several = Plain | tuple[Plain, ...]


class OptionsFrom(StrEnum):
    """Lists of the reference data that a field's options may be."""

    WORK_CONDITIONS = "work_conditions"


class FieldModel(Strict):
    """One field."""

    label: Text
    type: FieldType
    required: bool = False
    options: dict[Identifier, Text] | None = None
    options_from: OptionsFrom | None = None
    default: Plain | None = None
    minimum: int | None = None
    maximum: int | None = None
    personal: bool = False
    sensitive: bool = False
    note: Text | None = None
    register_: Annotated[Identifier | None, Field(alias="register")] = None
    asks: WordingModel | None = None
    hint: WordingModel | None = None
    among: Identifier | None = None
    apart_from: Identifier | None = None
    only_if: Annotated[dict[Identifier, Several] | None, Field(min_length=1, max_length=1)] = None
    fact: Identifier | None = None
    office: bool = False
    consent: Purpose | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ParameterOf(Strict):
    """A figure of the policies: no target is written down a second time."""

    measure: MeasureName
    parameter: Identifier


class MoveModel(Strict):
    """The way into a state."""

    from_: Annotated[tuple[Identifier, ...], Field(alias="from", min_length=1)]
    by: tuple[StaffRole, ...] = (StaffRole.ADMIN, StaffRole.EDITOR)
    by_another: bool = False
    by_owner: bool = False
    needs: tuple[Identifier, ...] = ()

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class StatesModel(Strict):
    """The states in their order, and how each but the first is reached."""

    labels: Annotated[dict[Identifier, Text], Field(min_length=2)]
    moves: dict[Identifier, MoveModel]


class ReminderModel(Strict):
    """`before` days before `date`, or before the end of the period where no date is named; `silent` days in a state."""

    says: Text
    before: Annotated[int, Field(ge=0)] = 0
    date: Identifier | None = None
    states: tuple[Identifier, ...] | None = None
    unless: dict[Identifier, Several] | None = None
    silent: Annotated[int | None, Field(ge=1)] = None


class DemandModel(Strict):
    """What makes a record complete."""

    needs: tuple[Identifier, ...] = ()
    positive: Identifier | None = None
    reaches: Identifier | None = None
    when: dict[Identifier, Several] | None = None


class FigureModel(Strict):
    """A computed figure, by one of the named rules."""

    label: Text
    rule: Rule
    of: Identifier | None = None
    to: Identifier | None = None
    register_: Annotated[Identifier | None, Field(alias="register")] = None
    least: ParameterOf | None = None
    most: ParameterOf | None = None
    parts: dict[Identifier, ParameterOf] | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ExportModel(Strict):
    """What a file and a tally show."""

    columns: tuple[Identifier, ...] | None = None
    group_by: Identifier | None = None
    totals: tuple[Identifier, ...] = ()


class DraftsModel(Strict):
    """A text from one record, and one from all."""

    record: Text | None = None
    tally: Text | None = None


class DeadlineModel(Strict):
    """One date of a calendar, by the measure that sets it."""

    what: Text
    units: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    to: Text | None = None
    each: PeriodKind
    level: Level | None = None
    before: Annotated[int, Field(ge=0)] = 30
    measure: MeasureName
    parameter: Identifier | None = None


class ExpectedModel(Strict):
    """A record for every period in which the measure held."""

    measure: MeasureName
    says: Text


class SameAgainModel(Strict):
    """A warning when the same subject comes again with the same values."""

    fields: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    says: Text


class ChatModel(Strict):
    """How it is offered in a conversation."""

    offer: WordingModel
    intro: WordingModel
    done: WordingModel


class ExpiryModel(Strict):
    """Until when a record stands: so many days after it was handed in or renewed."""

    field: Identifier
    days: Annotated[int, Field(ge=1)]


class EditionModel(Strict):
    """A declaration as it stands in one region."""

    id: Identifier
    title: Text
    kind: Kind
    rows: tuple[FeatureRow, ...] = ()
    clause: tuple[Text, ...] | Text = ()
    note: Text | None = None
    subject: Subject
    period: PeriodKind | None = None
    level: Level | None = None
    fields: Annotated[dict[Identifier, FieldModel], Field(min_length=1)]
    identified_by: Identifier | None = None
    employs: bool = True
    unique: tuple[Identifier, ...] = ()
    public: tuple[Identifier, ...] = ()
    public_when: dict[Identifier, Several] = Field(default_factory=dict)
    public_states: tuple[Identifier, ...] | None = None
    public_until: Identifier | None = None
    owner_sees: tuple[Identifier, ...] = ()
    open_to: tuple[Role, ...] = ()
    restricted: bool = False
    states: StatesModel | None = None
    reminders: tuple[ReminderModel, ...] = ()
    complete: tuple[DemandModel, ...] = ()
    figures: dict[Identifier, FigureModel] = Field(default_factory=dict)
    export: ExportModel = ExportModel()
    drafts: DraftsModel = DraftsModel()
    named: tuple[dict[Identifier, Plain], ...] = ()
    deadlines: dict[Identifier, DeadlineModel] = Field(default_factory=dict)
    expected: ExpectedModel | None = None
    one_each: Identifier | None = None
    least_each: ParameterOf | None = None
    same_again: SameAgainModel | None = None
    on_import: Literal["refuse", "merge"] = "refuse"
    chat: ChatModel | None = None
    topics: tuple[Identifier, ...] = ()
    consent: Purpose | None = None
    least_age: Annotated[int | None, Field(ge=1)] = None
    expires: ExpiryModel | None = None
    owner_changes: Identifier | None = None
    shown_with: tuple[MeasureName | Identifier, ...] = ()

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses it rests on."""
        return (self.clause,) if isinstance(self.clause, str) else self.clause
