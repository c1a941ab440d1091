"""Cuts a text into messages that Telegram takes, where a listener would pause."""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 4095
"""UTF-16 units of one message; Telegram refuses more than 4,096."""
PAUSES = ("\n", "。！？!?；;", "，,、：:")
"""Where to cut, best first. The mark stays with what it ends."""


def split(text: str, longest: int = LONGEST) -> list[str]:
    """`text` in parts of at most `longest` units; none of them is blank."""
    return [part for part in _parts(text, longest) if part.strip()]


def units(text: str) -> int:
    """Length as Telegram counts it: characters beyond the basic plane count twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def _parts(text: str, longest: int) -> Iterator[str]:
    while units(text) > longest:
        end = _cut(text[: _fitting(text, longest)])
        yield text[:end]
        text = text[end:]
    yield text


def _fitting(text: str, longest: int) -> int:
    """How many whole characters fit."""
    used = 0
    for index, char in enumerate(text):
        used += 2 if char > "\uffff" else 1
        if used > longest:
            return index
    return len(text)


def _cut(head: str) -> int:
    """Where to end the part: after the last good pause in its second half, else where it is full."""
    for marks in PAUSES:
        last = max(head.rfind(mark) for mark in marks)
        if last >= len(head) // 2:
            return last + 1
    return len(head)
