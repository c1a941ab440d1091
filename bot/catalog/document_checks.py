"""Reads `data/reference/document-checks.yaml`: by when staff should look whether a document still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from bot.catalog.schema import Strict
from bot.core.policies.verification import CheckRules

FILE = "document-checks.yaml"
_Days = Annotated[int, Field(ge=1)]


class _File(Strict):
    before_end: _Days
    after_end: _Days
    open_ended: _Days


def load_check_rules(reference_dir: Path) -> CheckRules:
    """Everything in the file. Raises `pydantic.ValidationError` for one that cannot be used."""
    file = _File.model_validate(yaml.safe_load((reference_dir / FILE).read_text(encoding="utf-8")))
    return CheckRules(**file.model_dump())
