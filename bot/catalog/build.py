"""Turns validated file models into the core's catalogue."""

from __future__ import annotations

from bot.catalog.build_facts import build_criterion, build_facts, build_implications, build_question_lists
from bot.catalog.checks import Checker, period_of
from bot.catalog.schema import (
    DocumentModel,
    MeasureModel,
    ParameterModel,
)
from bot.catalog.sources import PolicySources, RegionFolder
from bot.core.policies.catalogue import Catalogue, Topic
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
    return Catalogue(
        topics,
        documents,
        tuple(clauses),
        tuple(measures),
        build_facts(sources.facts),
        build_question_lists(sources.question_lists),
        build_implications(sources.implications.model if sources.implications else []),
    )


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
        criteria=build_criterion(model.criteria) if model.criteria else None,
        lead=model.units.lead,
        support=model.units.support,
        funding=model.funding,
        bring=model.bring,
        go=model.go,
        not_stated=model.not_stated,
        not_with=tuple(f"{region}.{other}" for other in model.not_with),
        cautions=model.cautions,
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
