"""Long texts in pages for 更多."""

from __future__ import annotations

PAGE = 700
"""Characters of one page behind 更多."""


def paged(text: str) -> list[str]:
    """`text` in pages of whole paragraphs."""
    pages: list[str] = []
    for paragraph in text.split("\n"):
        if pages and len(pages[-1]) + len(paragraph) < PAGE:
            pages[-1] += "\n" + paragraph
        else:
            pages.append(paragraph)
    return pages
