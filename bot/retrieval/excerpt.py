"""Chooses what of a passage is shown: the sentence that answers best, and as much around it as fits."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.retrieval.passages import LONGEST, Passage

_ENDS = "。！？；"
_CUT = "…"


def excerpt(
    passage: Passage, terms: Sequence[frozenset[str]], asked: frozenset[str], weight: Callable[[str], float]
) -> str:
    """At most `LONGEST` characters. `terms` are those of each piece, `weight` says how much a term tells."""
    pieces = passage.pieces
    worth = [sum(weight(term) for term in asked & held) for held in terms]
    first = last = max(range(len(pieces)), key=worth.__getitem__)
    head = f"{passage.title}：" if passage.title else ""
    if len(head) + len(pieces[first]) > LONGEST:
        head = ""
    room = LONGEST - len(head) - len(pieces[first])
    while last + 1 < len(pieces) and len(pieces[last + 1]) <= room:
        last += 1
        room -= len(pieces[last])
    while first > 0 and len(pieces[first - 1]) <= room:
        first -= 1
        room -= len(pieces[first])
    text = head + "".join(pieces[first : last + 1])
    return text if text[-1] in _ENDS else f"{text.rstrip('，、：')[: LONGEST - 1]}{_CUT}"
