"""Reads `consents.yaml`: the purposes for which personal data is kept, and what people are told before they agree."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter

from bot.catalog.registry_data import WordingModel
from bot.catalog.schema import Identifier, Strict, Text
from bot.core.people.keeping import Keeping
from bot.core.people.purposes import Purpose

NAME = "consents.yaml"


class PurposeModel(Strict):
    """One purpose; the keys are explained at the head of the file."""

    version: Text
    name: WordingModel
    ask: WordingModel
    abroad: WordingModel | None = None
    days: Annotated[int, Field(ge=1)]
    sensitive: bool = False
    earlier: Mapping[str, WordingModel] = Field(default_factory=dict)


class KeepingModel(Strict):
    """Days for which other things are kept."""

    conversation: Annotated[int, Field(ge=1)]
    update: Annotated[int, Field(ge=1)]
    access: Annotated[int, Field(ge=1)]
    unclear: Annotated[int, Field(ge=1)]
    question_count: Annotated[int, Field(ge=1)]


def load_keeping(folder: Path) -> Keeping:
    """How long what belongs to no purpose is kept. Raises `pydantic.ValidationError`."""
    data = yaml.safe_load((folder / NAME).read_text(encoding="utf-8"))
    model = KeepingModel.model_validate(data["keeping"])
    return Keeping(**model.model_dump())


def load_purposes(folder: Path) -> Mapping[str, Purpose]:
    """Purposes by id. Raises `pydantic.ValidationError` for a file that cannot be used."""
    data = yaml.safe_load((folder / NAME).read_text(encoding="utf-8"))
    models = TypeAdapter(dict[Identifier, PurposeModel]).validate_python(data["purposes"])
    return {
        name: Purpose(
            name,
            model.version,
            model.name.wording(),
            model.ask.wording(),
            model.abroad.wording() if model.abroad else None,
            model.days,
            model.sensitive,
            {version: text.wording() for version, text in model.earlier.items()},
        )
        for name, model in models.items()
    }
