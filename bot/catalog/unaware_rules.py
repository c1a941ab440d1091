"""Reads `data/reference/unaware.yaml`: how counts and lists of people who do not know of a measure are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from bot.catalog.schema import Strict
from bot.services.policies.unaware_ports import UnawareRules

FILE = "unaware.yaml"


class _File(Strict):
    least_shown: Annotated[int, Field(ge=1)]
    most_listed: Annotated[int, Field(ge=1)]


def load_unaware_rules(reference_dir: Path) -> UnawareRules:
    """Everything in the file. Raises `pydantic.ValidationError` for one that cannot be used."""
    file = _File.model_validate(yaml.safe_load((reference_dir / FILE).read_text(encoding="utf-8")))
    return UnawareRules(**file.model_dump())
