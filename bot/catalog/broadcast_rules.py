"""Reads what holds for broadcasts: `data/reference/broadcasts.yaml` and the words that are hard to understand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.core.messaging.checks import CheckRules
from bot.services.broadcasts.broadcast_parts import BroadcastRules

FILE, JARGON = "broadcasts.yaml", "broadcast-jargon.yaml"
_Count = Annotated[int, Field(ge=1)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    second_person_above: Annotated[int, Field(ge=0)]
    longest_easy: _Count
    sample: _Count


def load_broadcast_rules(reference_dir: Path, content_dir: Path) -> BroadcastRules:
    """Limits and checks. Raises `ValueError` naming the file and what is wrong with it."""
    path = reference_dir / FILE
    try:
        file = _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except ValidationError as error:
        problems = (f"{'.'.join(map(str, each['loc']))}：{each['msg']}" for each in error.errors())
        raise ValueError(f"{path}：" + "；".join(problems)) from None
    jargon = yaml.safe_load((content_dir / JARGON).read_text(encoding="utf-8"))
    checks = CheckRules(file.longest_easy, {str(word): str(plain) for word, plain in jargon.items()})
    return BroadcastRules(file.second_person_above, file.sample, checks)
