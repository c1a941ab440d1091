"""What every file format is read into: lines of text and rows of tables, in reading order."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAKING_TAG = re.compile(r"</?(?:p|br|div|tr|li)\b[^<>]*>", re.IGNORECASE)
_BOOKMARK = re.compile(r"\[bookmark:[^\]]*\]")
_BLANK = re.compile(r"[ \t\u00a0\u3000]+")
_HAN = r"[\u4e00-\u9fff〇，。、；：？！“”‘’（）《》〈〉〔〕【】]"
_BETWEEN_HAN = re.compile(rf"(?<={_HAN}) (?={_HAN})")
_FULL_WIDTH = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0xFEFF, 0x00AD])


@dataclass(frozen=True)
class Line:
    """A line as it stands in the file; `after_gap` if an empty line comes before it."""

    text: str
    after_gap: bool = False


@dataclass(frozen=True)
class Row:
    """A row of a table. Cells may hold several lines; an empty first cell continues the row above."""

    cells: tuple[str, ...]


Block = Line | Row


def tidy(text: str) -> str:
    """One line: full-width digits and letters narrowed, tags and invisible marks removed, blanks joined."""
    return _BETWEEN_HAN.sub("", _plain(text))


def tidy_cell(text: str) -> str:
    """A cell: as `tidy`, but paragraphs stay lines of their own, and blanks stand: they set names apart."""
    lines = map(_plain, _BREAKING_TAG.sub("\n", text).splitlines())
    return "\n".join(line for line in lines if line)


def _plain(text: str) -> str:
    text = html.unescape(_TAG.sub("", _BOOKMARK.sub("", text))).translate(_INVISIBLE).translate(_FULL_WIDTH)
    return _BLANK.sub(" ", text).strip()
