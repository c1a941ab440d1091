"""Finds figures in texts: every figure shown to a person must be a parameter with a clause."""

from __future__ import annotations

import re

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_DIGITS = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)?%?")
_CHINESE_QUANTITY = re.compile(
    r"[零一二两三四五六七八九十百千万亿半]+(?:元|块钱|名|个人|人以上|年|个月|个百分点|%|倍|成|天|周岁|岁|家|户|次以上|小时|分之)"
)
_NOT_A_QUANTITY = re.compile(
    r"一次性|一人一策|一户一人|四个一|一对一|一站式|一体化|十四五|一平台、?三机制|三类户|三年行动|十百千万|百强|百名绣娘|千企万人"
    r"|一家人|一家企业|一家单位|一年一年|百日千万|五协会|三农|一定|一般|一起|统一|每一"
)


def placeholders(text: str) -> list[str]:
    """Names of the parameters that `text` shows."""
    return PLACEHOLDER.findall(text)


def bare_figures(text: str) -> list[str]:
    """Figures written into the text itself, in digits or Chinese numerals, instead of as parameters."""
    rest = _NOT_A_QUANTITY.sub("", PLACEHOLDER.sub("", text))
    return _DIGITS.findall(rest) + _CHINESE_QUANTITY.findall(rest)
