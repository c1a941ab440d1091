"""Reads the tables of sentences, answers and corrections in this folder."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from bot.core.eligibility.circumstances import Known, OneOf

ON = dt.date(2026, 11, 21)
FOLDER = Path(__file__).parent


def table(*names: str) -> list[Any]:
    """The contents of these files, one after the other."""
    return [yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")) for name in names]


def rows(*names: str) -> list[tuple[str, str, Any]]:
    """(section, what is said, what it means) for every row of files of sections of one-entry mappings."""
    return [
        (section, str(said), meant)
        for content in table(*names)
        for section, entries in content.items()
        for entry in entries
        for said, meant in entry.items()
    ]


def known(written: Any) -> Known:
    """A value as written in a table."""
    return OneOf(frozenset(written["one_of"])) if isinstance(written, dict) else written


def all_known(written: dict[str, Any]) -> dict[str, Known]:
    """Facts as written in a table."""
    return {fact: known(value) for fact, value in written.items()}
