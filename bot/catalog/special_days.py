"""Reads `data/reference/special-days.yaml`: days on which staff announce something."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, model_validator

from bot.catalog.schema import Identifier, Strict, Text
from bot.core.timing.special_days import SpecialDay

FILE = "special-days.yaml"


class _On(Strict):
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    nth: Annotated[int, Field(ge=1, le=4)] | None = None
    weekday: Annotated[int, Field(ge=1, le=7)] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> _On:
        if (self.day is None) == (self.nth is None) or (self.nth is None) != (self.weekday is None):
            raise ValueError("写 day，或者写 nth 和 weekday")
        return self


class _Day(Strict):
    name: Text
    source: Text
    date: _On | None = None
    title: Text
    text: Text
    easy_text: Text


def load_special_days(reference_dir: Path) -> Mapping[str, SpecialDay]:
    """Days by id. Raises `pydantic.ValidationError` for a file that cannot be used."""
    data = yaml.safe_load((reference_dir / FILE).read_text(encoding="utf-8"))
    days = TypeAdapter(dict[Identifier, _Day]).validate_python(data)
    return {
        name: SpecialDay(name, each.name, each.source, each.title, each.text, each.easy_text,
                         **(each.date.model_dump() if each.date else {}))
        for name, each in days.items()
    }  # fmt: skip
