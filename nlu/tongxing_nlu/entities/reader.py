"""Reads every entity of a sentence."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from opencc import OpenCC

from tongxing_nlu.entities.amounts import amounts
from tongxing_nlu.entities.found import Found, without_overlaps
from tongxing_nlu.entities.words import Gazetteer


@lru_cache(maxsize=1)
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def read_entities(text: str, gazetteer: Gazetteer) -> list[Found]:
    """Entities in order, without overlaps; offsets are those of `text`."""
    aligned = _aligned(text)
    return without_overlaps([*amounts(aligned), *gazetteer.words(aligned)])


def _aligned(text: str) -> str:
    """Half-width, lower case and simplified, with as many characters as before."""
    narrow = "".join(_one_for_one(character) for character in text)
    simplified = _to_simplified().convert(narrow)
    return simplified if len(simplified) == len(text) else narrow


def _one_for_one(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character).lower()
    return folded if len(folded) == 1 else character
