"""Reads the wording under `data/content/<locale>/` into phrases and cues."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from bot.core.conversation.cues import Cues
from bot.core.phrases import Phrase, Phrases

PHRASE_FILES = (
    "verdicts.yaml",
    "interview.yaml",
    "answers.yaml",
    "alerts.yaml",
    "broadcasting.yaml",
    "form.yaml",
    "handover.yaml",
    "jobs.yaml",
    "levy.yaml",
    "listing.yaml",
    "matching.yaml",
    "notices.yaml",
    "own_data.yaml",
    "people.yaml",
    "records.yaml",
    "screening.yaml",
    "talk.yaml",
)


def load_phrases(folder: Path) -> Phrases:
    """All phrases of one locale. Raises `ValueError` naming the file for a key given twice or half."""
    phrases: dict[str, Phrase] = {}
    lists: dict[str, dict[str, str]] = {}
    for name in PHRASE_FILES:
        data = _read(folder / name)
        for key, words in data.get("phrases", {}).items():
            if key in phrases or set(words) != {"standard", "easy"}:
                raise ValueError(f"{folder / name}: “{key}” 重复，或缺少 standard、easy 之一")
            phrases[key] = Phrase(str(words["standard"]), str(words["easy"]))
        for group, entries in data.get("lists", {}).items():
            lists[group] = {str(key): str(word) for key, word in entries.items()}
    return Phrases(phrases, lists)


def load_cues(folder: Path) -> Cues:
    """Command words and cues of one locale."""
    data = _read(folder / "commands.yaml")
    commands: dict[str, str] = {}
    for name, words in data["commands"].items():
        for word in words:
            if word in commands:
                raise ValueError(f"{folder / 'commands.yaml'}: “{word}” 同时是 {commands[word]} 和 {name}")
            commands[word.lower()] = {"region": "set_region"}.get(name, name)
    return Cues(
        commands=commands,
        search_prefixes=tuple(data["search_prefixes"]),
        aspects={name: tuple(cues) for name, cues in data["aspects"].items()},
        roles={name: tuple(cues) for name, cues in data["role_cues"].items()},
        elliptical=re.compile(data["elliptical"]),
        fillers=re.compile(data["fillers"]),
        interview_words={name: tuple(words) for name, words in data["interview_words"].items()},
        dates=re.compile(data["dates"]),
    )


def load_same_thing(reference_dir: Path) -> tuple[tuple[str, ...], ...]:
    """Groups of names of one thing."""
    return tuple(tuple(str(word) for word in group) for group in _read(reference_dir / "same-thing.yaml"))


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))
