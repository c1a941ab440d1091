"""What somebody's disability is plays no part: there is nowhere to write it down, and no rule that could read it."""

from __future__ import annotations

import dataclasses
import inspect
import typing
from collections.abc import Callable
from enum import Enum
from typing import Any

import pytest

from bot.catalog.registry_data import load_conditions
from bot.core.matching import columns, explaining, index, judging, match, questions, telling
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed
from bot.core.registry.terms import Audience
from bot.settings import ROOT

KINDS = {"visual", "hearing", "speech", "physical", "intellectual", "psychosocial", "multiple"}
TELLING = ("kind", "grade", "disab", "diagnos", "severe", "impair", *KINDS)
CHINESE = ("视力", "听力", "言语", "肢体", "智力", "精神", "多重", "盲人", "聋", "哑", "瘫", "残疾", "等级", "重度")
CONDITIONS = load_conditions(ROOT / "data" / "reference")


def parts(value: object) -> set[type]:
    """Every class that a value of this type is made of."""
    found: set[type] = set()
    waiting = [value]
    while waiting:
        current = waiting.pop()
        waiting += typing.get_args(current)
        if isinstance(current, type) and current not in found:
            found.add(current)
            if dataclasses.is_dataclass(current):
                waiting += list(typing.get_type_hints(current).values())
    return found


def test_two_needs_that_differ_only_in_kind_cannot_exist() -> None:
    fields = {
        field.name for each in parts(JobNeed) if dataclasses.is_dataclass(each) for field in dataclasses.fields(each)
    }
    assert len(fields) > 10
    assert [name for name in fields if any(word in name for word in TELLING)] == []
    values = {str(value.value) for each in parts(JobNeed) if issubclass(each, Enum) for value in each}
    assert len(values) > 10
    assert [value for value in values if any(word in value for word in TELLING)] == []
    # What is left are names that others may choose: occupations, skills, certificates, and ids of conditions.
    assert [name for name in CONDITIONS if any(word in name for word in TELLING)] == []


def test_a_job_can_be_kept_for_disabled_people_but_not_for_some_of_them() -> None:
    values = {str(value.value) for each in parts(Job) if issubclass(each, Enum) for value in each}
    assert [value for value in values if any(word in value for word in TELLING)] == [Audience.DISABLED.value]


def entrances() -> list[Callable[..., Any]]:
    """Every function and method by which matching is used."""
    found: list[Callable[..., Any]] = []
    for module in (columns, explaining, index, judging, match, questions, telling):
        for name, each in vars(module).items():
            if inspect.isfunction(each) and each.__module__ == module.__name__:
                found.append(each)
            elif inspect.isclass(each) and each.__module__ == module.__name__ and not name.startswith("_"):
                found += [method for _, method in inspect.getmembers(each, inspect.isfunction)]
    return found


@pytest.mark.parametrize("entrance", entrances(), ids=lambda entrance: entrance.__qualname__)
def test_no_function_of_matching_takes_a_disability(entrance: Callable[..., Any]) -> None:
    assert [name for name in inspect.signature(entrance).parameters if any(word in name for word in TELLING)] == []


@pytest.mark.parametrize("name", CONDITIONS)
def test_conditions_speak_of_the_work_and_not_of_the_person(name: str) -> None:
    condition = CONDITIONS[name]
    for wording in (condition.name, condition.asks_seeker, condition.asks_employer):
        said = wording.standard + wording.easy
        assert [word for word in CHINESE if word in said] == []
