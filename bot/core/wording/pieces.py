"""What is looked at: single pieces of wording, and whole messages as people get them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

MARK = re.compile(r"\{\w+\}")
_ENDS = re.compile(r"(?<=[。！？；!?])|\n+")


class Form(StrEnum):
    """In which words it is said. `NAME`: a label or a button, the same for everybody."""

    STANDARD = "standard"
    EASY = "easy"
    NAME = "name"


@dataclass(frozen=True)
class Piece:
    """A text of a file under its key. `kind`: which limits hold, a name of the rules. `text`: `None` if missing."""

    file: str
    key: str
    form: Form
    text: str | None
    kind: str


@dataclass(frozen=True)
class Message:
    """A message as it is sent: `where` says how one gets it. `last`: no other message follows in the same answer."""

    where: str
    form: Form
    text: str
    buttons: tuple[str, ...]
    last: bool = True


def sentences(text: str) -> Iterator[str]:
    """Its sentences, in order, with their last sign; marks that are filled in later count as two characters."""
    for part in _ENDS.split(MARK.sub("……", text)):
        if part.strip():
            yield part.strip()
