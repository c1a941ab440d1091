"""Reads a file into blocks, whatever its format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.importing.blocks import Block
from bot.importing.pdf_file import read_pdf
from bot.importing.problems import Reason, UnreadableDocumentError
from bot.importing.text_file import read_text
from bot.importing.word_file import read_word

LARGEST = 20 * 1024 * 1024
"""Bytes. A policy document is rarely above one; larger files are scans or not documents."""
_READERS: dict[str, Callable[[bytes], list[Block]]] = {".txt": read_text, ".docx": read_word, ".pdf": read_pdf}


def read_blocks(path: Path) -> list[Block]:
    """The lines and rows of the file. Raises `UnreadableDocumentError`."""
    if not path.is_file():
        raise UnreadableDocumentError(Reason.MISSING)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UnreadableDocumentError(Reason.UNSUPPORTED)
    size = path.stat().st_size
    if size == 0:
        raise UnreadableDocumentError(Reason.EMPTY)
    if size > LARGEST:
        raise UnreadableDocumentError(Reason.TOO_LARGE)
    blocks = reader(path.read_bytes())
    if not blocks:
        raise UnreadableDocumentError(Reason.EMPTY)
    return blocks
