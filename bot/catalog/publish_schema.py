"""Publishes the JSON Schema of the policy files for editors: `python -m bot.catalog.publish_schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from bot.catalog.schema import (
    ClausesFile,
    DocumentsFile,
    FactModel,
    ImplicationModel,
    MeasuresFile,
    QuestionListModel,
    TopicModel,
)
from bot.settings import Settings

SHAPES: dict[str, TypeAdapter[Any]] = {
    "measures": TypeAdapter(MeasuresFile),
    "documents": TypeAdapter(DocumentsFile),
    "clauses": TypeAdapter(ClausesFile),
    "facts": TypeAdapter(dict[str, FactModel]),
    "implications": TypeAdapter(list[ImplicationModel]),
    "question-lists": TypeAdapter(dict[str, QuestionListModel]),
    "topics": TypeAdapter(list[TopicModel]),
}


def schemas() -> dict[str, str]:
    """File name → JSON text."""
    return {
        f"{name}.schema.json": json.dumps(shape.json_schema(by_alias=True), ensure_ascii=False, indent=2) + "\n"
        for name, shape in SHAPES.items()
    }


def publish(folder: Path) -> None:
    """Write every schema into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    publish(Settings().policies_dir / "schema")
