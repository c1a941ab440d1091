"""What a document says about itself before its text begins: title, number, issuing body, date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.importing.blocks import Block, Line
from bot.importing.lines import META, YEARS, date_of, is_office, is_salutation, is_title, number_of
from bot.importing.numbering import mark_of

_FORWARDING = re.compile(r"(.*?)关于(?:印发|转发|下发|发布)(.+?)的通知")
_ABOUT = re.compile(r"(.*?)关于.+(?:通知|意见|公告|决定|批复|函|办法|规定)$")
_RED_HEAD = re.compile(r"(.{4,40}?)文件")
_ISSUED = re.compile(r"(?:成文日期|印发日期|发布日期)[ ：:]*([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")


@dataclass(frozen=True)
class FrontMatter:
    """`body` is where the text begins."""

    title: str
    number: str | None
    issuer: str | None
    issued: dt.date | None
    body: int


def front_matter(blocks: Sequence[Block], fallback: str) -> FrontMatter:
    """Read from the paragraphs; `fallback` (the file's name) is the title of last resort."""
    body = next((index for index, block in enumerate(blocks) if _is_text(block)), len(blocks))
    lines = [block.text for block in blocks if isinstance(block, Line)]
    head = [block.text for block in blocks[:body] if isinstance(block, Line)]
    title, issuer = _title_and_issuer(head, lines)
    number = next(filter(None, map(number_of, head)), None)
    title = title or (head[0] if head else fallback)
    return FrontMatter(title, number, issuer or _signature(lines), _issued(lines), body)


def _is_text(block: Block) -> bool:
    """The first sentence, clause or row: what comes before is title, number and the like."""
    if not isinstance(block, Line):
        return True
    text = block.text
    if mark_of(text):
        return True
    return not is_salutation(text) and not META.match(text) and ("。" in text or (len(text) > 40 and "，" in text))


def _title_and_issuer(head: list[str], lines: list[str]) -> tuple[str | None, str | None]:
    red_heads = (found.group(1) for text in head if (found := _RED_HEAD.fullmatch(text)))
    issuer = next(filter(is_office, red_heads), None)
    joined = "".join(text for text in head if _may_be_title(text))
    if found := _FORWARDING.search(joined):
        return _plain(found.group(2)), (found.group(1) if is_office(found.group(1)) else None) or issuer
    for first, second in pairwise([*lines, ""]):
        if is_title(first):
            about = _ABOUT.match(first)
            named = about.group(1) if about and is_office(about.group(1)) else None
            return _plain(first + (second if YEARS.fullmatch(second) else "")), named or issuer
    return (_plain(joined), issuer) if 4 <= len(joined) <= 80 else (None, issuer)


def _may_be_title(text: str) -> bool:
    is_other = META.match(text) or is_salutation(text) or date_of(text) or number_of(text)
    return not is_other and not _RED_HEAD.fullmatch(text)


def _plain(title: str) -> str:
    """Without the marks around it, brackets full-width as in print."""
    inner = title.strip()
    if inner.startswith("《") and inner.endswith("》") and inner.count("《") == 1:
        inner = inner[1:-1]
    return inner.replace("(", "（").replace(")", "）")


def _signature(lines: list[str]) -> str | None:
    """The office that signs, on the line above the date."""
    return next((above for above, day in pairwise(lines) if date_of(day) and is_office(above)), None)


def _issued(lines: list[str]) -> dt.date | None:
    """The first line that is only a date is the signature's; else what the publishing page says."""
    signed = next(filter(None, map(date_of, lines)), None)
    if signed:
        return signed
    stated = next(filter(None, map(_ISSUED.search, lines)), None)
    return dt.date(*map(int, stated.groups())) if stated else None
