"""Reads the fields of one record, or says what is wrong with each and what would be right."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.phrases import Phrases
from bot.core.records.fields import Field, Value
from bot.core.records.register import Edition
from bot.core.records.values import NotAValue, ResolveRegion, is_empty, read_value


@dataclass(frozen=True)
class Problem:
    """What is wrong with one entry: `kind` names the sentence, `column` is what it was called there."""

    kind: str
    column: str
    value: str = ""
    field: Field | None = None
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """The values that could be read, the fields that were emptied, and the problems of the others."""

    values: Mapping[str, Value]
    emptied: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()


def read(raw: Mapping[str, Any], edition: Edition, resolve: ResolveRegion, *, whole: bool = True) -> Reading:
    """Fields by id or label. A whole record gets defaults and must have what is required; no change may empty that."""
    named = _named(edition)
    values: dict[str, Value] = {}
    emptied: set[str] = set()
    problems: list[Problem] = []
    for column, entered in raw.items():
        field = named.get(column)
        if field is None:
            problems.append(Problem("unknown_column", column, near=_near(column, named)))
        elif is_empty(entered):
            emptied.add(field.id)
        else:
            try:
                values[field.id] = read_value(field, entered, resolve)
            except NotAValue as error:
                problems.append(Problem(str(error), column, str(entered), field))
    wrong = {problem.field.id for problem in problems if problem.field}
    if whole:
        _add_defaults(values, edition)
    required = edition.fields if whole else emptied
    for name in required:
        field = edition.fields[name]
        if field.required and name not in values and name not in wrong:
            problems.append(Problem("required", field.label, field=field))
    return Reading(values, frozenset(emptied), tuple(problems))


def problem_text(problem: Problem, phrases: Phrases) -> str:
    """One problem as a sentence that names the column and what is possible."""
    field = problem.field
    return phrases.say(
        f"record_problem_{problem.kind}",
        column=problem.column,
        value=problem.value,
        near="、".join(problem.near),
        options="、".join(field.choices.values()) if field else "",
        minimum=field.minimum or 0 if field else "",
        maximum=field.maximum if field else "",
    )


def _named(edition: Edition) -> dict[str, Field]:
    return {**{field.label: field for field in edition.fields.values()}, **edition.fields}


def _add_defaults(values: dict[str, Value], edition: Edition) -> None:
    for field in edition.fields.values():
        if field.default is not None and field.id not in values:
            values[field.id] = read_value(field, field.default, lambda code: code)


def _near(column: str, named: Iterable[str]) -> tuple[str, ...]:
    """Names that share the most characters with a misspelt one."""
    characters = set(column.lower())
    likely = sorted(named, key=lambda name: -len(characters & set(name)) / len(characters | set(name)))
    return tuple(likely[:3])
