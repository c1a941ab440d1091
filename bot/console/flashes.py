"""What the next page says of what was just done, with a button that undoes it where that is possible.

It lies in the session's row, in clear: name records by number, never people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import orjson


@dataclass(frozen=True)
class Undo:
    """A form that takes back what was done: where it is sent, and with which fields."""

    address: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Flash:
    """A sentence; `problem` if something was not done."""

    text: str
    undo: Undo | None = None
    problem: bool = False


def write_flash(flash: Flash) -> str:
    """As it is stored."""
    return orjson.dumps(asdict(flash)).decode()


def read_flash(stored: str | None) -> Flash | None:
    """What was stored."""
    if stored is None:
        return None
    data: dict[str, Any] = orjson.loads(stored)
    undo = data["undo"]
    return Flash(data["text"], Undo(undo["address"], undo["fields"]) if undo else None, data["problem"])
