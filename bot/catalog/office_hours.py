"""Reads `data/reference/office-hours.yaml`: when staff are there, and how long either side may be silent."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.core.handover.hours import Hours, OfficeHours, Span
from bot.core.handover.steps import Patience
from bot.core.regions.region import NATIONAL

FILE = "office-hours.yaml"
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _span(written: object) -> Span:
    """`8:30-12:00`. Raises `ValueError` for anything else."""
    found = _SPAN.fullmatch(str(written).replace(" ", ""))
    if found is None:
        raise ValueError(f"“{written}”要写成 8:30-12:00 这样")
    from_hour, from_minute, to_hour, to_minute = map(int, found.groups())
    span = Span(dt.time(from_hour, from_minute), dt.time(to_hour, to_minute))
    if span.start >= span.end:
        raise ValueError(f"“{written}”的结束要晚于开始")
    return span


_Spans = list[Annotated[Span, BeforeValidator(_span)]]


class _Hours(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)

    monday: _Spans = []
    tuesday: _Spans = []
    wednesday: _Spans = []
    thursday: _Spans = []
    friday: _Spans = []
    saturday: _Spans = []
    sunday: _Spans = []
    holidays: list[dt.date] = []
    workdays: list[dt.date] = []

    def made(self) -> OfficeHours:
        spans = {day: tuple(sorted(getattr(self, name), key=_start)) for day, name in enumerate(WEEKDAYS)}
        week = {day: each for day, each in spans.items() if each}
        return OfficeHours(week, frozenset(self.holidays), frozenset(self.workdays))


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    answer_within_hours: Annotated[float, Field(gt=0)]
    close_after_hours: Annotated[float, Field(gt=0)]
    regions: dict[str, _Hours]


def load_office_hours(reference_dir: Path, known_regions: Collection[str]) -> tuple[Hours, Patience]:
    """Hours and patience. Raises `ValueError` naming the file and what is wrong with it."""
    path = reference_dir / FILE
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, each['loc']))}：{each['msg']}" for each in error.errors())
        raise ValueError(f"{path}：" + "；".join(problems)) from None
    unknown = sorted(set(file.regions) - {*known_regions, NATIONAL})
    if unknown or NATIONAL not in file.regions:
        wrong = f"没有地区{'、'.join(unknown)}" if unknown else f"缺少{NATIONAL}，别处没有写的都按它"
        raise ValueError(f"{path}：{wrong}")
    patience = Patience(dt.timedelta(hours=file.answer_within_hours), dt.timedelta(hours=file.close_after_hours))
    return Hours({region: hours.made() for region, hours in file.regions.items()}), patience


def _start(span: Span) -> dt.time:
    return span.start
