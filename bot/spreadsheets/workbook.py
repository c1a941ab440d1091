"""Writes several tables into one xlsx file, a sheet each."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import xlsxwriter

_WIDEST = 40


@dataclass(frozen=True)
class Sheet:
    """`name` stands on its tab, 31 characters at most; `lines` above the heading, `notes` below the rows."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    lines: Sequence[str] = ()
    notes: Sequence[str] = ()


def workbook(sheets: Sequence[Sheet]) -> bytes:
    """The file. Texts stay texts: nothing becomes a formula or a link."""
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(content, options) as book:
        bold = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
        for each in sheets:
            _write(book.add_worksheet(each.name[:31]), each, bold, plain)
    return content.getvalue()


def _write(
    page: xlsxwriter.worksheet.Worksheet,
    sheet: Sheet,
    bold: xlsxwriter.format.Format,
    plain: xlsxwriter.format.Format,
) -> None:
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    row = 0
    for line in sheet.lines:
        page.write_string(row, 0, line)
        row += 1
    for position, head in enumerate(sheet.columns):
        longest = max([len(head), *(len(str(cells[position])) for cells in sheet.rows)])
        page.set_column(position, position, min(_WIDEST, 4 + 2 * longest))
        page.write_string(row, position, head, bold)
    for cells in sheet.rows:
        row += 1
        for position, cell in enumerate(cells):
            if isinstance(cell, int):
                page.write_number(row, position, cell, plain)
            else:
                page.write_string(row, position, cell, plain)
    for note in sheet.notes:
        row += 1
        page.write_string(row, 0, note)
