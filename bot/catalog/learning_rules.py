"""Reads `data/reference/learning.yaml`: what is learnt from, and when a new model may take over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field

from bot.catalog.schema import Strict, Text
from bot.services.conversation.note_questions import UnclearLimits

FILE = "learning.yaml"
_Share = Annotated[float, Field(ge=0, le=1)]


class _Unclear(Strict):
    most_a_day: Annotated[int, Field(ge=0)]
    longest: Annotated[int, Field(ge=1)]


class _File(Strict):
    unclear: _Unclear
    held_out: Text
    may_fall: dict[Text, _Share]


@dataclass(frozen=True)
class LearningRules:
    """Limits of what is kept, the folder of held-out sentences below `nlu/`, and by how much a figure may fall."""

    unclear: UnclearLimits
    held_out: str
    may_fall: Mapping[str, float]


def load_learning_rules(reference_dir: Path) -> LearningRules:
    """Everything in the file. Raises `pydantic.ValidationError` for one that cannot be used."""
    file = _File.model_validate(yaml.safe_load((reference_dir / FILE).read_text(encoding="utf-8")))
    return LearningRules(UnclearLimits(**file.unclear.model_dump()), file.held_out, file.may_fall)
