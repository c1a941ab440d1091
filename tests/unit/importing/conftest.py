"""Small documents made on the spot."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.importing import ImportedDocument, split_document

Split = Callable[[str], ImportedDocument]


@pytest.fixture
def split(tmp_path: Path) -> Split:
    """Splits a text as if it came from a .txt file."""

    def from_text(text: str) -> ImportedDocument:
        path = tmp_path / "sample.txt"
        path.write_text(text, encoding="utf-8")
        return split_document(path)

    return from_text
