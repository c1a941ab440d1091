"""Reads the first sheet of an xlsx file, or a csv file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml.ElementTree import iterparse

from bot.spreadsheets.neutral import restored
from bot.spreadsheets.table import LONGEST_CELL, MOST_ROWS, Row, UnreadableTable, named_rows

MOST_PARTS = 500
"""Files within an xlsx file; spreadsheet programs write a few dozen."""
LONGEST_LINE = LONGEST_CELL * 4
"""Characters of a line of csv."""
ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheets in China write csv in."""


@dataclass(frozen=True)
class Limits:
    """The most that is read: bytes of a file as it is and when unpacked, rows, and cells that hold something.

    A file that grows beyond this when unpacked is no list that people keep, but a bomb.
    """

    file: int = 50_000_000
    unpacked: int = 200_000_000
    rows: int = MOST_ROWS
    cells: int = 10_000_000


WIDE = Limits()


def read_table(file: Path) -> Iterator[Row]:
    """Rows by heading, as numbered in the file. Raises `UnreadableTable`, also on the way through."""
    if not file.is_file():
        raise UnreadableTable(f"没有文件 {file}。")
    if file.stat().st_size > WIDE.file:
        raise UnreadableTable("文件太大，请分成几个文件。")
    return read_content(file.name, file.read_bytes())


def read_content(name: str, content: bytes, limits: Limits = WIDE) -> Iterator[Row]:
    """The same from what a file of this name holds, so that it need not be written anywhere."""
    if len(content) > limits.file:
        raise UnreadableTable("文件太大，请分成几个文件。")
    match Path(name).suffix.lower():
        case ".xlsx":
            rows = _xlsx_rows(name, content, limits)
        case ".csv":
            rows = _csv_rows(content)
        case _:
            raise UnreadableTable("只能读 .xlsx 和 .csv 文件；.xls 请先另存为 .xlsx。")
    return named_rows(_counted(rows, limits))


def _counted(rows: Iterator[tuple[int, Sequence[Any]]], limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    left = limits.cells
    for number, cells in rows:
        left -= sum(cell not in (None, "") for cell in cells)
        if number > limits.rows or left < 0:
            raise UnreadableTable(f"表格太大：最多 {limits.rows} 行、{limits.cells} 格，请分成几个文件。")
        yield number, cells


def _csv_rows(content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    text = _decoded(content)
    if len(max(text.split("\n"), key=len)) > LONGEST_LINE:
        raise UnreadableTable("文件里有一行特别长，不像一张表。请检查是不是选错了文件，或者另存为 .xlsx 再导入。")
    first = text.split("\n", 1)[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",", strict=True)
    try:
        for number, cells in enumerate(lines, start=1):
            yield number, [restored(cell) for cell in cells]
    except csv.Error as error:
        raise UnreadableTable(f"第 {lines.line_num} 行附近不是完整的 csv：多半是引号没有成对。") from error


def _decoded(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableTable("认不出文件的编码，请另存为 UTF-8 的 csv 或 .xlsx。")


def _xlsx_rows(name: str, content: bytes, limits: Limits) -> Iterator[tuple[int, Sequence[Any]]]:
    """Values only: a formula would be somebody else's program, and its stored result need not be true."""
    try:
        _refuse_hostile(content, limits)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what a file says of its own size need not be true
            for number, cells in enumerate(sheet.iter_rows(), start=1):
                for cell in cells:
                    if cell.data_type == "f":
                        raise UnreadableTable(f"单元格 {cell.coordinate} 是公式。请复制后选择性粘贴为“数值”，再导入。")
                yield number, [cell.value for cell in cells]
        finally:
            book.close()
    except (zipfile.BadZipFile, KeyError, IndexError, ValueError, SyntaxError, EOFError, StopIteration) as error:
        # What the parsers raise for a broken or hostile file; the refusal of entities is a ValueError.
        raise UnreadableTable(f"{name} 不是完整的 .xlsx 文件，请重新另存一次。") from error


def _refuse_hostile(content: bytes, limits: Limits) -> None:
    """No bombs, and no part that declares entities of its own: no spreadsheet program writes such."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        unpacked = sum(part.file_size for part in archive.infolist())  # no part unpacks to more than it says
        if unpacked > limits.unpacked or len(archive.infolist()) > MOST_PARTS:
            raise UnreadableTable("文件解压后太大，没有读取。")
        for name in archive.namelist():
            if name.lower().endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    next(iterparse(part, events=("start",), forbid_dtd=True))
