"""Splits Chinese text into words with a jieba tokenizer of our own."""

from __future__ import annotations

import logging
import marshal
import os
import warnings
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

with warnings.catch_warnings():
    # jieba 0.42.1 is from 2020: invalid escapes in its patterns, and pkg_resources where that is installed.
    warnings.simplefilter("ignore")
    import jieba

# jieba logs the building of its dictionary to stderr, which belongs to the command's messages.
jieba.setLogLevel(logging.CRITICAL)

SHORTEST_PART = 2


class Segmenter:
    """A tokenizer that knows the domain's words and shares nothing with jieba's global one."""

    def __init__(self, words: Iterable[str], cache_dir: Path | None = None) -> None:
        self._jieba = jieba.Tokenizer()
        # What `initialize` does, without its own cache: that lies in a temporary folder shared by all, and is read in
        # pieces, which takes longer than building the dictionary anew.
        self._jieba.FREQ, self._jieba.total = _dictionary(self._jieba, cache_dir)
        self._jieba.initialized = True
        for word in sorted(set(words)):
            self._jieba.add_word(word)

    def words(self, text: str) -> Iterator[str]:
        """The words of `text` in order."""
        yield from self._jieba.cut(text, HMM=False)

    def parts(self, word: str) -> Iterator[str]:
        """The shorter words within a word, so that a longer and a shorter way of saying meet."""
        for length in range(SHORTEST_PART, len(word)):
            for start in range(len(word) - length + 1):
                part = word[start : start + length]
                if self._jieba.FREQ.get(part):
                    yield part


def _dictionary(tokenizer: jieba.Tokenizer, cache_dir: Path | None) -> tuple[dict[str, int], int]:
    """Frequencies of all words and their sum, from the cache if it can be read, else from jieba's word list."""
    cache = cache_dir / f"jieba-{jieba.__version__}.cache" if cache_dir else None
    if cache and cache.exists():
        with suppress(OSError, ValueError, EOFError, TypeError):
            frequencies, total = marshal.loads(cache.read_bytes())  # noqa: S302  # written below, in our own folder
            return frequencies, total
    frequencies, total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    if cache:
        cache.parent.mkdir(parents=True, exist_ok=True)
        # Written aside and moved, so that a second process never reads half a file.
        aside = cache.with_suffix(f".{os.getpid()}")
        aside.write_bytes(marshal.dumps((frequencies, total)))
        aside.replace(cache)
    return frequencies, total
