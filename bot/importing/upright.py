"""Tables that lost their shape: every cell on a line of its own, below a head that begins with 序号."""

from __future__ import annotations

from collections.abc import Sequence

from bot.importing.blocks import Block, Line, Row
from bot.importing.lines import ATTACHMENT, SENTENCE

LONGEST_HEAD = 8
"""Columns a table of tasks may have."""


def with_upright_tables(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, each upright table turned into rows of (number, everything in the row)."""
    found: list[Block] = []
    index = 0
    while index < len(blocks):
        head = _head(blocks, index)
        if not head:
            found.append(blocks[index])
            index += 1
            continue
        rows, index = _rows(blocks, index, head)
        found += rows
    return found


def _head(blocks: Sequence[Block], index: int) -> list[str]:
    """The column names if a table begins here: 序号, two or more short lines, then the row number 1."""
    names: list[str] = []
    for block in blocks[index : index + LONGEST_HEAD + 1]:
        if not isinstance(block, Line):
            return []
        if block.text == "1":
            return names if len(names) >= 3 else []
        if (not names and block.text != "序号") or len(block.text) > 12 or SENTENCE.search(block.text):
            return []
        names.append(block.text)
    return []


def _rows(blocks: Sequence[Block], index: int, head: list[str]) -> tuple[list[Row], int]:
    """The rows from `index` on, and where the table ends. A row that runs over a page repeats its number and name."""
    rows: list[list[str]] = []
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, Line) or ATTACHMENT.match(block.text):
            break
        if _texts(blocks[index : index + len(head)]) == head:
            index += len(head)
            continue
        if block.text.isdigit() and len(block.text) < 3:
            following = _texts(blocks[index + 1 : index + 2])
            if rows and rows[-1][0] == block.text and following == rows[-1][1:2]:
                index += 1
            elif not rows or rows[-1][0] != block.text:
                rows.append([block.text])
        elif rows:
            rows[-1].append(block.text)
        index += 1
    return [Row(("序号", "内容")), *(Row((number, "\n".join(lines))) for number, *lines in rows)], index


def _texts(blocks: Sequence[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Line)]
