"""Splits one part of a document into clauses by its numbering."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from bot.importing.blocks import Block, Line, Row
from bot.importing.document import SplitClause
from bot.importing.lines import META
from bot.importing.numbering import Level, Mark, mark_of, unfolded
from bot.importing.parts import NOTICE, Part
from bot.importing.tables import table_clauses

PREAMBLE = "序言"
PARAGRAPH = "段"
LARGEST_STEP = 2
"""A scan may lose a heading; a number further ahead than this is not a heading but begins a sentence."""


def part_clauses(part: Part) -> Iterator[SplitClause]:
    """The clauses of a part in order."""
    for is_table, blocks in groupby(part.blocks, key=lambda block: isinstance(block, Row)):
        if is_table:
            yield from table_clauses([block for block in blocks if isinstance(block, Row)], part.prefix)
        else:
            yield from _Numbered(part.prefix).split(_lines(blocks))


def _lines(blocks: Iterator[Block]) -> list[str]:
    texts = [block.text for block in blocks if isinstance(block, Line) and not META.match(block.text)]
    return [piece for text in texts for piece in unfolded(text)]


class _Numbered:
    """Follows the numbering of running text."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._last = dict.fromkeys(Level, 0)
        self._path: dict[Level, str] = {}
        self._clauses: list[tuple[str, list[str]]] = []
        self._parents: set[str] = set()

    def split(self, lines: list[str]) -> Iterator[SplitClause]:
        """The clauses; a bare heading over numbered clauses is not one."""
        before: list[str] = []
        for line in lines:
            mark = mark_of(line)
            if mark and self._continues(mark):
                self._open(mark)
            elif self._clauses:
                self._clauses[-1][1].append(line)
            else:
                before.append(line)
        yield from self._unnumbered(before)
        for path, texts in self._clauses:
            heading_only = path in self._parents and len(texts) == 1 and len(texts[0]) <= 30 and "。" not in texts[0]
            if not heading_only and any(texts):
                yield SplitClause(path, "\n".join(filter(None, texts)))

    def _continues(self, mark: Mark) -> bool:
        """Whether the mark is the next one of its level, or the first; inside an article nothing else is."""
        if mark.level is not Level.ARTICLE and self._last[Level.ARTICLE]:
            return False
        last = self._last[mark.level]
        if last == 0:
            return mark.number == 1 or mark.level < Level.THIRD
        return last < mark.number <= last + LARGEST_STEP

    def _open(self, mark: Mark) -> None:
        self._last[mark.level] = mark.number
        for deeper in [level for level in Level if level > mark.level]:
            self._last[deeper] = 0
            self._path.pop(deeper, None)
        above = self._prefix + "".join(self._path[level] for level in sorted(self._path) if level < mark.level)
        self._parents.add(above)
        self._path[mark.level] = mark.label
        self._clauses.append((above + mark.label, [mark.rest]))

    def _unnumbered(self, texts: list[str]) -> Iterator[SplitClause]:
        if not texts:
            return
        if self._prefix == NOTICE:
            yield SplitClause(NOTICE, "\n".join(texts))
        elif self._clauses:
            yield SplitClause(self._prefix + PREAMBLE, "\n".join(texts))
        else:
            for number, text in enumerate(texts, start=1):
                yield SplitClause(f"{self._prefix}{PARAGRAPH}{number}", text)
