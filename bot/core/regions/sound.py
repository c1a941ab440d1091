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
_BLURRED = ((re.compile(r"^(z|c|s)h"), r"\1"), (re.compile(r"ng$"), "n"), (re.compile(r"^n"), "l"))


@dataclass(frozen=True, slots=True)
class _Sound:
    region: Region
    bare: str
    syllables: tuple[str, ...]
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
        bare = _LATIN_KIND.sub("", letters)
        for spelling in dict.fromkeys((letters, bare)):
            found = [each.region for each in self._sounds if "".join(each.syllables) == spelling]
            if found:
                return tuple(found)
        return self._nearest_spelling(letters)

    def _nearest_spelling(self, letters: str) -> tuple[Region, ...]:
        if len(letters) <= _SHORTEST_GUESS:
            return ()
        return tuple(
            each.region
            for each in self._sounds
            if Levenshtein.distance("".join(each.syllables), letters, score_cutoff=1) <= 1
        )

    def _like_characters(self, written: str) -> tuple[Region, ...]:
        kind = written[-1] if written[-1:] in _KINDS and len(written) > 2 else ""
        bare = written.removesuffix(kind)
        syllables = tuple(lazy_pinyin(bare))
        scored = [
            (score, each.region)
            for each in self._sounds
            if len(each.bare) == len(bare)
            and (score := _distance(each, bare, syllables, kind)) is not None
        ]
        best = min((score for score, _ in scored), default=0)
        found = [region for score, region in scored if score == best]
        same_kind = [region for region in found if kind and region.name.endswith(kind)]
        return tuple(same_kind or found)


def _sound_of(region: Region) -> _Sound:
    bare = max(region.short_names, key=lambda name: name[-1] not in _KINDS, default=region.name)
    syllables = tuple(region.pinyin.split()) or tuple(lazy_pinyin(bare))
    return _Sound(region, bare, syllables, _blur(syllables))


def _blur(syllables: Iterable[str]) -> str:
    blurred = []
    for syllable in syllables:
        for pattern, replacement in _BLURRED:
            syllable = pattern.sub(replacement, syllable)
        blurred.append(syllable)
    return " ".join(blurred)


def _distance(sound: _Sound, bare: str, syllables: tuple[str, ...], kind: str) -> int | None:
    """0 the same sound, 1 nearly, 2 one letter or character off; None when unrelated."""
    shared = sum(one == other for one, other in zip(sound.bare, bare, strict=True))
    if not shared and not (kind and sound.region.name.endswith(kind)):
        return None
    if sound.syllables == syllables:
        return 0
    if not shared:
        return None
    blurred = _blur(syllables)
    if blurred == sound.blurred:
        return 1
    near = Levenshtein.distance(blurred, sound.blurred, score_cutoff=1) <= 1
    if (near and len(blurred) > _SHORTEST_GUESS) or (len(bare) > 2 and shared == len(bare) - 1):
        return 2
    return None
