"""Reads a file into blocks, whatever its format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.importing.blocks import Block, Line
from bot.importing.pdf_file import read_pdf
from bot.importing.problems import Reason, UnreadableDocumentError
from bot.importing.text_file import read_text
from bot.importing.word_file import read_word

LARGEST = 20 * 1024 * 1024
"""Bytes. A policy document is rarely above one; larger files are scans or not documents."""
LONGEST_LINE = 20_000
"""Characters. No paragraph of a document is as long; what is, is data, or meant to keep the splitting busy."""
_READERS: dict[str, Callable[[bytes], list[Block]]] = {".txt": read_text, ".docx": read_word, ".pdf": read_pdf}


def content_of(path: Path) -> bytes:
    """What is in the file, if its name and size are those of a document. Raises `UnreadableDocumentError`."""
    if not path.is_file():
        raise UnreadableDocumentError(Reason.MISSING)
    check(path.name, path.stat().st_size)
    return path.read_bytes()


def check(name: str, size: int) -> None:
    """Raises `UnreadableDocumentError` for what need not even be opened."""
    if Path(name).suffix.lower() not in _READERS:
        raise UnreadableDocumentError(Reason.UNSUPPORTED)
    if size == 0:
        raise UnreadableDocumentError(Reason.EMPTY)
    if size > LARGEST:
        raise UnreadableDocumentError(Reason.TOO_LARGE)


def read_blocks(name: str, data: bytes) -> list[Block]:
    """The lines and rows of a file of this name. Raises `UnreadableDocumentError`."""
    check(name, len(data))
    blocks = _READERS[Path(name).suffix.lower()](data)
    if not blocks:
        raise UnreadableDocumentError(Reason.EMPTY)
    if any(isinstance(block, Line) and len(block.text) > LONGEST_LINE for block in blocks):
        raise UnreadableDocumentError(Reason.ENDLESS_LINE)
    return blocks
