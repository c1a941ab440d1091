"""Reads the first sheet of an xlsx file, or a csv file."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml.ElementTree import iterparse

from bot.spreadsheets.neutral import restored
from bot.spreadsheets.table import Row, UnreadableTable, named_rows

LARGEST_FILE = 50_000_000
LARGEST_UNPACKED = 200_000_000
"""Bytes. A file that grows beyond this when unpacked is no list that people keep, but a bomb."""
ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheets in China write csv in."""


def read_table(file: Path) -> Iterator[Row]:
    """Rows by heading, as numbered in the file. Raises `UnreadableTable`, also on the way through."""
    if not file.is_file():
        raise UnreadableTable(f"没有文件 {file}。")
    if file.stat().st_size > LARGEST_FILE:
        raise UnreadableTable("文件太大，请分成几个文件。")
    match file.suffix.lower():
        case ".xlsx":
            return named_rows(_xlsx_rows(file))
        case ".csv":
            return named_rows(_csv_rows(file))
        case _:
            raise UnreadableTable("只能读 .xlsx 和 .csv 文件；.xls 请先另存为 .xlsx。")


def _csv_rows(file: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    text = _decoded(file.read_bytes())
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


def _xlsx_rows(file: Path) -> Iterator[tuple[int, Sequence[Any]]]:
    """Values only: a formula would be somebody else's program, and its stored result need not be true."""
    try:
        _refuse_hostile(file)
        book = openpyxl.load_workbook(file, read_only=True, data_only=False, keep_links=False)
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
        raise UnreadableTable(f"{file.name} 不是完整的 .xlsx 文件，请重新另存一次。") from error


def _refuse_hostile(file: Path) -> None:
    """No bombs, and no part that declares entities of its own: no spreadsheet program writes such."""
    with zipfile.ZipFile(file) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST_UNPACKED:
            raise UnreadableTable("文件解压后太大，没有读取。")
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    next(iterparse(part, events=("start",), forbid_dtd=True))
