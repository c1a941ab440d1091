"""Lists as files."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from urllib.parse import quote

from fastapi import Response

from bot.console.lists import Badge, Cell, Column, Link, Listing, Row
from bot.spreadsheets.table import Column as Heading
from bot.spreadsheets.writing import write_table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def exported(listing: Listing) -> Response:
    """The rows of a list as the file its query asks for: give it all rows, not those of a page."""
    assert listing.query.export, "asked for"
    return await file_of(listing.query.export, listing.name, listing.columns, listing.rows)


async def file_of(kind: str, name: str, columns: Sequence[Column], rows: Iterable[Row]) -> Response:
    """A file of this kind (`csv` or `xlsx`), to be downloaded as `name`.`kind`."""
    headings = [Heading(column.heading) for column in columns]
    plain = [[_plain(cell) for cell in row] for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"list.{kind}"
        await asyncio.to_thread(write_table, path, headings, plain)
        content = path.read_bytes()
    return download(content, f"{name}.{kind}", TYPES[kind])


def download(content: bytes, name: str, media_type: str) -> Response:
    """A file to be downloaded under a name, which may be Chinese."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "-_.") else "_" for char in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _plain(cell: Cell) -> str | int | Decimal:
    return cell.text if isinstance(cell, Link | Badge) else cell
