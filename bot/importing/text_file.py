"""Plain text: lines, and tables drawn with tabs or upright bars."""

from __future__ import annotations

import re

from bot.importing.blocks import Block, Line, Row, tidy, tidy_cell
from bot.importing.problems import Reason, UnreadableDocumentError

_ENCODINGS = ("utf-8-sig", "gb18030")
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u203b\u00b7\x20-\x7e\s]")
USUAL_SHARE = 0.9
"""Text read in the wrong encoding is full of rare characters."""
_RULE = re.compile(r"[|:\-—\s]+")


def read_text(data: bytes) -> list[Block]:
    """The blocks of a text file."""
    blocks: list[Block] = []
    gap = False
    for raw in _decoded(data).splitlines():
        row = _row(raw, inside=bool(blocks) and isinstance(blocks[-1], Row))
        if row:
            blocks.append(row)
        # A ruled line under a table's head is neither text nor row.
        elif (text := tidy(raw)) and not _RULE.fullmatch(text):
            blocks.append(Line(text, gap))
        gap = not raw.strip()
    return blocks


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not text or len(_USUAL.findall(text)) >= USUAL_SHARE * len(text):
            return text
    raise UnreadableDocumentError(Reason.ENCODING)


def _row(raw: str, inside: bool) -> Row | None:
    """A row if the line is one: cells between bars or tabs; tabs that only indent count inside a table."""
    line = raw.strip()
    if line.startswith("|") and line.endswith("|") and len(line) > 1:
        cells = line[1:-1].split("|")
        if all(_RULE.fullmatch(cell) or not cell for cell in cells):
            return None
    elif line and raw.count("\t") >= 2 and (inside or "\t" in raw.lstrip("\t")):
        cells = raw.split("\t")
    else:
        return None
    return Row(tuple(tidy_cell(cell) for cell in cells))
