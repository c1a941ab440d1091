"""Reads `data/reference/figures.yaml`: what the console counts, and which numbers of the documents stand beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.catalog.problems import CatalogueError, Problem
from bot.catalog.schema import Identifier, Strict, Text
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.documents import Document
from bot.core.policies.measures import Measure, Parameter
from bot.services.staff.figure_ports import Counted

FILE = "figures.yaml"


class _Series(Strict):
    of: Identifier | None = None
    date: Identifier | None = None
    state: Identifier | None = None
    told: bool = False


class _Target(Strict):
    measure: Text
    parameter: Identifier


class _File(Strict):
    series: dict[Identifier, _Series]
    targets: tuple[_Target, ...]
    no_target: tuple[Text, ...]
    reporting: dict[Text, Text]


@dataclass(frozen=True)
class Target:
    """How many people a document wants to have newly employed: the number is that of a parameter."""

    measure: Measure
    parameter: Parameter
    document: Document

    def number(self, on: dt.date) -> int:
        """The number on a day."""
        return int(self.parameter.on(on).value)


@dataclass(frozen=True)
class FigureRules:
    """What is counted by month; targets and the absence of one; which measure asks each region for a report.

    `documents`: those of all these measures, by id.
    """

    series: tuple[Counted, ...]
    targets: tuple[Target, ...]
    no_target: tuple[Measure, ...]
    reporting: Mapping[str, Measure]
    documents: Mapping[str, Document]


def load_figure_rules(reference_dir: Path, catalogue: Catalogue) -> FigureRules:
    """Everything in the file. Raises `pydantic.ValidationError`, `CatalogueError` for what no measure states."""
    file = _File.model_validate(yaml.safe_load((reference_dir / FILE).read_text(encoding="utf-8")))
    try:
        targets = tuple(_target(each, catalogue) for each in file.targets)
        no_target = tuple(catalogue.measure(each) for each in file.no_target)
        reporting = {region: catalogue.measure(each) for region, each in file.reporting.items()}
    except KeyError as unknown:
        raise CatalogueError([Problem(reference_dir / FILE, 1, f"没有 {unknown}。")]) from None
    series = tuple(Counted(name, each.of, each.date, each.state, told=each.told) for name, each in file.series.items())
    return FigureRules(series, targets, no_target, reporting, catalogue.documents)


def _target(each: _Target, catalogue: Catalogue) -> Target:
    measure = catalogue.measure(each.measure)
    parameter = measure.parameters[each.parameter]
    if (parameter.kind, parameter.unit) != ("count", "person"):
        raise CatalogueError([Problem(Path(FILE), 1, f"{each.measure} 的 {each.parameter} 不是人数。")])
    return Target(measure, parameter, catalogue.documents[measure.document])
