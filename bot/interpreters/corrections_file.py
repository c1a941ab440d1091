"""Corrections of staff as a voice of the NLU project: a file like those in `nlu/data/`."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path


def voice(examples: Iterable[tuple[str, str]]) -> str:
    """Pairs of text and topic as the file's content; the same pairs in any order give the same content."""
    by_topic: dict[str, set[str]] = {}
    for text, topic in examples:
        if _line(text):
            by_topic.setdefault(topic, set()).add(_line(text))
    lines = ['version: "3.1"', "nlu:"]
    for topic in sorted(by_topic):
        lines += [f"  - intent: {topic}", "    examples: |", *(f"      - {text}" for text in sorted(by_topic[topic]))]
    return "\n".join(lines) + "\n"


def write_voice(file: Path, examples: Iterable[tuple[str, str]]) -> None:
    """Write the file, readable by its owner only."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        handle.write(voice(examples))
    os.replace(unfinished, file)


def _line(text: str) -> str:
    """One line that Rasa takes as it is: brackets would mark entities, and a slash names of topics."""
    plain = text.translate(str.maketrans("[](){}", "【】（）｛｝"))
    return "".join(char for char in " ".join(plain.split()) if char.isprintable()).lstrip("/- ")
