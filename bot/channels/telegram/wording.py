"""Reads what only Telegram shows, from `telegram.yaml` of the content files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

FILE = "telegram.yaml"


@dataclass(frozen=True)
class Wording:
    """`commands`: the command menu, in order; `invalid_token`: said to the operator."""

    commands: tuple[tuple[str, str], ...]
    invalid_token: str


def load_wording(folder: Path) -> Wording:
    """The wording of one locale. Raises `ValueError` naming the file if a key is missing or unknown."""
    data = yaml.safe_load((folder / FILE).read_text(encoding="utf-8"))
    if set(data) != {"commands", "invalid_token"}:
        raise ValueError(f"{folder / FILE}: 要有 commands、invalid_token，且只有这两项")
    commands = tuple((str(name), str(description)) for name, description in data["commands"].items())
    return Wording(commands, str(data["invalid_token"]))
