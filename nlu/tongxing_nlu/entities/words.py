"""Words with a meaning: kinds of disability, kinds of unit, occupations, places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from tongxing_nlu.entities.found import Found

_REGION_SUFFIX = re.compile(
    r"(?:[\u4e00-\u9fff]{0,3}族)*(?:自治区|自治州|自治县|特别行政区|自治旗|省|市|县|区|州|地区|盟|旗)$"
)
_CUE_BEFORE = re.compile(
    r"(?:在|是|我|俺|换成|改成|切换到|换到|户口|户籍|老家|住|来自|去|到|从|人在|搬到|按|查|省|市|州|，|,|\s|^|家是|问|介|看)$"
)
_CUE_AFTER = re.compile(r"^(?:的|人|这边|那边|残联|户口|市|县|区|有|哪|残疾|招聘|，|,|$|打工|嘞|工作|本地|话)")


@dataclass(frozen=True)
class WordLists:
    """Word -> value, for each entity; and everyday words that only look like places. Travels inside the model."""

    values: Mapping[str, Mapping[str, str]]
    not_places: tuple[str, ...]
    doubtful_places: tuple[str, ...]

    @classmethod
    def read(cls, lexicon: Path, reference: Path) -> WordLists:
        """From `entities.yml`, `occupations.txt` and the reference table of regions, when there is one."""
        document = yaml.load((lexicon / "entities.yml").read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - strings only
        values: dict[str, dict[str, str]] = {
            entity: {word: value for value, words in by_value.items() for word in words}
            for entity, by_value in document.items()
        }
        values["occupation"] = dict(_occupations(lexicon / "occupations.txt"))
        values["region"] = dict(_regions(reference / "regions.csv"))
        ordinary = _ordinary(reference / "region-ordinary-words.txt")
        known = set(values["region"])
        return cls(values, tuple(sorted(ordinary - known)), tuple(sorted(ordinary & known)))

    def as_document(self) -> dict[str, object]:
        """For JSON."""
        return {"values": self.values, "not_places": self.not_places, "doubtful_places": self.doubtful_places}


def _occupations(path: Path) -> Iterator[tuple[str, str]]:
    """Lines of a standard name and its other names, separated by blanks."""
    for line in path.read_text(encoding="utf-8").splitlines():
        names = line.split("#")[0].split()
        yield from ((name, names[0]) for name in names)


def _regions(path: Path) -> Iterator[tuple[str, str]]:
    """Official and short names; a name of several places gives all their codes, province first."""
    if not path.exists():
        return
    codes: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        code, name, short_names, _ = line.split(",")
        bare = _REGION_SUFFIX.sub("", name)
        for known in {name, bare, *short_names.split("|")}:
            if len(known) >= 2:
                codes.setdefault(known, []).append(code)
    for name, all_codes in codes.items():
        yield name, ",".join(sorted(all_codes, key=lambda code: (not code.endswith("0000"), not code.endswith("00"))))


def _ordinary(path: Path) -> set[str]:
    if not path.exists():
        return set()
    lines = path.read_text(encoding="utf-8").splitlines()
    return {word for line in lines if not line.startswith("#") for word in line.split()}


class Gazetteer:
    """Finds the words of the lists, the longest first."""

    def __init__(self, lists: WordLists) -> None:
        self.lists = lists
        self._by_first: dict[str, list[tuple[str, str, str]]] = {}
        for entity, words in lists.values.items():
            for word, value in words.items():
                self._by_first.setdefault(word[0], []).append((word, entity, value))
        self._doubtful = frozenset(lists.doubtful_places)
        self._not_places = _by_first_letter(lists.not_places)

    def words(self, text: str) -> Iterator[Found]:
        """All words found; `text` is half-width and simplified, and as long as what was sent."""
        for start, character in enumerate(text):
            for word, entity, value in self._by_first.get(character, ()):
                if text.startswith(word, start) and (entity != "region" or self._is_place(text, start, word)):
                    yield Found(entity, value, start, start + len(word))

    def _is_place(self, text: str, start: int, word: str) -> bool:
        end = start + len(word)
        if any(text.startswith(w, start) and len(w) > len(word) for w in self._not_places.get(text[start], ())):
            return False
        if word not in self._doubtful:
            return True
        return bool(_CUE_BEFORE.search(text[:start]) and _CUE_AFTER.match(text[end:]))


def _by_first_letter(words: Iterable[str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for word in words:
        grouped.setdefault(word[0], []).append(word)
    return grouped
