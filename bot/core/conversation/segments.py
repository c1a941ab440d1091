"""Splits one message into the questions it holds."""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"(?<=[？?])|(?:[。；;!！\n])|，?(?:还有就是|另外|还有|顺便问一下|再问一下|再问下|第二[，、,]|其次)[，,：:]?"
)
_ASKS = re.compile(r"[？?]|吗|呢|怎么|咋|如何|多少|哪|什么|啥|几|能不能|有没有|是不是|可不可以|要不要|谁")
SHORTEST = 4
MOST = 3


def questions(text: str) -> list[str]:
    """The separate questions of a message, at most `MOST`; one if there is only one or none is marked as such.

    A statement between questions belongs to the question after it, so that stories keep their context.
    """
    found: list[str] = []
    context = ""
    for part in _BREAK.split(text):
        piece = (part or "").strip(" ，,")
        if not piece:
            continue
        if _ASKS.search(piece) and len(piece) >= SHORTEST:
            found.append(f"{context}{piece}")
            context = ""
        else:
            context += f"{piece}，"
    if len(found) < 2:
        return [text]
    return found[:MOST]
