"""A table as a file holds it: a heading, and rows by their number in the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NOTE = "说明："
"""Every cell of the row of explanations under a template's heading begins so; readers pass the row over."""
MOST_ROWS = 200_000
MOST_COLUMNS = 200
MOST_CELLS = 10_000_000
"""Empty ones too: a few bytes of a file can stand for a row of sixteen thousand cells."""
LONGEST_CELL = 32_767
"""Characters, as spreadsheet programs have it."""


class UnreadableTable(Exception):
    """The file is no table that can be read; the message says why and what to do."""


@dataclass(frozen=True)
class Column:
    """A column to be written. `options` become a drop-down list, `note` stands under the heading of a template."""

    label: str
    note: str = ""
    options: tuple[str, ...] = ()


Row = tuple[int, Mapping[str, Any]]


def named_rows(rows: Iterable[tuple[int, Sequence[Any]]]) -> Iterator[Row]:
    """Rows with their cells by the heading of the column, empty ones as `None`; empty rows are passed over.

    `rows` are numbered as the file shows them. Raises `UnreadableTable`.
    """
    heading: tuple[str, ...] = ()
    seen = 0
    for number, cells in rows:
        seen += len(cells)
        if seen > MOST_CELLS:
            raise UnreadableTable("表格里空着的格子太多。请把有内容的部分复制到新的表格里，再导入。")
        if number > MOST_ROWS or (len(cells) > MOST_COLUMNS and any(not _empty(each) for each in cells[MOST_COLUMNS:])):
            raise UnreadableTable(f"表格太大：最多 {MOST_ROWS} 行、{MOST_COLUMNS} 列，请分成几个文件。")
        filled = [each for each in cells if not _empty(each)]
        if not filled:
            continue
        if not heading:
            heading = _heading(cells)
        elif not all(isinstance(each, str) and each.startswith(NOTE) for each in filled):
            yield number, _by_heading(heading, cells, number)
    if not heading:
        raise UnreadableTable("表格是空的，第一行要写列名。")


def _heading(cells: Sequence[Any]) -> tuple[str, ...]:
    labels = tuple("" if _empty(each) else str(each).strip() for each in cells)
    while labels and not labels[-1]:
        labels = labels[:-1]
    twice = sorted({label for label in labels if label and labels.count(label) > 1})
    if twice:
        raise UnreadableTable(f"有两列都叫“{twice[0]}”，请只留一列。")
    return labels


def _by_heading(heading: tuple[str, ...], cells: Sequence[Any], number: int) -> Mapping[str, Any]:
    row: dict[str, Any] = {label: None for label in heading if label}
    for position, cell in enumerate(cells):
        if _empty(cell):
            continue
        label = heading[position] if position < len(heading) else ""
        if not label:
            raise UnreadableTable(f"第 {number} 行第 {position + 1} 列有内容，但这一列没有列名。")
        row[label] = cell
    return row


def _empty(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
