"""Puts lines together again that a page's or a scan's width has broken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.importing.blocks import Block, Line, Row
from bot.importing.lines import ATTACHMENT, CHAPTER, COPIES, NOISE, NUMBER, PAGE, date_of, is_office, is_title
from bot.importing.numbering import mark_of
from bot.importing.upright import with_upright_tables

_FINISHED = re.compile(r"[。！？；：:）)》”]$")
_PROSE = re.compile(r"[，,。；;]")
WIDEST = 60
"""Characters: where the usual line is longer than this, lines are paragraphs already."""
FULL = 0.85
"""A line at least this much of the usual width may run on even without a comma in it."""
SHORT_REST = 12
"""Characters: what may be left over of an attachment's name on the next line."""


def paragraphs(blocks: Sequence[Block]) -> list[Block]:
    """Lines joined to paragraphs, page numbers, chapter names and notes dropped, upright tables as rows."""
    found: list[Block] = []
    usual = _usual_width(blocks)
    last = ""
    for block in _wanted(with_upright_tables(blocks)):
        before = found[-1] if found else None
        if isinstance(block, Row):
            found.append(block)
        elif isinstance(before, Line) and _runs_on(before.text, last, block, usual):
            found[-1] = Line(_joined(before.text, block.text), before.after_gap)
            last = block.text
        else:
            found.append(block)
            last = block.text
    return found


def _wanted(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Row) or not any(kind.fullmatch(block.text) for kind in (PAGE, NOISE, CHAPTER)):
            yield block


def _usual_width(blocks: Sequence[Block]) -> int:
    """The width that nine of ten lines stay below."""
    widths = sorted(len(block.text) for block in blocks if isinstance(block, Line))
    return widths[len(widths) * 9 // 10] if widths else 0


def _runs_on(paragraph: str, last: str, line: Line, usual: int) -> bool:
    text = line.text
    if ATTACHMENT.match(paragraph) and not line.after_gap and len(text) <= SHORT_REST and not is_office(text):
        return not (mark_of(text) or date_of(text) or ATTACHMENT.match(text))
    if _FINISHED.search(paragraph) or mark_of(text) or date_of(text) or ATTACHMENT.match(text) or COPIES.match(text):
        return False
    if date_of(paragraph) or NUMBER.fullmatch(paragraph):
        return False
    full = usual <= WIDEST and len(last) >= FULL * usual and not line.after_gap
    prose = bool(_PROSE.search(paragraph)) and not (is_title(text) and line.after_gap)
    return prose or (full and not is_title(paragraph))


def _joined(before: str, after: str) -> str:
    blank = " " if before[-1].isascii() and before[-1].isalnum() and after[0].isascii() and after[0].isalnum() else ""
    return f"{before}{blank}{after}"
