"""Reads `data/reference/alerts.yaml`: when and how often people hear of things they did not ask for just now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BeforeValidator, Field

from bot.catalog.schema import Strict
from bot.core.timing.quiet import Quiet
from bot.core.timing.reminders import Lead
from bot.core.timing.wishes import Pace, Rules

FILE = "alerts.yaml"


def _time(written: object) -> dt.time:
    """`8:00`. Raises `ValueError` for what is no time of the day."""
    return dt.time.fromisoformat(str(written).rjust(5, "0"))


_Time = Annotated[dt.time, BeforeValidator(_time)]


class _Digest(Strict):
    at: _Time
    weekday: Annotated[int, Field(ge=1, le=7)]


class _Lead(Strict):
    days: Annotated[int, Field(ge=0)]
    at: _Time


class _File(Strict):
    quiet: tuple[_Time, _Time]
    most_a_day: Annotated[int, Field(ge=1)]
    pace: Pace
    digest: _Digest
    reminders: dict[str, _Lead]


@dataclass(frozen=True)
class AlertRules:
    """Rules, and the reminders of fairs."""

    rules: Rules
    leads: tuple[Lead, ...]


def load_alert_rules(reference_dir: Path) -> AlertRules:
    """Everything in the file. Raises `pydantic.ValidationError` for one that cannot be used."""
    file = _File.model_validate(yaml.safe_load((reference_dir / FILE).read_text(encoding="utf-8")))
    rules = Rules(file.pace, Quiet(*file.quiet), file.most_a_day, file.digest.at, file.digest.weekday)
    leads = tuple(Lead(name, each.days, each.at) for name, each in file.reminders.items())
    return AlertRules(rules, leads)
