"""One record as it is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.records.fields import Value


@dataclass(frozen=True)
class Record:
    """One record. `id` is the number people are given.

    `state` and `state_since` are of cases and of registers with states only. `version` counts its changes.
    """

    id: str
    register: str
    region: str
    values: Mapping[str, Value]
    period: str | None = None
    state: str | None = None
    state_since: dt.date | None = None
    entered_by: str = ""
    version: int = 1
