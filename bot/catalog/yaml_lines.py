"""YAML that remembers where each value stood, so that an error can name file and line."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

Location = tuple[Hashable, ...]


class Lines:
    """Line numbers (from 1) by path of keys and indexes within one file."""

    def __init__(self, by_location: dict[Location, int]) -> None:
        self._by_location = by_location

    def of(self, location: Location) -> int:
        """Line of the innermost part of `location` that the file holds; schema-only parts are passed over."""
        here: Location = ()
        line = self._by_location.get((), 1)
        for part in location:
            if (*here, part) in self._by_location:
                here = (*here, part)
                line = self._by_location[here]
        return line


class _Loader(yaml.CSafeLoader):
    """The safe loader, except that dates and numbers in quotes stay text as usual."""


def read_yaml(path: Path) -> tuple[Any, Lines]:
    """Read one file. Raises `yaml.YAMLError` with a mark when it is not YAML or repeats a key."""
    loader = _Loader(path.read_text(encoding="utf-8"))
    try:
        node = loader.get_single_node()
        if node is None:
            return {}, Lines({})
        by_location: dict[Location, int] = {}
        _walk(loader, node, (), by_location)
        return loader.construct_document(node), Lines(by_location)
    finally:
        loader.dispose()


def _walk(loader: _Loader, node: yaml.Node, location: Location, found: dict[Location, int]) -> None:
    found[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        seen: set[Hashable] = set()
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"“{key}” 写了两次", problem_mark=key_node.start_mark)
            seen.add(key)
            _walk(loader, value_node, (*location, key), found)
            found[(*location, key)] = key_node.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _walk(loader, item, (*location, index), found)
