"""Word files: paragraphs and tables in the order of the page."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from docx import Document
from docx.table import Table

from bot.importing.blocks import Block, Line, Row, tidy, tidy_cell
from bot.importing.problems import Reason, UnreadableDocumentError

LARGEST_UNPACKED = 200 * 1024 * 1024
"""Bytes. A small file that unpacks to more is an attack, not a document."""
LARGEST_TEXT = 30 * 1024 * 1024
"""Bytes of a part that is not a picture; in memory it takes ten times as much."""
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf", ".svg")


def read_word(data: bytes) -> list[Block]:
    """The blocks of a .docx file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
        texts = (part.file_size for part in parts if not part.filename.lower().endswith(PICTURES))
        if sum(part.file_size for part in parts) > LARGEST_UNPACKED or max(texts, default=0) > LARGEST_TEXT:
            raise UnreadableDocumentError(Reason.TOO_LARGE)
        return list(_blocks(io.BytesIO(data)))
    except UnreadableDocumentError:
        raise
    except Exception as error:
        # Whatever python-docx, lxml or zipfile stumble over (a dozen types), the file is what must be mended.
        raise UnreadableDocumentError(Reason.BROKEN_WORD) from error


def _blocks(file: io.BytesIO) -> Iterator[Block]:
    gap = False
    for item in Document(file).iter_inner_content():
        if isinstance(item, Table):
            yield from _rows(item)
            continue
        for raw in item.text.splitlines() or [""]:
            text = tidy(raw)
            if text:
                yield Line(text, gap)
            gap = not text


def _rows(table: Table) -> Iterator[Row]:
    """Rows; a merged cell speaks once, where it begins."""
    seen: set[object] = set()
    for row in table.rows:
        cells: list[str] = []
        for cell in row.cells:
            cells.append("" if cell._tc in seen else tidy_cell(cell.text))
            seen.add(cell._tc)
        if any(cells):
            yield Row(tuple(cells))
