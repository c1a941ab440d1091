"""Tables that were made to keep their reader busy or to fill its memory."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest

from bot.spreadsheets.reading import read_table
from bot.spreadsheets.table import Column, UnreadableTable
from bot.spreadsheets.writing import write_table

SOON = 60.0
"""Seconds, on a machine that others keep busy too."""


def sheet(tmp_path: Path, rows: bytes, dimension: bytes = b"A1:A2") -> Path:
    """An xlsx file with this content of its sheet."""
    good, evil = tmp_path / "good.xlsx", tmp_path / "evil.xlsx"
    write_table(good, [Column("单位")], [["甲"]])
    with zipfile.ZipFile(good) as source, zipfile.ZipFile(evil, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                head, _, rest = content.partition(b"<sheetData>")
                tail = rest.partition(b"</sheetData>")[2]
                content = head.replace(b"A1:A2", dimension) + b"<sheetData>" + rows + b"</sheetData>" + tail
            target.writestr(name, content)
    return evil


def row(number: int, column: str, value: str = "x") -> bytes:
    cell = (
        f'<c r="{column}{number}" t="inlineStr"><is><t>{value}</t></is></c>' if value else f'<c r="{column}{number}"/>'
    )
    return f'<row r="{number}">{cell}</row>'.encode()


def test_what_a_sheet_says_of_its_size_is_not_believed(tmp_path: Path) -> None:
    file = sheet(tmp_path, row(1, "A", "单位") + row(2, "A", "甲"), b"A1:XFD1048576")
    assert list(read_table(file)) == [(2, {"单位": "甲"})]


def test_one_cell_far_below_does_not_make_a_million_rows(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(UnreadableTable, match="表格太大"):
        list(read_table(sheet(tmp_path, row(1, "A", "单位") + row(1_048_576, "A"))))
    assert time.monotonic() - began < SOON


def test_empty_cells_far_to_the_right_end_the_reading(tmp_path: Path) -> None:
    rows = row(1, "A", "单位") + b"".join(row(number, "XFD", "") for number in range(2, 20_000))
    began = time.monotonic()
    with pytest.raises(UnreadableTable, match="空着的格子太多"):
        list(read_table(sheet(tmp_path, rows)))
    assert time.monotonic() - began < SOON


@pytest.mark.parametrize("text", ["a" * 5_000_000, '"' + "a" * 5_000_000, "单位\n" + "甲," * 3_000_000])
def test_a_line_without_end_is_refused(text: str, tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text, encoding="utf-8")
    began = time.monotonic()
    with pytest.raises(UnreadableTable, match="一行特别长"):
        list(read_table(file))
    assert time.monotonic() - began < SOON


def test_a_quote_that_swallows_the_rest_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text('单位\n"' + "甲\n" * 200_000, encoding="utf-8")
    with pytest.raises(UnreadableTable, match="引号"):
        list(read_table(file))


@pytest.mark.parametrize("name", ["t.xlsx", "t.csv"])
def test_a_file_of_another_kind_under_a_good_name_is_refused(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(b"\x89PNG\r\n\x1a\n\xff\xff" + bytes(range(256)) * 10)
    with pytest.raises(UnreadableTable, match="另存"):
        list(read_table(file))
