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
    rows = [Row(("序号", "内容"))]
    number, title, lines = "", "", list[str]()
    while index < len(blocks):
        block = blocks[index]
        if not isinstance(block, Line) or ATTACHMENT.match(block.text):
            break
        if [each.text for each in blocks[index : index + len(head)] if isinstance(each, Line)] == head:
            index += len(head)
            continue
        if block.text.isdigit() and len(block.text) < 3:
            rows += [Row((number, "\n".join(lines)))] if lines else []
            number, lines = ("" if block.text == number else block.text), []
            index += 1
            # A row continued on the next page repeats its number and its name.
            following = blocks[index].text if index < len(blocks) and isinstance(blocks[index], Line) else ""
            if number == "" and following == title:
                index += 1
            number, title = block.text if number else "", following
            continue
        lines.append(block.text)
        index += 1
    rows += [Row((number, "\n".join(lines)))] if lines else []
    return rows, index
