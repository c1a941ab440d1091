"""Splits a message into sentences and clauses, and these into the words that matter."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.statements.words import Cue, FactWords, Mark, Shape

_DIGIT = "0-9零一二三四五六七八九十"
_CLAUSE = re.compile(
    rf"(?P<end>[。！？!?；;\n])|[，：:（）()“”\"…~]|(?<![{_DIGIT}])、|、(?![{_DIGIT}])|(?<!\d)[.,]|[.,](?!\d)|\s+"
)
_BEFORE_UNIT = re.compile(r"(?<=\d)\s+(?=[岁级个人名年%％])")


@dataclass(frozen=True)
class Token:
    """A stretch of a clause and what it means: by phrase `marks`, or by the `match` of a shape."""

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


def clauses(text: str, words: FactWords) -> Iterator[Clause]:
    """The clauses of a folded message, in its order."""
    start = 0
    for break_ in _CLAUSE.finditer(text):
        piece, ends = text[start : break_.start()], break_["end"] or ""
        if piece or ends:
            yield Clause(piece, ends, _tokens(piece, words))
        start = break_.end()
    if text[start:]:
        yield Clause(text[start:], "", _tokens(text[start:], words))


def _tokens(clause: str, words: FactWords) -> tuple[Token, ...]:
    """The longest word at each place, from left to right."""
    shaped: dict[int, Token] = {}
    for shape in words.shapes:
        for match in shape.pattern.finditer(clause):
            here = shaped.get(match.start())
            if here is None or here.end < match.end():
                shaped[match.start()] = Token(match.start(), match.end(), shape=shape, match=match)
    found: list[Token] = []
    at = 0
    while at < len(clause):
        phrase, token = words.phrases.longest(clause, at), shaped.get(at)
        if phrase is not None and (token is None or phrase[0] > token.end):
            token = Token(at, phrase[0], phrase[1])
        if token is None:
            at += 1
        else:
            found.append(token)
            at = token.end
    return tuple(found)
