"""PDF files: the text of each page, without page numbers."""

from __future__ import annotations

import io
import logging
import re

from pypdf import PdfReader

from bot.importing.blocks import Block, Line, tidy
from bot.importing.problems import Reason, UnreadableDocumentError

# pypdf warns about every oddity of a file on stderr, which belongs to the command's own messages.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

MOST_PAGES = 1000
"""A policy document has rarely a hundred."""
_NUMBER = re.compile(r"[0-9]{1,4}")


def read_pdf(data: bytes) -> list[Block]:
    """The blocks of a .pdf file. Tables come as lines: a PDF does not say where its cells end."""
    try:
        reader = PdfReader(io.BytesIO(data))
        # Many are encrypted with an empty password only to forbid changes.
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnreadableDocumentError(Reason.ENCRYPTED)
        if len(reader.pages) > MOST_PAGES:
            raise UnreadableDocumentError(Reason.TOO_LARGE)
        pages = [page.extract_text() for page in reader.pages]
    except UnreadableDocumentError:
        raise
    except Exception as error:
        # A damaged file breaks pypdf in many ways, not all of them its own error types.
        raise UnreadableDocumentError(Reason.BROKEN_PDF) from error
    blocks = [block for page in pages for block in _page(page)]
    if not blocks:
        raise UnreadableDocumentError(Reason.SCANNED)
    return blocks


def _page(text: str) -> list[Block]:
    """The lines of a page; a bare number at its top or bottom is the page's."""
    lines = [line for line in map(tidy, text.splitlines()) if line]
    if lines and _NUMBER.fullmatch(lines[-1]):
        lines.pop()
    if lines and _NUMBER.fullmatch(lines[0]):
        lines.pop(0)
    return [Line(line) for line in lines]
