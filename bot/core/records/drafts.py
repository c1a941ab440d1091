"""Texts that staff take over: a notice to publish from the sums, a letter from one record."""

from __future__ import annotations

import re
from collections.abc import Mapping

BLANK = "＿＿＿"
"""What is left for staff to fill in."""
_MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def marks(text: str) -> frozenset[str]:
    """The names of all `{marks}` in a text."""
    return frozenset(_MARK.findall(text))


def filled(text: str, words: Mapping[str, str]) -> str:
    """The text with every mark replaced; what is not known stays blank and visible."""
    return _MARK.sub(lambda mark: words.get(mark.group(1)) or BLANK, text)
