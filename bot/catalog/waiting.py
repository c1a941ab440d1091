"""Reads which registers have a first state that does not wait for staff."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from bot.core.records.register import Register

NAME = "waiting.yaml"


def load_waiting(folder: Path, registers: Mapping[str, Register]) -> Mapping[str, str]:
    """The state that waits for staff by register. Raises `ValueError` for a register there is not."""
    without = yaml.safe_load((folder / NAME).read_text(encoding="utf-8"))["not_waiting"]
    unknown = set(without) - set(registers)
    if unknown:
        raise ValueError(f"{folder / NAME}: 没有这些登记：{'、'.join(sorted(unknown))}")
    return {
        name: states[0].first
        for name, register in registers.items()
        if name not in without and (states := [each.states for each in register.editions.values() if each.states])
    }
