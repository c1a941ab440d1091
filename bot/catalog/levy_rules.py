"""Reads `policies/levy-rules.yaml`: which measure and parameter of the catalogue plays which part in the levy."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from bot.catalog.problems import CatalogueError, Problem
from bot.catalog.schema import Identifier, Strict, Unit
from bot.catalog.sources import Source, read_one
from bot.core.levy.rules import Figure, LevyRules, LocalRatio
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.measures import Measure

FILE = "levy-rules.yaml"
MeasureName = Annotated[str, StringConstraints(pattern=r"^\d{6}\.[a-z][a-z0-9_]*$")]
FigureName = Annotated[str, StringConstraints(pattern=r"^\d{6}\.[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$")]
UNITS: Mapping[str, Unit] = {
    "minimum_ratio": "percent",
    "severe_counts": "person",
    "severe_card_grade": "grade",
    "severe_soldier_grade": "grade",
    "cap": "multiple",
    "exempt_up_to": "person",
    "relief_share": "percent",
    "relief_at_share": "percent",
    "relief_below_share": "percent",
}
"""The unit in which each figure must be stated, since the computation relies on it."""


class LocalRatioModel(Strict):
    """Where regions state their own ratio."""

    topic: Identifier
    parameter: Identifier


class LevyRulesFile(Strict):
    """The file; what each part is, is said in it."""

    duty: MeasureName
    formula: MeasureName
    gap: MeasureName
    headcount: MeasureName
    placed: MeasureName
    by_month: MeasureName
    dispatched: MeasureName
    average_wage: MeasureName
    social_average: MeasureName
    minimum_ratio: FigureName
    local_ratio: LocalRatioModel
    severe_counts: FigureName
    severe_card_grade: FigureName
    severe_soldier_grade: FigureName
    cap: FigureName
    exempt_up_to: FigureName
    relief_share: FigureName
    relief_at_share: FigureName
    relief_below_share: FigureName
    relief_end: MeasureName
    relief_ended: MeasureName
    reward_topic: Identifier
    filing: Annotated[tuple[MeasureName, ...], Field(min_length=1)]


def check_levy_rules(root: Path, catalogue: Catalogue) -> None:
    """Raise `CatalogueError` if the rules do not fit the catalogue; policies without such a file have no levy."""
    if (root / FILE).exists():
        load_levy_rules(root, catalogue)


def load_levy_rules(root: Path, catalogue: Catalogue) -> LevyRules:
    """The rules with the catalogue's measures. Raises `CatalogueError` with every problem."""
    resolver = _Resolver(read_one(root / FILE, LevyRulesFile), catalogue)
    rules = resolver.resolved()
    if resolver.problems:
        raise CatalogueError(resolver.problems)
    return LevyRules(**rules)


class _Resolver:
    """Replaces names by what they name and keeps the problems of those that name nothing."""

    def __init__(self, source: Source[LevyRulesFile], catalogue: Catalogue) -> None:
        self._source, self._catalogue = source, catalogue
        self._measures = {measure.id: measure for measure in catalogue.measures}
        self.problems: list[Problem] = []

    def resolved(self) -> dict[str, Any]:
        """The parts by name; a part that could not be found is missing or `None`, and there is a problem."""
        parts: dict[str, Any] = {}
        for part, named in self._source.model:
            if part in UNITS:
                parts[part] = self._figure(part, named)
            elif part == "filing":
                parts[part] = tuple(self._measure(part, name) for name in named)
            elif part == "reward_topic":
                parts[part] = named
                self._topic(part, named)
            elif part == "local_ratio":
                parts[part] = LocalRatio(named.topic, named.parameter)
                self._topic(part, named.topic)
                self._local_units(named)
            else:
                parts[part] = self._measure(part, named)
        duty = parts["duty"]
        if duty is not None and duty.period.start is None:
            self._problem("duty", "要有起始日期（period 的 from）")
        return parts

    def _measure(self, part: str, name: str) -> Measure | None:
        measure = self._measures.get(name)
        if measure is None:
            self._problem(part, f"没有编号为“{name}”的措施")
        return measure

    def _figure(self, part: str, name: str) -> Figure | None:
        measure_name, _, parameter_name = name.rpartition(".")
        measure = self._measure(part, measure_name)
        if measure is None:
            return None
        parameter = measure.parameters.get(parameter_name)
        if parameter is None:
            self._problem(part, f"措施“{measure_name}”没有参数“{parameter_name}”")
            return None
        if parameter.unit != UNITS[part]:
            self._problem(part, f"参数“{name}”的单位应当是 {UNITS[part]}，不是 {parameter.unit}")
        return Figure(measure, parameter)

    def _topic(self, part: str, topic: str) -> None:
        if topic not in self._catalogue.topics:
            self._problem(part, f"没有“{topic}”这个主题，见 topics.yaml")

    def _local_units(self, local: LocalRatioModel) -> None:
        for measure in self._catalogue.of_topic(local.topic):
            parameter = measure.parameters.get(local.parameter)
            if parameter is not None and parameter.unit != "percent":
                self._problem("local_ratio", f"参数“{measure.id}.{local.parameter}”的单位应当是 percent")

    def _problem(self, part: str, sentence: str) -> None:
        line = self._source.lines.of((part,))
        self.problems.append(Problem(self._source.path, line, f"{part}：{sentence}"))
