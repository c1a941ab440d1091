"""Makes any input harmless and readable: control marks, full-width forms, traditional characters, length."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol, cast

LONGEST = 1000
"""Characters of one message; a longer one is refused with a friendly sentence."""
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff]")
_SPACES = re.compile(r"\s+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_WORDLIKE = re.compile(r"[\w]", re.UNICODE)


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _to_simplified() -> _Converter:
    from opencc import OpenCC

    return cast("_Converter", OpenCC("t2s"))


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Without invisible marks, with half-width letters and digits, single spaces, simplified characters."""
    visible = _INVISIBLE.sub("", text).encode("utf-8", "ignore").decode("utf-8")
    folded = "".join(
        unicodedata.normalize("NFKC", char) if "！" <= char <= "～" and char.isalnum() else char for char in visible
    )
    return _to_simplified().convert(_SPACES.sub(" ", folded).strip())


def clean_lines(text: str) -> str:
    """The same line by line; of several empty lines in a row one is left."""
    lines = "\n".join(clean(line) for line in text.splitlines())
    return _EMPTY_LINES.sub("\n\n", lines).strip()


def has_words(text: str) -> bool:
    """Whether there is any letter, digit or Chinese character, and not only signs or emoji."""
    return bool(_WORDLIKE.search(text))
