"""The hand-written word classes: canonical words, concepts, whole utterances, asking words. Travels in the model."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tongxing_nlu.topics.normal import letters_only, normalise, tail
from tongxing_nlu.topics.sound import syllables

_FINAL_PARTICLES = re.compile(r"[啊呀呢吧嘛哈哦噢喔哇啦咯喽了嗯额呃那个的]+$")
_CLAUSES = re.compile(r"[，。！？,.!?；;]")
_TOLD = re.compile(r"[,。!;:、\s/|]+|(?<!\d)\.|(?<=\?)")
"""Between clauses that may each tell or ask; a question mark belongs to its clause."""
_LENGTHS = (1, 2, 4, 8, 16, 32)


@dataclass(frozen=True)
class LexiconSource:
    """The lexicon as it is written down: what is stored with a model."""

    canonical: Mapping[str, str]
    concepts: Mapping[str, list[str]]
    talk: Mapping[str, list[str]]
    asking: list[str]

    @classmethod
    def read(cls, folder: Path) -> LexiconSource:
        """Read `canonical.txt`, `concepts.yml`, `talk.yml` and `asking.txt`."""
        canonical = {}
        for line in (folder / "canonical.txt").read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                said, standard = line.rsplit(" ", 1)
                canonical[said] = standard
        lines = (folder / "asking.txt").read_text(encoding="utf-8").splitlines()
        asking = [word for line in lines if not line.startswith("#") for word in line.split()]
        return cls(canonical, _read_lists(folder / "concepts.yml"), _read_lists(folder / "talk.yml"), asking)

    def as_document(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "canonical": dict(self.canonical),
            "concepts": dict(self.concepts),
            "talk": dict(self.talk),
            "asking": self.asking,
        }


def _read_lists(path: Path) -> dict[str, list[str]]:
    """Every scalar as a string: YAML would read no and 88 otherwise."""
    document = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
    return {str(name): [str(word) for word in words] for name, words in document.items()}


class Lexicon:
    """Looks words up in normalised text."""

    def __init__(self, source: LexiconSource) -> None:
        self.source = source
        self._standard = dict(source.canonical)
        self._said = _alternatives(self._standard)
        self._asking = re.compile("|".join(re.escape(word).replace(r"\$", "$") for word in source.asking))
        self._by_word: dict[str, set[str]] = defaultdict(set)
        self._by_sound: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for concept, words in source.concepts.items():
            for word in words:
                standard = self.canonical(normalise(word))
                self._by_word[standard].add(concept)
                sound = tuple(syllables(standard))
                if len(sound) >= 2:
                    self._by_sound[sound].add(concept)
        self._longest_word = max(map(len, self._by_word), default=0)
        self._longest_sound = max(map(len, self._by_sound), default=0)
        self._whole: dict[str, set[str]] = defaultdict(set)
        self._core: dict[str, set[str]] = defaultdict(set)
        self._spoken: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind, utterances in source.talk.items():
            for utterance in utterances:
                bare = letters_only(normalise(utterance))
                self._whole[bare].add(kind)
                self._core[_core(bare)].add(kind)
                self._spoken[tuple(syllables(bare))].add(kind)

    def canonical(self, text: str) -> str:
        """Colloquial words replaced by standard ones, the longest first."""
        return self._said.sub(lambda match: self._standard[match.group()], text)

    def features(self, normal: str, canonical: str) -> list[str]:
        """Concepts written, sounding, at the end and in pairs; and what kind of talk the whole utterance is."""
        written = self._concepts_in(canonical)
        tokens = [f"word:{concept}" for concept in written]
        tokens += [f"sound:{concept}" for concept in self._concepts_heard(syllables(canonical))]
        tokens += [f"end:{concept}" for concept in self._concepts_in(tail(canonical))]
        if len(written) <= 10:
            tokens += [f"{a}+{b}" for i, a in enumerate(written) for b in written[i + 1 :]]
        return tokens + self.talk(normal)

    def talk(self, normal: str) -> list[str]:
        """Greetings, consent and the like: the whole utterance, its core, its sound, each clause; and its length."""
        bare = letters_only(normal)
        tokens = [f"whole:{kind}" for kind in _found(self._whole, bare)]
        tokens += [f"core:{kind}" for kind in _found(self._core, _core(bare))]
        tokens += [f"spoken:{kind}" for kind in _found(self._spoken, tuple(syllables(bare)))]
        for clause in _CLAUSES.split(normal):
            tokens += [f"clause:{kind}" for kind in _found(self._whole, letters_only(clause))]
        tokens.append(f"length:{sum(len(bare) > limit for limit in _LENGTHS)}")
        return tokens

    def stance(self, canonical: str) -> list[str]:
        """What clauses ask or wish and what they tell, by concept; a person who only tells asks for no single thing."""
        concepts: dict[str, set[str]] = {"asked": set(), "told": set()}
        asks = False
        for clause in filter(None, _TOLD.split(canonical)):
            is_asking = bool(self._asking.search(clause))
            asks = asks or is_asking
            concepts["asked" if is_asking else "told"].update(self._concepts_in(clause))
        if not asks:
            concepts["only"] = concepts["told"]
        tokens = [f"{stance}:{concept}" for stance, found in concepts.items() for concept in sorted(found)]
        return ["asks" if asks else "tells", *tokens]

    def _concepts_in(self, text: str) -> list[str]:
        found: set[str] = set()
        for start in range(len(text)):
            for end in range(start + 1, min(len(text), start + self._longest_word) + 1):
                found.update(self._by_word.get(text[start:end], ()))
        return sorted(found)

    def _concepts_heard(self, spoken: list[str]) -> list[str]:
        found: set[str] = set()
        for start in range(len(spoken)):
            for end in range(start + 2, min(len(spoken), start + self._longest_sound) + 1):
                found.update(self._by_sound.get(tuple(spoken[start:end]), ()))
        return sorted(found)


def _found(table: Mapping[Any, set[str]], key: object) -> list[str]:
    return sorted(table.get(key, ()))


def _core(bare: str) -> str:
    return _FINAL_PARTICLES.sub("", bare) or bare


def _alternatives(words: Iterable[str]) -> re.Pattern[str]:
    """Latin words only where they stand alone; hi is not in which."""
    patterns = []
    for word in sorted(words, key=lambda word: (-len(word), word)):
        escaped = re.escape(word)
        patterns.append(rf"(?<![a-z0-9]){escaped}(?![a-z0-9])" if word.isascii() else escaped)
    return re.compile("|".join(patterns) or r"(?!)")
