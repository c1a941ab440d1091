"""Writes tables and templates as xlsx or csv."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from bot.spreadsheets.neutral import neutralised
from bot.spreadsheets.table import NOTE, Column, UnreadableTable

Cell = str | int | Decimal | dt.date | None

ROWS_WITH_LISTS = 5000
"""How many rows of a template have drop-down lists."""
_WIDEST = 40
_OPTIONS_SHEET = "选项"


def write_table(file: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    """Write heading and rows; returns the number of rows. Raises `UnreadableTable` for another kind of file."""
    match file.suffix.lower():
        case ".xlsx":
            return _write_xlsx(file, columns, rows)
        case ".csv":
            return _write_csv(file, columns, rows)
        case _:
            raise UnreadableTable("只能写 .xlsx 和 .csv 文件。")


def write_template(file: Path, columns: Sequence[Column]) -> None:
    """An empty table to fill in: the heading, a row of explanations, and in xlsx drop-down lists."""
    notes = [[NOTE + column.note if column.note else NOTE for column in columns]]
    if file.suffix.lower() == ".xlsx":
        _write_xlsx(file, columns, notes, lists=True)
    else:
        write_table(file, columns, notes)


def _write_csv(file: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> int:
    written = 0
    with file.open("w", encoding="utf-8-sig", newline="") as handle:  # the mark lets Excel see that it is UTF-8
        lines = csv.writer(handle)
        lines.writerow([neutralised(column.label) for column in columns])
        for row in rows:
            lines.writerow([neutralised(cell) if isinstance(cell, str) else cell for cell in row])
            written += 1
    return written


def _write_xlsx(file: Path, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, lists: bool = False) -> int:
    written = 0
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(str(file), options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@"})
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        for position, column in enumerate(columns):
            # As text, so that long numbers keep their last digits when somebody types them.
            sheet.set_column(position, position, min(_WIDEST, 4 + 2 * len(column.label)), text)
        if lists:
            _add_lists(book, sheet, columns)
        for position, column in enumerate(columns):
            sheet.write_string(0, position, column.label, bold)
        for row in rows:
            written += 1
            for position, cell in enumerate(row):
                _write_cell(sheet, written, position, cell)
    return written


def _write_cell(sheet: xlsxwriter.worksheet.Worksheet, row: int, position: int, cell: Cell) -> None:
    match cell:
        case None:
            return
        case int() | Decimal():
            sheet.write_number(row, position, cell)
        case dt.date():
            sheet.write_string(row, position, cell.isoformat())
        case str():
            sheet.write_string(row, position, cell)


def _add_lists(book: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, columns: Sequence[Column]) -> None:
    """Drop-down lists; their options stand on a sheet of their own, since a list in the cell itself must be short."""
    hidden = book.add_worksheet(_OPTIONS_SHEET)
    hidden.hide()
    longest = max((len(column.options) for column in columns), default=0)
    for row in range(longest):
        for position, column in enumerate(columns):
            if row < len(column.options):
                hidden.write_string(row, position, column.options[row])
    for position, column in enumerate(columns):
        if column.options:
            letters = xlsxwriter.utility.xl_col_to_name(position, col_abs=True)
            source = f"={_OPTIONS_SHEET}!{letters}$1:{letters}${len(column.options)}"
            rule = {
                "validate": "list",
                "source": source,
                "error_title": column.label[:32],
                "error_message": column.note[:200],
            }
            sheet.data_validation(1, position, ROWS_WITH_LISTS, position, rule)
