"""Splits a message into sentences and clauses, and these into the words that matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.statements.phrases import Cue, Mark
from bot.core.statements.words import FactWords, Shape

_DIGIT = "0-9零〇一二两俩仨三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾"
_CLAUSE = re.compile(
    rf"(?P<end>[。！？!?；;\n])|[，：:（）()“”\"…~]|(?<![{_DIGIT}])、|、(?![{_DIGIT}])|(?<!\d)[.,]|[.,](?!\d)|\s+"
)
NOT_A_SIGN = re.compile(r"[^\w%.-]+")
"""What stands between words and numbers."""
_NUMBER = re.compile(rf"[{_DIGIT}]")
_BEFORE_UNIT = re.compile(r"(?<=\d)\s+(?=[岁级个人名年%％])")


@dataclass(frozen=True)
class Token:
    """A stretch of a clause and what it means: by phrase `marks`, by the `match` of a shape, or by both."""

    start: int
    end: int
    marks: tuple[Mark, ...] = ()
    shape: Shape | None = None
    match: re.Match[str] | None = None

    def has(self, cue: Cue) -> bool:
        """Whether it is this cue."""
        return cue in self.marks


@dataclass(frozen=True)
class Clause:
    """A piece of a message between two breaks. `ends`: the mark that ends the sentence here, or nothing."""

    text: str
    ends: str
    tokens: tuple[Token, ...]


def folded(text: str) -> str:
    """Letters and digits in their half-width, small form; numbers joined with their units."""
    half = "".join(unicodedata.normalize("NFKC", char) if char.isalnum() else char for char in text)
    return _BEFORE_UNIT.sub("", half.replace("％", "%")).lower().strip()


def bare(text: str, words: FactWords) -> str:
    """`text` in one piece, without signs and without particles at its ends."""
    return words.phrases.trimmed(NOT_A_SIGN.sub("", text))


def marks(text: str, words: FactWords) -> set[Mark]:
    """Everything that the words of a folded text mean."""
    return {mark for clause in clauses(text, words) for token in clause.tokens for mark in token.marks}


def clauses(text: str, words: FactWords) -> Iterator[Clause]:
    """The clauses of a folded message, in its order."""
    broken = _CLAUSE.sub(lambda found: "\n" * len(found[0]), text)
    shaped = _shaped(broken, words)
    start = 0
    for break_ in (*_CLAUSE.finditer(text), None):
        end = break_.start() if break_ else len(text)
        ends = (break_["end"] or "") if break_ else ""
        if end > start or ends:
            yield Clause(text[start:end], ends, _tokens(text[start:end], start, shaped, words))
        start = break_.end() if break_ else end


def _shaped(broken: str, words: FactWords) -> dict[int, tuple[Shape, re.Match[str]]]:
    """The longest shape that begins at each place of a message whose breaks are line ends."""
    found: dict[int, tuple[Shape, re.Match[str]]] = {}
    for shape in words.shapes if _NUMBER.search(broken) else words.gaps:
        for match in shape.pattern.finditer(broken):
            here = found.get(match.start())
            if here is None or here[1].end() < match.end():
                found[match.start()] = shape, match
    return found


def _tokens(
    clause: str, start: int, shaped: dict[int, tuple[Shape, re.Match[str]]], words: FactWords
) -> tuple[Token, ...]:
    """The longest word at each place, from left to right."""
    found: list[Token] = []
    at = 0
    while at < len(clause):
        phrase, shape = words.phrases.longest(clause, at), shaped.get(start + at)
        phrase_end, shape_end = phrase[0] if phrase else 0, shape[1].end() - start if shape else 0
        end = max(phrase_end, shape_end)
        if end:
            marks = phrase[1] if phrase and phrase_end == end else ()
            found.append(Token(at, end, marks, *(shape if shape and shape_end == end else ())))
        at = end or at + 1
    return tuple(found)
