"""Region names by pronunciation: 罗阳 and luoyang for 洛阳."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pypinyin import lazy_pinyin
from rapidfuzz.distance import Levenshtein

from bot.core.regions.region import Region

_KINDS = "省市区县州旗盟"
_LATIN_KIND = re.compile(r"(sheng|diqu|shi|xian|zhou|qu|qi|meng)$")
# Shorter spellings are one letter away from too many places.
_SHORTEST_GUESS = 6
# Pairs many speakers do not tell apart: zh/z, ch/c, sh/s, ng/n, n/l.
_BLURRED = ((re.compile(r"([zcs])h"), r"\1"), (re.compile(r"ng"), "n"), (re.compile(r"^n"), "l"))


@dataclass(frozen=True, slots=True)
class _Sound:
    region: Region
    bare: str
    syllables: tuple[str, ...]
    spelling: str
    blurred: str


class SoundIndex:
    """Finds the regions whose names sound like what was written."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._sounds = tuple(_sound_of(region) for region in regions)

    def like(self, written: str) -> tuple[Region, ...]:
        """The regions that sound most like this, none if nothing comes close."""
        if re.fullmatch(r"[a-zA-Z' ]+", written):
            return self._like_latin(re.sub(r"[' ]", "", written).lower())
        return self._like_characters(written)

    def _like_latin(self, letters: str) -> tuple[Region, ...]:
        for spelling in dict.fromkeys((letters, _LATIN_KIND.sub("", letters))):
            found = [each.region for each in self._sounds if each.spelling == spelling]
            if found:
                return tuple(found)
        if len(letters) < _SHORTEST_GUESS:
            return ()
        return tuple(
            each.region
            for each in self._sounds
            if _blur_letters(each.spelling) == _blur_letters(letters)
            or (len(letters) > _SHORTEST_GUESS and Levenshtein.distance(each.spelling, letters, score_cutoff=1) <= 1)
        )

    def _like_characters(self, written: str) -> tuple[Region, ...]:
        kind = written[-1] if written[-1:] in _KINDS and len(written) > 2 else ""
        heard = _Heard.of(written.removesuffix(kind), kind)
        scored = [
            (score, each.region)
            for each in self._sounds
            if len(each.bare) == len(heard.bare) and (score := _distance(each, heard)) is not None
        ]
        best = min((score for score, _ in scored), default=0)
        found = [region for score, region in scored if score == best]
        same_kind = [region for region in found if kind and region.name.endswith(kind)]
        return tuple(same_kind or found)


@dataclass(frozen=True, slots=True)
class _Heard:
    bare: str
    kind: str
    syllables: tuple[str, ...]
    blurred: str

    @classmethod
    def of(cls, bare: str, kind: str) -> "_Heard":
        syllables = tuple(lazy_pinyin(bare))
        return cls(bare, kind, syllables, _blur(syllables))


def _sound_of(region: Region) -> _Sound:
    bare = max(region.short_names, key=lambda name: name[-1] not in _KINDS, default=region.name)
    syllables = tuple(region.pinyin.split()) or tuple(lazy_pinyin(bare))
    return _Sound(region, bare, syllables, "".join(syllables), _blur(syllables))


def _blur(syllables: Iterable[str]) -> str:
    return " ".join(_blur_letters(syllable) for syllable in syllables)


def _blur_letters(letters: str) -> str:
    for pattern, replacement in _BLURRED:
        letters = pattern.sub(replacement, letters)
    return letters


def _distance(sound: _Sound, heard: _Heard) -> int | None:
    """0 the same sound, 1 nearly, 2 one letter or character off; None when unrelated."""
    shared = sum(one == other for one, other in zip(sound.bare, heard.bare, strict=True))
    if not shared and not (heard.kind and sound.region.name.endswith(heard.kind)):
        return None
    if sound.syllables == heard.syllables:
        return 0
    if shared and heard.blurred == sound.blurred:
        return 1
    return 2 if shared and _is_one_off(sound, heard, shared) else None


def _is_one_off(sound: _Sound, heard: _Heard, shared: int) -> bool:
    """Whether one letter of the sound, or one character of a long name, is wrong."""
    if len(heard.bare) > 2 and shared == len(heard.bare) - 1:
        return True
    # Two bare characters are too little to guess from: half the words of the language come close.
    if len(heard.bare) == 2 and not heard.kind:
        return False
    near = Levenshtein.distance(heard.blurred, sound.blurred, score_cutoff=1) <= 1
    return near and len(heard.blurred) > _SHORTEST_GUESS
