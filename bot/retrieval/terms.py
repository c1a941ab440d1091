"""Turns text into search terms: words of one meaning become one term, words without meaning disappear."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from bot.core.policies.catalogue import Catalogue
from bot.retrieval.segmenting import Segmenter
from bot.retrieval.vocabulary import Vocabulary

LONGEST_TITLE_WORD = 5
"""A title up to this length is usually one word (盲人按摩政策 is not); longer ones are phrases."""
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_NUMERAL = re.compile(r"[0-9.一二三四五六七八九十百千万半几两]+")
_WORDLIKE = re.compile(r"[\u4e00-\u9fffa-z0-9]")


class Terms:
    """The terms of a text. The same for questions and passages, so that they meet."""

    def __init__(self, vocabulary: Vocabulary, words: Iterable[str] = (), cache_dir: Path | None = None) -> None:
        self._ignored = vocabulary.ignored
        self._meanings: dict[str, tuple[str, ...]] = {}
        for group in vocabulary.groups:
            for word in group:
                # The mark keeps the group's term apart from a word that happens to look the same.
                self._meanings[word] = (*self._meanings.get(word, ()), f"={group[0]}")
        self._segmenter = Segmenter([*vocabulary.words, *vocabulary.ignored, *self._meanings, *words], cache_dir)

    def of(self, text: str) -> list[str]:
        """All terms of `text` in order, repeated as often as they occur."""
        found: list[str] = []
        for word in self._segmenter.words(unicodedata.normalize("NFKC", text).lower()):
            whole = self._meanings_of(word)
            found += whole
            for part in self._segmenter.parts(word):
                # Of a word with a known meaning, a part counts only for a further meaning: 公益性岗位 in its 补贴.
                if word not in self._meanings or part in self._meanings:
                    found += [meaning for meaning in self._meanings_of(part) if meaning not in whole]
        return found

    def _meanings_of(self, word: str) -> tuple[str, ...]:
        if word in self._meanings:
            return self._meanings[word]
        plain = len(word) > 1 and word not in self._ignored and _WORDLIKE.search(word) and not _NUMERAL.fullmatch(word)
        return (word,) if plain else ()


def catalogue_words(catalogue: Catalogue) -> set[str]:
    """Words of the catalogue that must not be split: the topics' keywords and the measures' short titles."""
    keywords = {keyword for topic in catalogue.topics.values() for keyword in topic.keywords}
    titles = {measure.title for measure in catalogue.measures if len(measure.title) <= LONGEST_TITLE_WORD}
    return {word for word in keywords | titles if len(word) > 1 and _HAN.fullmatch(word)}
