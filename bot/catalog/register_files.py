"""Reads the files of `data/registers/` and lays regions over declarations, declarations over skeletons."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.catalog.problems import Problem
from bot.catalog.yaml_lines import Lines, read_yaml

SKELETON = "_"
"""Files whose names begin so are no registers: registers are `like` them."""


class Declared:
    """One file: its general part, its regions, and on which line each key stands."""

    def __init__(self, path: Path, raw: dict[str, Any], lines: Lines) -> None:
        self.path, self._lines = path, lines
        self.like: str | None = raw.get("like")
        self.general = {key: value for key, value in raw.items() if key not in ("like", "regions")}
        self.regions: Mapping[str, dict[str, Any]] = raw.get("regions") or {}

    def edition(self, region: str, skeleton: Mapping[str, Any]) -> dict[str, Any]:
        """What holds in one region. Fields of its own are asked before those of the skeleton: name and phone last."""
        own = merged(self.general, self.regions[region])
        whole = merged(merged(skeleton, self.general), self.regions[region])
        if skeleton and isinstance(whole.get("fields"), dict):
            order = {name: position for position, name in enumerate(own.get("fields", {}))}
            whole["fields"] = dict(sorted(whole["fields"].items(), key=lambda each: order.get(each[0], len(order))))
        return whole

    def problem(self, location: tuple[Hashable, ...], sentence: str, region: str | None = None) -> Problem:
        """A problem at a key; it stands in the region's part if that says the key, else in the general one."""
        own = region is not None and (not location or location[0] in self.regions[region])
        line = self._lines.of(("regions", region, *location) if own else location)
        where = ".".join(str(part) for part in (*([region] if region else []), *location))
        return Problem(self.path, line, f"{where}：{sentence}")


def read_declared(path: Path, problems: list[Problem]) -> Declared | None:
    """One file; `None` with a problem if it is no mapping in YAML."""
    try:
        raw, lines = read_yaml(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        problems.append(Problem(path, line, f"不是有效的 YAML：{error.problem}"))
        return None
    if not isinstance(raw, dict):
        problems.append(Problem(path, 1, "要写成 键: 值"))
        return None
    return Declared(path, raw, lines)


def merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid over `under`, key by key; a key set to null is taken away."""
    result = dict(under)
    for key, value in over.items():
        below = result.get(key)
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(below, dict):
            result[key] = merged(below, value)
        else:
            result[key] = value
    return result
