"""Turns validated file models into the core's catalogue."""

from __future__ import annotations

from typing import cast

from bot.catalog.checks import Checker, period_of
from bot.catalog.schema import (
    AllCriterion,
    AnyCriterion,
    AtLeastCriterion,
    CriterionModel,
    DocumentModel,
    FactCriterion,
    MeasureModel,
    NotCriterion,
    ParameterModel,
    ParameterReference,
)
from bot.catalog.sources import PolicySources, RegionFolder
from bot.core.policies.catalogue import Catalogue, Topic
from bot.core.policies.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Criterion,
    FactTest,
    FactValue,
    Not,
    ParameterBound,
)
from bot.core.policies.documents import Citation, Clause, Document, Evidence, Period, Point
from bot.core.policies.measures import Force, Measure, Parameter, ParameterValue, Role, Wording


def build_catalogue(sources: PolicySources, checkers: list[Checker]) -> Catalogue:
    """The catalogue of sources that passed every check."""
    documents = {}
    clauses: list[Clause] = []
    measures: list[Measure] = []
    for checker in checkers:
        folder = checker.folder
        region = folder.documents.model.region
        for model in folder.documents.model.documents:
            documents[model.id] = _document(model, region)
        clauses += _clauses(folder)
        for source in folder.topics:
            for measure in source.model.measures:
                document = checker.documents[measure.document] if measure.document else checker.default_document()
                assert document is not None, "checked before"
                measures.append(_measure(measure, source.model.topic, region, document, checker))
    topics = {
        model.id: Topic(model.id, model.kind, model.policy, model.title, model.ask, model.menu, model.keywords)
        for model in sources.topics.values()
    }
    return Catalogue(topics, documents, tuple(clauses), tuple(measures))


def _document(model: DocumentModel, region: str) -> Document:
    return Document(
        id=model.id,
        region=region,
        title=model.title,
        short=model.short,
        number=model.number,
        issuer=model.issuer,
        issued=model.issued,
        period=Period(model.effective_from, model.effective_to),
        role=model.role,
        coverage=model.coverage,
        evidence=Evidence(model.evidence),
        end_note=model.end_note,
        successors=model.successors,
    )


def _clauses(folder: RegionFolder) -> list[Clause]:
    return [
        Clause(
            source.model.document,
            clause.id,
            clause.heading,
            tuple(Point(number, point.gist, point.left_out) for number, point in enumerate(clause.points, start=1)),
        )
        for source in folder.clauses
        for clause in source.model.clauses
    ]


def _measure(model: MeasureModel, topic: str, region: str, document: DocumentModel, checker: Checker) -> Measure:
    start, end = period_of(model, document)
    conditions = None
    if model.conditions:
        conditions = Wording(model.conditions, model.conditions_easy or model.conditions)
    return Measure(
        id=f"{region}.{model.id}",
        region=region,
        topic=topic,
        document=document.id,
        title=model.title,
        audience=frozenset(Role(role) for role in model.audience),
        force=Force(model.force),
        evidence=Evidence(model.evidence or document.evidence),
        says=Wording(model.says, model.easy),
        conditions=conditions,
        parameters={name: _parameter(name, p, Period(start, end), document) for name, p in model.parameters.items()},
        criteria=_criterion(model.criteria) if model.criteria else None,
        lead=model.units.lead,
        support=model.units.support,
        funding=model.funding,
        bring=model.bring,
        go=model.go,
        not_stated=model.not_stated,
        not_with=tuple(f"{region}.{other}" for other in model.not_with),
        asks=model.asks,
        period=Period(start, end),
        citations=tuple(_citation(document, cite) for cite in model.cites),
    )


def _citation(document: DocumentModel, cite: str) -> Citation:
    clause, _, point = cite.partition("#")
    return Citation(document.id, clause, int(point) if point else None)


def _parameter(name: str, model: ParameterModel, whole: Period, document: DocumentModel) -> Parameter:
    values = tuple(
        ParameterValue(v.value, Period(v.from_ or whole.start, v.to or whole.end), _citation(document, v.clause))
        for v in model.values
    )
    if model.value is not None:
        values = (ParameterValue(model.value, whole, _citation(document, str(model.clause))),)
    return Parameter(name, model.kind, model.unit, model.label, model.per, values)


def _criterion(model: CriterionModel) -> Criterion:
    match model:
        case FactCriterion():
            return _fact_test(model)
        case AllCriterion():
            return AllOf(tuple(_criterion(part) for part in model.all))
        case AnyCriterion():
            return AnyOf(tuple(_criterion(part) for part in model.any))
        case NotCriterion():
            return Not(_criterion(model.not_))
        case AtLeastCriterion():
            return AtLeastOf(model.at_least_of.n, tuple(_criterion(part) for part in model.at_least_of.of))


def _fact_test(model: FactCriterion) -> FactTest:
    for comparison in Comparison:
        value = getattr(model, {"is": "is_", "in": "in_"}.get(comparison, comparison))
        if value is not None:
            if isinstance(value, ParameterReference):
                value = ParameterBound(value.parameter)
            return FactTest(model.fact, comparison, cast("FactValue | tuple[FactValue, ...]", value))
    raise ValueError(f"no comparison for {model.fact}: checked before")
