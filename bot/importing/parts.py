"""A document's parts: the covering notice, the plan it issues, and the attachments, each numbered from one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.importing.blocks import Block, Line
from bot.importing.lines import ATTACHMENT, COPIES, YEARS, date_of, is_office, is_salutation, is_title, number_of

NOTICE = "通知"
"""What the covering notice is cited as, once it is known to be one."""


@dataclass
class Part:
    """`prefix` comes before the ids of its clauses; `named` if the part itself is what people cite."""

    prefix: str
    blocks: list[Block] = field(default_factory=list)


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """The parts in order; titles, signatures, lists of attachments and of addressees left out."""
    starts = _attachment_starts(blocks)
    parts = [Part("")]
    signed = copies = False
    for index, block in enumerate(blocks):
        if index in starts:
            parts.append(Part(starts[index]))
            signed = copies = False
        elif not isinstance(block, Line):
            parts[-1].blocks.append(block)
        elif copies or COPIES.match(block.text):
            copies = True
        elif date_of(block.text):
            signed = signed or not parts[-1].prefix
            _drop_signature(parts[-1].blocks)
        elif signed and is_title(block.text) and parts[-1].blocks and not parts[-1].prefix:
            parts[-1].prefix = NOTICE
            parts.append(Part(""))
            signed = False
        elif not _is_frame(block.text, parts[-1]):
            parts[-1].blocks.append(block)
    return [part for part in parts if part.blocks]


def _attachment_starts(blocks: Sequence[Block]) -> dict[int, str]:
    """Where attachments begin. One is named twice: in the list below the text, and where it begins."""
    found: dict[str, tuple[int, bool]] = {}
    for index, block in enumerate(blocks):
        if isinstance(block, Line) and (match := ATTACHMENT.match(block.text)) and "。" not in block.text:
            listed = bool(match.group(2)) and not match.group(1)
            if not listed or f"附件{match.group(1)}" not in found:
                found[f"附件{match.group(1)}"] = (index, listed)
    return {index: label for label, (index, listed) in found.items() if not listed}


def _is_frame(text: str, part: Part) -> bool:
    """Lines around the text: addressees, titles at the head of a part, the list of attachments."""
    if ATTACHMENT.match(text) and "。" not in text:
        return True
    at_head = not part.blocks
    return at_head and bool(is_salutation(text) or is_title(text) or YEARS.fullmatch(text) or number_of(text))


def _drop_signature(blocks: list[Block]) -> None:
    if blocks and isinstance(blocks[-1], Line) and is_office(blocks[-1].text):
        blocks.pop()
