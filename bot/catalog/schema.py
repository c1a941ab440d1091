"""Shape of the files under `policies/`; the published JSON Schema is generated from here.

Every model forbids unknown keys, so that a misspelt key is an error with a line and not a silent loss.
Meaning of each key: `policies/README.md`.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^\d{6}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]

Role = Literal["seeker", "employer", "staff"]
Force = Literal["must", "do", "encourage", "explore", "conditional", "by_rule", "not_stated"]
Evidence = Literal["statute", "government", "repost", "unconfirmed"]
ParameterKind = Literal[
    "amount", "ratio", "threshold", "count", "duration", "date", "multiple", "phone", "name", "reference"
]
Unit = Literal[
    "CNY", "percent", "permille_per_day", "person", "post", "place", "item", "event", "household", "year", "month",
    "day", "times", "multiple", "grade", "age", "none",
]  # fmt: skip
Per = Literal["once", "month", "year", "day", "person", "person_month"]
Gap = Literal[
    "amount", "ratio", "how_to_apply", "materials", "deadline", "place", "phone", "conditions", "duration",
    "quota_number", "website", "schedule", "content", "list", "subsidy",
]  # fmt: skip


class Strict(BaseModel):
    """Base of all file models: frozen, and unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class DocumentModel(Strict):
    """A published document. `number` is null where the text has none: never invented."""

    id: Slug
    title: Text
    short: Text
    number: str | None
    issuer: Text
    issued: dt.date | None
    effective_from: dt.date
    effective_to: dt.date | None
    role: Literal["plan", "law", "rule", "reference"] = "plan"
    coverage: Literal["full", "excerpt"] = "full"
    evidence: Evidence = "government"
    end_note: str | None = None
    successors: tuple[Slug, ...] = ()
    superiors: tuple[Text, ...] = ()


class DocumentsFile(Strict):
    """`documents.yaml`: who the region is and which documents hold there."""

    region: Code
    name: Text
    short: Text
    documents: tuple[DocumentModel, ...]


class PointModel(Strict):
    """One provision of a clause: a gist in our own words, and why it is left out if no measure states it."""

    gist: Text
    left_out: Identifier | None = None


class ClauseModel(Strict):
    """A clause by the id under which it is cited, e.g. 二(六), 附件3, 表一5.3, 正文二."""

    id: Text
    heading: Text
    points: Annotated[tuple[PointModel, ...], Field(min_length=1)]


class ClausesFile(Strict):
    """`clauses*.yaml`: the clauses of one document, in its own order."""

    document: Slug
    clauses: tuple[ClauseModel, ...]


class DatedValue(Strict):
    """A value that holds from `from` to `to`, both included; absent ends are the measure's own."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    value: str
    from_: Annotated[dt.date | None, Field(alias="from")] = None
    to: dt.date | None = None
    clause: Text


class ParameterModel(Strict):
    """A figure, date, phone or name that texts may show through `{its_name}`; each value has its clause."""

    kind: ParameterKind
    unit: Unit = "none"
    label: str | None = None
    per: Per | None = None
    value: str | None = None
    clause: str | None = None
    values: tuple[DatedValue, ...] = ()


class PeriodModel(Strict):
    """Both days included. Overrides the period of the measure's document."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    from_: Annotated[dt.date | None, Field(alias="from")] = None
    to: dt.date | None = None


class ParameterReference(Strict):
    """Points a comparison to a parameter of the same measure instead of a literal."""

    parameter: Identifier


Literal_ = bool | int | Decimal | str
Bound = int | Decimal | ParameterReference | dt.date


class FactCriterion(Strict):
    """A test of one fact. Exactly one of the comparisons is given."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    fact: Identifier
    is_: Annotated[Literal_ | None, Field(alias="is")] = None
    in_: Annotated[tuple[Literal_, ...] | None, Field(alias="in")] = None
    at_least: Bound | None = None
    at_most: Bound | None = None
    more_than: Bound | None = None
    less_than: Bound | None = None
    within: Code | None = None


class AllCriterion(Strict):
    """Holds when every part holds."""

    all: Annotated[tuple[CriterionModel, ...], Field(min_length=1)]


class AnyCriterion(Strict):
    """Holds when at least one part holds."""

    any: Annotated[tuple[CriterionModel, ...], Field(min_length=1)]


class NotCriterion(Strict):
    """Holds when the part does not."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    not_: Annotated[CriterionModel, Field(alias="not")]


class AtLeastModel(Strict):
    """How many of which parts."""

    n: Annotated[int, Field(ge=1)]
    of: Annotated[tuple[CriterionModel, ...], Field(min_length=1)]


class AtLeastCriterion(Strict):
    """Holds when at least `n` of the parts hold."""

    at_least_of: AtLeastModel


CriterionModel = FactCriterion | AllCriterion | AnyCriterion | NotCriterion | AtLeastCriterion


class UnitsModel(Strict):
    """Who is responsible, as the document names them."""

    lead: tuple[Text, ...] = ()
    support: tuple[Text, ...] = ()


class MeasureModel(Strict):
    """One thing a document gives, demands or leaves open, in plain words of our own."""

    id: Identifier
    title: Text
    audience: Annotated[tuple[Role, ...], Field(min_length=1)]
    force: Force
    says: Text
    easy: Text
    conditions: str | None = None
    conditions_easy: str | None = None
    parameters: dict[Identifier, ParameterModel] = {}
    criteria: CriterionModel | None = None
    units: UnitsModel = UnitsModel()
    funding: tuple[Text, ...] = ()
    bring: str | None = None
    go: str | None = None
    not_stated: tuple[Gap, ...] = ()
    not_with: tuple[Identifier, ...] = ()
    cautions: tuple[Identifier, ...] = ()
    asks: tuple[Text, ...] = ()
    period: PeriodModel | None = None
    evidence: Evidence | None = None
    document: Slug | None = None
    cites: tuple[Text, ...] = ()


class MeasuresFile(Strict):
    """One topic of one region; the first measure is the one that answers the topic's plain question."""

    topic: Identifier
    measures: Annotated[tuple[MeasureModel, ...], Field(min_length=1)]


class OptionModel(Strict):
    """One choice of a fact, as the person sees it."""

    value: str | int
    text: Text
    easy: Text


class FactModel(Strict):
    """A typed fact that criteria may test, and how it is asked."""

    label: Text
    about: Literal["person", "employer"]
    type: Literal["boolean", "integer", "decimal", "choice", "date", "region"]
    unit: Unit = "none"
    group: Identifier
    question: Text
    easy: Text
    why: Text
    yes_text: Text | None = None
    no_text: Text | None = None
    options: tuple[OptionModel, ...] = ()
    minimum: int | Decimal | None = None
    maximum: int | Decimal | None = None
    sensitive: bool = False
    effort: Annotated[int, Field(ge=1, le=3)] = 1
    decided_by: Literal["person", "office"] = "person"
    change: Text | None = None
    not_above: Identifier | None = None


class ItemModel(Strict):
    """One line of a question list."""

    text: Text
    easy: Text


class QuestionListModel(Strict):
    """Yes-or-no facts asked together, as lines to choose from."""

    question: Text
    easy: Text
    items: Annotated[dict[Identifier, ItemModel], Field(min_length=2)]


class ImplicationModel(Strict):
    """Where `when` holds, `then` holds too; `says` tells people why both cannot differ."""

    when: CriterionModel
    then: FactCriterion
    says: Text


class TopicModel(Strict):
    """A topic of the public contract, how it is named to people, and the words that point to it."""

    id: Identifier
    kind: Literal["seeker", "employer", "action", "talk"]
    policy: bool
    title: str
    ask: str = ""
    menu: str | None = None
    keywords: tuple[str, ...] = ()
