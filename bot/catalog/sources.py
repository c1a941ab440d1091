"""Reads the files under `policies/` into validated models, keeping their lines."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from bot.catalog.problems import CatalogueError, Problem
from bot.catalog.schema import (
    ClausesFile,
    DocumentsFile,
    FactModel,
    ImplicationModel,
    MeasuresFile,
    QuestionListModel,
    TopicModel,
)
from bot.catalog.yaml_lines import Lines, read_yaml

SCHEMA_FOLDER = "schema"
_FOLDER_NAME = re.compile(r"^\d{6}-[a-z-]+$")
NOT_TOPICS = ("documents.yaml", "clauses")
"""File names in a region's folder that do not hold measures (prefixes)."""


@dataclass(frozen=True)
class Source[T]:
    """One file: where, what it says, and on which line each part stands."""

    path: Path
    model: T
    lines: Lines


@dataclass
class RegionFolder:
    """`policies/<code>-<name>/`."""

    path: Path
    documents: Source[DocumentsFile]
    clauses: list[Source[ClausesFile]] = field(default_factory=list)
    topics: list[Source[MeasuresFile]] = field(default_factory=list)


@dataclass
class PolicySources:
    """Everything under `policies/` that passed the schema, and the problems of what did not."""

    root: Path
    facts: dict[str, FactModel] = field(default_factory=dict)
    implications: Source[list[ImplicationModel]] | None = None
    question_lists: dict[str, QuestionListModel] = field(default_factory=dict)
    topics: dict[str, TopicModel] = field(default_factory=dict)
    left_out_reasons: dict[str, str] = field(default_factory=dict)
    regions: list[RegionFolder] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_sources(root: Path) -> PolicySources:
    """Read every file below `root`; schema problems are collected, files with problems left out."""
    sources = PolicySources(root)
    facts = _read(root / "facts.yaml", TypeAdapter(dict[str, FactModel]), sources)
    sources.implications = _read(root / "implications.yaml", TypeAdapter(list[ImplicationModel]), sources)
    lists = _read(root / "question-lists.yaml", TypeAdapter(dict[str, QuestionListModel]), sources)
    topics = _read(root / "topics.yaml", TypeAdapter(list[TopicModel]), sources)
    reasons = _read(root / "left-out-reasons.yaml", TypeAdapter(dict[str, str]), sources)
    sources.facts = facts.model if facts else {}
    sources.question_lists = lists.model if lists else {}
    sources.topics = {topic.id: topic for topic in topics.model} if topics else {}
    sources.left_out_reasons = reasons.model if reasons else {}
    for folder in sorted(path for path in root.iterdir() if path.is_dir() and path.name != SCHEMA_FOLDER):
        if _FOLDER_NAME.match(folder.name):
            _read_region(folder, sources)
        else:
            sources.problems.append(Problem(folder, 1, "文件夹名要写成“六位代码-拼音名”，如 532622-yanshan"))
    return sources


def read_one[T](path: Path, shape: type[T]) -> Source[T]:
    """One file by itself. Raises `CatalogueError` with its problems."""
    sources = PolicySources(path.parent)
    source = _read(path, shape, sources)
    if source is None:
        raise CatalogueError(sources.problems)
    return source


def _read_region(folder: Path, sources: PolicySources) -> None:
    documents = _read(folder / "documents.yaml", DocumentsFile, sources)
    if documents is None:
        return
    region = RegionFolder(folder, documents)
    for path in sorted(folder.glob("*.yaml")):
        if path.name.startswith("clauses"):
            if clauses := _read(path, ClausesFile, sources):
                region.clauses.append(clauses)
        elif not path.name.startswith(NOT_TOPICS) and (topic := _read(path, MeasuresFile, sources)):
            region.topics.append(topic)
    sources.regions.append(region)


def _read[T](path: Path, shape: type[T] | TypeAdapter[T], sources: PolicySources) -> Source[T] | None:
    try:
        data, lines = read_yaml(path)
    except FileNotFoundError:
        sources.problems.append(Problem(path, 1, "缺少这个文件"))
        return None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        sources.problems.append(Problem(path, line, f"不是有效的 YAML：{error.problem}"))
        return None
    try:
        if isinstance(shape, TypeAdapter):
            return Source(path, shape.validate_python(data), lines)
        if issubclass(shape, BaseModel):
            return Source(path, shape.model_validate(data), lines)
        raise TypeError(shape)
    except ValidationError as error:
        for detail in error.errors(include_url=False, include_context=False):
            place = ".".join(str(part) for part in detail["loc"])
            sources.problems.append(Problem(path, lines.of(detail["loc"]), f"{place}：{detail['msg']}"))
        return None
