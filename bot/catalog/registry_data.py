"""Reads what `data/reference/` holds about work: occupations, work conditions, and doubtful demands of postings."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import Field, StringConstraints, TypeAdapter, ValidationError

from bot.catalog.problems import CatalogueError, Problem
from bot.catalog.schema import Identifier, Strict, Text
from bot.catalog.yaml_lines import read_yaml
from bot.core.policies.measures import Wording
from bot.core.registry.conditions import REMOTE, WorkCondition
from bot.core.registry.occupations import Occupation, Occupations, is_code
from bot.core.registry.wording import Basis, Doubt, DoubtKind

OCCUPATIONS = "occupations.csv"
CONDITIONS = "work-conditions.yaml"
DOUBTS = "doubtful-requirements.yaml"
MOST_CONDITIONS = 64
"""Each is one bit where many people and jobs are compared."""
_COLUMNS = ["code", "name", "synonyms"]
MeasureName = Annotated[str, StringConstraints(pattern=r"^\d{6}\.[a-z][a-z0-9_]*$")]


class WordingModel(Strict):
    """One text in both wordings."""

    standard: Text
    easy: Text

    def wording(self) -> Wording:
        """As the core has it."""
        return Wording(self.standard, self.easy)


class ConditionModel(Strict):
    """One work condition; the keys are explained at the head of the file."""

    group: Identifier
    name: WordingModel
    seeker: WordingModel
    employer: WordingModel
    said: tuple[Text, ...] = ()


class BasisModel(Strict):
    """A measure of the catalogue, and whether it binds public employers only."""

    measure: MeasureName
    public: bool = False


class DoubtModel(Strict):
    """One doubtful demand; the keys are explained at the head of the file."""

    kind: DoubtKind
    patterns: Annotated[tuple[Text, ...], Field(min_length=1)]
    unless: tuple[Text, ...] = ()
    essential_for: tuple[Text, ...] = ()
    reason: WordingModel
    suggestion: WordingModel
    exception: WordingModel | None
    basis: tuple[BasisModel, ...]


def load_occupations(reference_dir: Path) -> Occupations:
    """The classification. Raises `CatalogueError` with file and line of every malformed row."""
    path = reference_dir / OCCUPATIONS
    problems: list[Problem] = []
    occupations = list(_occupations(path, problems))
    seen: set[str] = set()
    for line, occupation in occupations:
        larger = occupation.code.rpartition("-")[0]
        if occupation.code in seen:
            problems.append(Problem(path, line, f"代码 {occupation.code} 写了两次"))
        elif larger and larger not in seen:
            problems.append(Problem(path, line, f"{occupation.code} 的上级 {larger} 要写在它前面"))
        seen.add(occupation.code)
    if problems:
        raise CatalogueError(problems)
    return Occupations(occupation for _, occupation in occupations)


def _occupations(path: Path, problems: list[Problem]) -> Iterator[tuple[int, Occupation]]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        if next(rows, None) != _COLUMNS:
            problems.append(Problem(path, 1, f"列名要写成 {','.join(_COLUMNS)}"))
            return
        for row in rows:
            if len(row) != len(_COLUMNS) or not is_code(row[0]) or not row[1]:
                problems.append(Problem(path, rows.line_num, "要有代码（如 4-10-04）、名称和日常说法三列"))
                continue
            synonyms = tuple(word for word in row[2].split("|") if word)
            yield rows.line_num, Occupation(row[0], row[1], synonyms)


def load_conditions(reference_dir: Path) -> dict[str, WorkCondition]:
    """Work conditions by id, in the order of the file. Raises `CatalogueError`."""
    path = reference_dir / CONDITIONS
    models = _read(path, TypeAdapter(dict[Identifier, ConditionModel]))
    if len(models) > MOST_CONDITIONS or REMOTE not in models:
        raise CatalogueError([Problem(path, 1, f"最多 {MOST_CONDITIONS} 项，其中要有 {REMOTE}")])
    return {
        name: WorkCondition(
            name, model.group, model.name.wording(), model.seeker.wording(), model.employer.wording(), model.said
        )
        for name, model in models.items()
    }


def load_doubts(reference_dir: Path) -> tuple[Doubt, ...]:
    """Doubtful demands, in the order of the file. Raises `CatalogueError`."""
    path = reference_dir / DOUBTS
    models = _read(path, TypeAdapter(dict[Identifier, DoubtModel]))
    problems: list[Problem] = []
    doubts = tuple(_doubt(name, model, path, problems) for name, model in models.items())
    if problems:
        raise CatalogueError(problems)
    return doubts


def _doubt(name: str, model: DoubtModel, path: Path, problems: list[Problem]) -> Doubt:
    problems += [Problem(path, 1, f"{name}：“{code}”不是职业代码") for code in model.essential_for if not is_code(code)]
    return Doubt(
        id=name,
        kind=model.kind,
        patterns=_patterns(name, model.patterns, path, problems),
        unless=_patterns(name, model.unless, path, problems),
        essential_for=model.essential_for,
        reason=model.reason.wording(),
        suggestion=model.suggestion.wording(),
        exception=model.exception.wording() if model.exception else None,
        basis=tuple(Basis(each.measure, each.public) for each in model.basis),
    )


def _patterns(name: str, texts: tuple[str, ...], path: Path, problems: list[Problem]) -> tuple[re.Pattern[str], ...]:
    compiled = []
    for text in texts:
        try:
            compiled.append(re.compile(text))
        except re.error as error:
            problems.append(Problem(path, 1, f"{name}：“{text}”不是正则表达式：{error}"))
    return tuple(compiled)


def _read(path: Path, shape: TypeAdapter[Any]) -> Any:
    try:
        data, lines = read_yaml(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise CatalogueError([Problem(path, line, f"不是有效的 YAML：{error.problem}")]) from error
    try:
        return shape.validate_python(data)
    except ValidationError as error:
        raise CatalogueError(
            [
                Problem(path, lines.of(detail["loc"]), f"{'.'.join(map(str, detail['loc']))}：{detail['msg']}")
                for detail in error.errors(include_url=False, include_context=False)
            ]
        ) from error
