"""Reads the wording of the console: `console.yaml` and every `console-<subject>.yaml` beside it.

Keys are paths: `{accounts: {title: 账号}}` is said by `say("accounts.title")`, and a whole branch by `group`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.core.records.staff import StaffRole


@dataclass(frozen=True)
class Place:
    """An entry of the navigation, for some roles only."""

    title: str
    address: str
    roles: frozenset[StaffRole]


@dataclass(frozen=True)
class Part:
    """Entries of the navigation under one heading."""

    title: str
    places: tuple[Place, ...]


class Words:
    """All wording of the console. An unknown key or a missing value is a programming error and raises."""

    def __init__(self, sentences: Mapping[str, str], navigation: tuple[Part, ...]) -> None:
        self._sentences = sentences
        self.navigation = navigation

    def say(self, key: str, **values: object) -> str:
        """The sentence under `key`, filled in."""
        return self._sentences[key].format(**values)

    def group(self, key: str) -> dict[str, str]:
        """The sentences right below `key`, by the last part of theirs, in order."""
        start = f"{key}."
        below = {name.removeprefix(start): text for name, text in self._sentences.items() if name.startswith(start)}
        return {name: text for name, text in below.items() if "." not in name}

    def keys(self) -> frozenset[str]:
        """Every key, for tests of completeness."""
        return frozenset(self._sentences)


def load_words(folder: Path) -> Words:
    """The wording under `data/content/<locale>`. Raises `ValueError` for a key given in two files."""
    sentences: dict[str, str] = {}
    navigation: tuple[Part, ...] = ()
    for path in (folder / "console.yaml", *sorted(folder.glob("console-*.yaml"))):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        navigation += tuple(_part(each) for each in data.pop("navigation", ()))
        for key, text in _flat(data, ""):
            if key in sentences:
                raise ValueError(f"{path}: “{key}” 在别的文件里也有")
            sentences[key] = text
    return Words(sentences, navigation)


def _part(data: Mapping[str, Any]) -> Part:
    return Part(str(data["title"]), tuple(_place(each) for each in data["places"]))


def _place(data: Mapping[str, Any]) -> Place:
    roles = data.get("roles", tuple(StaffRole))
    return Place(str(data["title"]), str(data["address"]), frozenset(StaffRole(each) for each in roles))


def _flat(data: Mapping[str, Any], before: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for name, value in data.items():
        key = f"{before}{name}"
        found += _flat(value, f"{key}.") if isinstance(value, Mapping) else [(key, str(value))]
    return found
