"""Expands the sentence frames of `lexicon/frames.yml` into further training sentences, with a fixed seed."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from pathlib import Path

import yaml

_BRANCHES = re.compile(r"\(([^()]*)\)")
_SLOT = re.compile(r"\{(\w+)\}")
_OUTSIDE_FACTOR = 6
"""What lies outside is wider than any topic."""


def sentences_from_frames(path: Path, per_topic: int, seed: int) -> list[tuple[str, str]]:
    """Pairs of sentence and topic: `per_topic` distinct ones where the frames give as many, and every key word."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    source = random.Random(seed)  # noqa: S311 - reproducible, not secret
    pairs = [(word, topic) for topic, words in document["keywords"].items() for word in words]
    for topic, frames in document["topics"].items():
        wanted = per_topic * (_OUTSIDE_FACTOR if topic == "out_of_scope" else 1)
        made: set[str] = set()
        for attempt in range(wanted * 3):
            made.add(_expand(frames[attempt % len(frames)], document["slots"], source))
            if len(made) >= wanted:
                break
        pairs.extend((sentence, topic) for sentence in sorted(made))
    return pairs


def _expand(frame: str, slots: Mapping[str, list[str]], source: random.Random) -> str:
    chosen = _BRANCHES.sub(lambda match: source.choice(match.group(1).split("|")), frame)
    return _SLOT.sub(lambda match: source.choice(slots[match.group(1)]), chosen)
