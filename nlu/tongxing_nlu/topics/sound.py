"""Text as syllables without tones, so that homophones and typed pinyin meet the word that was meant."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

_TOKEN = re.compile(r"[a-z]+|\d+(?:\.\d+)?|.", re.DOTALL)
_BREAKS = frozenset("，。！？?!,.;； ")
_NOT_SYLLABLES = frozenset({"ng", "hm", "hng", "m", "n"})
_LONGEST_SYLLABLE = 6


def _plain(reading: str) -> str:
    return to_normal(reading).replace("ü", "v")


@lru_cache(maxsize=1)
def _syllables() -> frozenset[str]:
    readings = {reading for entry in pinyin_dict.values() for reading in entry.split(",")}
    plain = {_plain(reading) for reading in readings}
    return frozenset(s for s in plain if s.isascii() and (len(s) > 1 or s in "aeo")) - _NOT_SYLLABLES


@cache
def _syllable_of(character: str) -> str:
    entry = pinyin_dict.get(ord(character))
    return _plain(entry.split(",")[0]) if entry else ""


@lru_cache(maxsize=4096)
def split_pinyin(word: str) -> tuple[str, ...] | None:
    """Typed pinyin as the fewest syllables (canbaojin -> can bao jin); nothing when it is none."""
    best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
    for start in range(len(word)):
        before = best[start]
        if before is None:
            continue
        for end in range(start + 1, min(len(word), start + _LONGEST_SYLLABLE) + 1):
            if word[start:end] in _syllables():
                known = best[end]
                if known is None or len(before) + 1 < len(known):
                    best[end] = (*before, word[start:end])
    return best[-1]


def syllables(text: str) -> list[str]:
    """Normalised text as syllables; other Latin words stay, numbers become a class, punctuation a break."""
    spoken: list[str] = []
    for token in _TOKEN.findall(text):
        if token.isascii() and token.isalpha():
            spoken.extend((split_pinyin(token) if len(token) > 1 else None) or (token,))
        elif token[0].isdigit():
            spoken.append("0")
        else:
            syllable = _syllable_of(token)
            if syllable:
                spoken.append(syllable)
            elif token in _BREAKS:
                spoken.append("|")
    return spoken


@lru_cache(maxsize=4096)
def blurred(syllable: str) -> str:
    """Without the differences many speakers do not make: zh/z, n/l, h/f before u, r/l, -ang/-an, -eng/-en, -ing/-in."""
    syllable = re.sub("^([zcs])h", r"\1", syllable)
    syllable = re.sub("^[nr](?=[aeiouv])", "l", syllable)
    syllable = re.sub("^hu(?!o)", "fu", syllable)
    return re.sub("([aei])ng$", r"\1n", syllable)
