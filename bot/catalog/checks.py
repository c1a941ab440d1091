"""What the schema cannot see: references between files, dates, figures, and completeness."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise

from bot.catalog.criteria_checks import criterion_problems
from bot.catalog.figures import bare_figures, placeholders
from bot.catalog.problems import Problem
from bot.catalog.schema import ClauseModel, DocumentModel, MeasureModel, MeasuresFile, ParameterModel
from bot.catalog.sources import PolicySources, RegionFolder, Source

POLICY_TEXTS = ("says", "easy", "conditions", "conditions_easy", "bring", "go")
LONGEST = {"says": 110, "easy": 90, "conditions": 80, "conditions_easy": 60}
"""Characters, so that an answer stays near 200."""
NUMERIC_KINDS = ("amount", "ratio", "threshold", "count", "duration", "multiple")


class Checker:
    """Checks one region's folder against the rest of the sources."""

    def __init__(self, sources: PolicySources, folder: RegionFolder, known_regions: frozenset[str]) -> None:
        self.sources, self.folder, self.known_regions = sources, folder, known_regions
        self.documents = {document.id: document for document in folder.documents.model.documents}
        self.clauses: dict[tuple[str, str], ClauseModel] = {
            (source.model.document, clause.id): clause for source in folder.clauses for clause in source.model.clauses
        }
        self.measure_ids = {measure.id for source in folder.topics for measure in source.model.measures}

    def problems(self) -> Iterator[Problem]:
        """Every problem of the folder."""
        yield from self._documents()
        yield from self._clauses()
        seen: set[str] = set()
        for source in self.folder.topics:
            if source.model.topic not in self.sources.topics:
                yield Problem(
                    source.path, source.lines.of(("topic",)), f"没有“{source.model.topic}”这个主题，见 topics.yaml"
                )
            for index, measure in enumerate(source.model.measures):
                at = _At(source, index)
                if measure.id in seen:
                    yield at.problem("id", f"编号“{measure.id}”在本地区用了两次")
                seen.add(measure.id)
                yield from self._measure(measure, at)
        yield from self._completeness()

    def default_document(self) -> DocumentModel | None:
        """The document meant where a measure names none: the region's only plan."""
        plans = [document for document in self.documents.values() if document.role == "plan"]
        return plans[0] if len(plans) == 1 else None

    def _documents(self) -> Iterator[Problem]:
        source = self.folder.documents
        known = {d.id for folder in self.sources.regions for d in folder.documents.model.documents}
        if source.model.region not in self.known_regions:
            yield Problem(source.path, source.lines.of(("region",)), f"行政区划代码 {source.model.region} 不存在")
        for index, document in enumerate(source.model.documents):
            line = source.lines.of(("documents", index))
            for successor in document.successors:
                if successor not in known:
                    yield Problem(source.path, line, f"后续文件“{successor}”没有登记")
            if document.effective_to and document.effective_to < document.effective_from:
                yield Problem(source.path, line, "失效日期早于生效日期")

    def _clauses(self) -> Iterator[Problem]:
        for source in self.folder.clauses:
            if source.model.document not in self.documents:
                yield Problem(source.path, source.lines.of(("document",)), f"文件“{source.model.document}”没有登记")
            for index, clause in enumerate(source.model.clauses):
                for point in clause.points:
                    if point.left_out and point.left_out not in self.sources.left_out_reasons:
                        line = source.lines.of(("clauses", index))
                        yield Problem(source.path, line, f"“{point.left_out}”不是登记过的略去理由")

    def _measure(self, measure: MeasureModel, at: _At) -> Iterator[Problem]:
        document = self.documents.get(measure.document) if measure.document else self.default_document()
        if document is None:
            yield at.problem("document", "没有写明出自哪份文件，或文件没有登记")
            return
        if measure.force != "not_stated" and not measure.cites:
            yield at.problem("id", "没有写出处条款（cites）")
        for cite in measure.cites:
            yield from self._cite(cite, document, at)
        yield from self._texts(measure, at)
        for name, parameter in measure.parameters.items():
            yield from self._parameter(name, parameter, measure, document, at)
        if measure.criteria is not None:
            for fact, sentence in criterion_problems(measure.criteria, self.sources.facts, set(measure.parameters)):
                yield at.problem("criteria", f"{fact}：{sentence}")
        yield from self._others(measure, at)

    def _others(self, measure: MeasureModel, at: _At) -> Iterator[Problem]:
        for topic in measure.cautions:
            if topic not in self.sources.topics:
                yield at.problem("cautions", f"没有“{topic}”这个主题")
        for other in measure.not_with:
            if other not in self.measure_ids:
                yield at.problem("not_with", f"没有编号为“{other}”的措施")

    def _cite(self, cite: str, document: DocumentModel, at: _At) -> Iterator[Problem]:
        clause_id, _, point = cite.partition("#")
        clause = self.clauses.get((document.id, clause_id))
        if clause is None:
            yield at.problem("cites", f"文件“{document.id}”没有条款“{clause_id}”")
        elif point and not (point.isdigit() and 1 <= int(point) <= len(clause.points)):
            yield at.problem("cites", f"条款“{clause_id}”没有第 {point} 点")
        elif not point and len(clause.points) > 1:
            yield at.problem("cites", f"条款“{clause_id}”有 {len(clause.points)} 点，请写明是哪一点，如 {clause_id}#1")

    def _texts(self, measure: MeasureModel, at: _At) -> Iterator[Problem]:
        for key in POLICY_TEXTS:
            text: str | None = getattr(measure, key)
            if text is None:
                continue
            for name in placeholders(text):
                if name not in measure.parameters:
                    yield at.problem(key, f"没有参数“{name}”")
            for figure in bare_figures(text):
                yield at.problem(key, f"“{figure}”直接写在文字里；数字要写成带条款的参数")
            if len(text) > LONGEST.get(key, 1000):
                yield at.problem(key, f"有 {len(text)} 字，最多 {LONGEST[key]} 字")

    def _parameter(
        self, name: str, parameter: ParameterModel, measure: MeasureModel, document: DocumentModel, at: _At
    ) -> Iterator[Problem]:
        where = f"parameters.{name}"
        if (parameter.value is None) == (not parameter.values):
            yield at.problem("parameters", f"{where}：value 和 values 写一个，只写一个")
            return
        if parameter.value is not None and not parameter.clause:
            yield at.problem("parameters", f"{where}：没有写出处条款（clause）")
            return
        start, end = period_of(measure, document)
        dated = [(v.value, v.from_ or start, v.to or end, v.clause) for v in parameter.values]
        dated = dated or [(str(parameter.value), start, end, str(parameter.clause))]
        for value, _, _, clause in dated:
            yield from (at.problem("parameters", f"{where}：{p.sentence}") for p in self._cite(clause, document, at))
            if parameter.kind in NUMERIC_KINDS and not _is_number(value):
                yield at.problem("parameters", f"{where}：“{value}”不是数")
        for (_, _, before_end, _), (_, after_start, _, _) in pairwise(dated):
            if before_end is None or after_start is None or after_start <= before_end:
                yield at.problem("parameters", f"{where}：前后两段日期重叠")
            elif after_start != before_end + dt.timedelta(days=1):
                yield at.problem("parameters", f"{where}：{before_end} 到 {after_start} 之间没有值")

    def _completeness(self) -> Iterator[Problem]:
        if self.default_document() is None:
            return
        present = {source.model.topic for source in self.folder.topics}
        for topic in self.sources.topics.values():
            if topic.policy and topic.id not in present:
                sentence = f"没有主题“{topic.id}”；文件没写的也要用 not_stated 写明"
                yield Problem(self.folder.documents.path, 1, sentence)
        cited = {
            (measure.document or "", *_split(cite))
            for source in self.folder.topics
            for measure in source.model.measures
            for cite in measure.cites
        }
        default = self.default_document()
        for clauses in self.folder.clauses:
            document = clauses.model.document
            named = "" if default and default.id == document else document
            for index, clause in enumerate(clauses.model.clauses):
                for number, point in enumerate(clause.points, start=1):
                    found = {(named, clause.id, number), (document, clause.id, number)} & cited
                    line = clauses.lines.of(("clauses", index, "points", number - 1))
                    if not found and not point.left_out:
                        yield Problem(clauses.path, line, f"{clause.id} 第 {number} 点没有措施写到，也没有略去理由")
                    if found and point.left_out:
                        yield Problem(clauses.path, line, f"{clause.id} 第 {number} 点既有措施又写了略去理由")


class _At:
    """Where a measure stands."""

    def __init__(self, source: Source[MeasuresFile], index: int) -> None:
        self._source, self._index = source, index

    def problem(self, key: str, sentence: str) -> Problem:
        """A problem at `key` of the measure."""
        measure = self._source.model.measures[self._index]
        line = self._source.lines.of(("measures", self._index, key))
        return Problem(self._source.path, line, f"{measure.id}.{key}：{sentence}")


def period_of(measure: MeasureModel, document: DocumentModel) -> tuple[dt.date | None, dt.date | None]:
    """The measure's own period where it has one, else its document's."""
    own = measure.period
    start = own.from_ if own and own.from_ else document.effective_from
    end = own.to if own and own.to else document.effective_to
    return start, end


def _split(cite: str) -> tuple[str, int]:
    clause, _, point = cite.partition("#")
    return clause, int(point) if point.isdigit() else 1


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
