"""What is understood while a form is filled in; the lists stand in the content files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_SIGNS = re.compile(r"[\s，。！、；：,.!;:~～…“”\"']+")


@dataclass(frozen=True)
class FormWords:
    """Whole messages by what they mean, patterns of corrections and of questions back, and words for days from now."""

    skip: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    none: frozenset[str]
    done: frozenset[str]
    submit: frozenset[str]
    later: frozenset[str]
    rest: frozenset[str]
    change: re.Pattern[str]
    correct: re.Pattern[str]
    asks_back: re.Pattern[str]
    days: Mapping[str, int]


def bare(text: str) -> str:
    """A message without signs, as the lists have it."""
    return _SIGNS.sub("", text)
