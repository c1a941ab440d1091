"""Reads the words of clause search from `data/reference/`: synonyms, ignored words, words not to be split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

SYNONYMS = "synonyms.yaml"
SEARCH_WORDS = "search-words.txt"

# The parser written in C reads the groups ten times faster, where it was built.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class Vocabulary:
    """`groups`: words of one meaning; `ignored`: words that carry none; `words`: words that must not be split."""

    groups: tuple[tuple[str, ...], ...]
    ignored: frozenset[str]
    words: tuple[str, ...]


def load_vocabulary(reference_dir: Path) -> Vocabulary:
    """Read both files. Raises `ValueError` naming the file and the group for what cannot be meant."""
    path = reference_dir / SYNONYMS
    data = yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506  # a safe loader either way
    if not isinstance(data, dict) or set(data) != {"groups", "ignored"}:
        raise ValueError(f"{path}: 要有 groups 和 ignored 两部分，不能有别的")
    groups = tuple(tuple(str(word) for word in group) for group in data["groups"])
    ignored = frozenset(str(word) for word in data["ignored"])
    for group in groups:
        if len(set(group)) < 2 or len(set(group)) != len(group):
            raise ValueError(f"{path}: 同义词组“{'、'.join(group)}”要有两个以上不同的词")
        if both := ignored.intersection(group):
            raise ValueError(f"{path}: “{min(both)}”不能既是同义词又不算数")
    return Vocabulary(groups, ignored, tuple(_words(reference_dir / SEARCH_WORDS)))


def _words(path: Path) -> Iterator[str]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield from line.partition("#")[0].split()
