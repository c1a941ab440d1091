"""The marks by which documents number their clauses: 一、 （一） 1. （1） 第五条."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum

_DIGITS = {sign: value for value, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_CHINESE = r"[一二三四五六七八九十]{1,3}"


class Level(IntEnum):
    """From the outermost to the innermost; articles stand for themselves."""

    ARTICLE = 0
    TOP = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


_PATTERNS = (
    (Level.ARTICLE, re.compile(r"第([零〇一二三四五六七八九十百]{1,7}|[0-9]{1,4})条(?!例|款|第|规定|的|、)[ ：:]?")),
    # 一、二级残疾人… is a sentence, not a heading.
    (Level.TOP, re.compile(rf"({_CHINESE})[、．.](?!{_CHINESE}[级类档])\s*")),
    (Level.SECOND, re.compile(rf"[（(]({_CHINESE})[）)]\s*[、.．]?")),
    (Level.THIRD, re.compile(r"([0-9]{1,2})(?:[、．]|\.(?![0-9]))\s*")),
    (Level.FOURTH, re.compile(r"[（(]([0-9]{1,2})[）)]\s*")),
)
_INLINE = re.compile(r"(?<=[。；：:])\s*(?=([0-9]{1,2})(?:[、．]|\.(?![0-9])))")


@dataclass(frozen=True)
class Mark:
    """The mark a paragraph begins with. `label` is how it is cited, `rest` the paragraph without it."""

    level: Level
    number: int
    label: str
    rest: str


def mark_of(text: str) -> Mark | None:
    """The numbering at the start of `text`, full-width or half-width."""
    for level, pattern in _PATTERNS:
        if found := pattern.match(text):
            sign = found.group(1)
            number = int(sign) if sign.isascii() else chinese_number(sign)
            labels = {Level.ARTICLE: f"第{sign}条", Level.SECOND: f"({sign})", Level.FOURTH: f"({sign})"}
            return Mark(level, number, labels.get(level, sign), text[found.end() :])
    return None


def chinese_number(text: str) -> int:
    """十二 → 12, 一百零三 → 103, 二〇二二 → 2022."""
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS[sign]) for sign in text))
    total, digit = 0, 0
    for sign in text:
        if sign in "十百":
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit


def unfolded(text: str) -> list[str]:
    """`text` cut before 1. 2. 3. that run on within it; uncut if they do not count up from one."""
    cuts: list[int] = []
    first = mark_of(text)
    expected = 2 if first and first.level is Level.THIRD and first.number == 1 else 1
    for found in _INLINE.finditer(text):
        if int(found.group(1)) == expected:
            cuts.append(found.end())
            expected += 1
    if expected < 3:
        return [text]
    return [text[start:end].strip() for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
