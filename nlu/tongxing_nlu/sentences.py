"""Reads training voices (Rasa YAML) and held-out sentences (tab-separated), without importing Rasa."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Sentence:
    """A training sentence: its topic, and the voice (file) it comes from."""

    text: str
    topic: str
    voice: str


@dataclass(frozen=True)
class Labelled:
    """A sentence to evaluate with, and the topics that are right for it."""

    text: str
    topics: tuple[str, ...]


def read_voices(folder: Path) -> list[Sentence]:
    """All sentences of all voices, in the order of the files' names."""
    return [sentence for path in sorted(folder.glob("*.yml")) for sentence in read_voice(path)]


def read_voice(path: Path) -> Iterator[Sentence]:
    """The sentences of one voice."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506 - a safe loader
    for block in document["nlu"]:
        for line in block["examples"].splitlines():
            if line.startswith("- ") and line[2:].strip():
                yield Sentence(line[2:].strip(), block["intent"], path.stem)


def read_labelled(path: Path) -> list[Labelled]:
    """Lines of `text<TAB>topic[|topic]`; a malformed line is named."""
    sentences = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        text, tab, topics = line.partition("\t")
        if not tab or not text.strip() or not topics.strip():
            raise ValueError(f"{path}:{number}: expected text<TAB>topic[|topic]")
        sentences.append(Labelled(text.strip(), tuple(topic.strip() for topic in topics.split("|"))))
    return sentences
