"""Skills in people's own words, brought into one form so that they can be compared."""

from __future__ import annotations

import re
import unicodedata

_BETWEEN = re.compile(r"[、，,；;/|。.\n]|\s{2,}|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_LEADING = re.compile(
    r"^(?:(?:我|本人|也|还|能够|能|会用|会使用|会|懂得|懂|熟悉|熟练使用|熟练|掌握|使用|擅长|有|学过)\s*)+"
)
_TRAILING = re.compile(r"(?:等等|等|的?(?:技能|技术|经验|能力|操作|软件))+$")
_SPACE = re.compile(r"\s+")


def skill_words(text: str) -> frozenset[str]:
    """The skills named in a text: “会用Excel、打字” is excel and 打字. Words are not judged, only tidied."""
    parts = _BETWEEN.split(unicodedata.normalize("NFKC", text).lower())
    return frozenset(word for part in parts if (word := _bare(part)))


def _bare(part: str) -> str:
    """A skill without what people say around it; a word that is nothing but that stays as it is."""
    word = _SPACE.sub(" ", part).strip(" !?()（）“”\"'")
    bare = _LEADING.sub("", word)
    return _TRAILING.sub("", bare) or bare or word
