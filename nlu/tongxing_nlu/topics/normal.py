"""One spelling for many: width, case, traditional characters, blanks, digits; the last clauses of a story."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

_CHINESE = r"[\u4e00-\u9fff]"
_BLANK_BETWEEN = re.compile(rf"(?<=[\u4e00-\u9fff，。！？、；])\s+(?={_CHINESE})")
_NUMBER = re.compile(r"\d+(\.\d+)?")
_CLAUSE_END = re.compile(r"[，。！？?!,;；\s]+")
_TAIL_LENGTH = 10


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def normalise(text: str) -> str:
    """Half-width, lower case, simplified characters, no blanks between Chinese ones."""
    text = unicodedata.normalize("NFKC", text).lower()
    text = _to_simplified().convert(text)
    return " ".join(_BLANK_BETWEEN.sub("", text).split())


def without_digits(text: str) -> str:
    """Every number as one class."""
    return _NUMBER.sub("0", text)


def letters_only(text: str) -> str:
    """Without punctuation and blanks."""
    return re.sub(r"[^\w]", "", text)


def tail(text: str) -> str:
    """The last clauses, at least ten characters: a long story ends in its question."""
    end = ""
    for clause in reversed([part for part in _CLAUSE_END.split(text) if part]):
        end = clause + end
        if len(end) >= _TAIL_LENGTH:
            break
    return end
