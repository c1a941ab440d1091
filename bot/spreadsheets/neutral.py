"""Text that a spreadsheet would take for a formula when it opens a csv file, made harmless, and back."""

from __future__ import annotations

TRIGGERS = ("=", "+", "-", "@", "\t", "\r")
QUOTE = "'"


def neutralised(text: str) -> str:
    """The text with a quote before it if it could start a formula, or starts with a quote itself."""
    return QUOTE + text if text.startswith((*TRIGGERS, QUOTE)) else text


def restored(text: str) -> str:
    """The text without the quote that `neutralised` put before it."""
    return text[1:] if text[:1] == QUOTE and text[1:].startswith((*TRIGGERS, QUOTE)) else text
