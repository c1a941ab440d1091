"""A sentence as blocks of tokens: characters, sounds, words, the end, concepts, stance; as said and as standard."""

from __future__ import annotations

import logging
from functools import lru_cache

import jieba

from tongxing_nlu.topics.lexicon import Lexicon
from tongxing_nlu.topics.normal import letters_only, normalise, tail, without_digits
from tongxing_nlu.topics.sound import blurred, syllables

jieba.setLogLevel(logging.WARNING)

Blocks = dict[str, list[str]]
AS_SAID = {"characters": 1.0, "sounds": 1.0, "words": 0.7, "end": 0.5}
"""Weights of the blocks of the sentence as it was written."""
AS_STANDARD = {
    "standard_characters": 1.0,
    "standard_sounds": 1.0,
    "standard_words": 0.7,
    "standard_end": 0.5,
    "concepts": 0.3,
    "stance": 0.4,
    "talk": 0.2,
}
"""Weights of the blocks of the sentence in standard words, with the lexicon's concepts."""


@lru_cache(maxsize=1)
def _segmenter() -> jieba.Tokenizer:
    segmenter = jieba.Tokenizer()
    segmenter.initialize()
    return segmenter


def blocks_of(text: str, lexicon: Lexicon) -> Blocks:
    """All blocks of one sentence."""
    normal = normalise(text)
    standard = lexicon.canonical(normal)
    return {
        "characters": _characters(letters_only(without_digits(normal))),
        "sounds": _grams([blurred(syllable) for syllable in syllables(normal)], 3),
        "words": _words(without_digits(normal)),
        "end": _characters(tail(without_digits(normal))),
        "standard_characters": _characters(letters_only(without_digits(standard))),
        "standard_sounds": _grams([blurred(syllable) for syllable in syllables(standard)], 3),
        "standard_words": _words(without_digits(standard)),
        "standard_end": _characters(tail(without_digits(standard))),
        "concepts": lexicon.features(normal, standard),
        "stance": lexicon.stance(standard),
        "talk": lexicon.talk(normal),
    }


def _characters(text: str) -> list[str]:
    framed = f"^{text}$"
    return [framed[i : i + n] for n in (1, 2) for i in range(len(framed) - n + 1)]


def _grams(tokens: list[str], longest: int) -> list[str]:
    return [" ".join(tokens[i : i + n]) for n in range(1, longest + 1) for i in range(len(tokens) - n + 1)]


def _words(text: str) -> list[str]:
    return [word for word in _segmenter().lcut(text, HMM=False) if word.strip()]
