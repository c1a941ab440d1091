"""Charts as SVG, drawn on the server in the colour of the text: they work in dark, in forced colours and in print.

Patterns and labels tell the parts apart, never colour. A table with the same numbers stands beside each chart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

COLUMN, HEIGHT, TOP, FOOT = 56, 150, 34, 30
BAR, LINE, NAME, SHARE = 20, 34, 170, 380
PATTERNS = (
    '<rect width="8" height="8" fill="currentColor"/>',
    '<path d="M0 8L8 0M-2 2L2 -2M6 10L10 6" stroke="currentColor" stroke-width="2"/>',
    '<circle cx="4" cy="4" r="1.6" fill="currentColor"/>',
    '<path d="M0 4H8" stroke="currentColor" stroke-width="1.4"/>',
)
"""Full, hatched, dotted, lined."""


@dataclass(frozen=True)
class Bar:
    """One bar: its name below, and the number above; `None` is unknown and drawn as an empty dashed box."""

    label: str
    value: int | None
    shown: str


@dataclass(frozen=True)
class Shares:
    """One line of a chart of shares: as many parts as there are names of parts."""

    label: str
    parts: tuple[int, ...]
    shown: str


def columns(name: str, title: str, description: str, bars: Sequence[Bar]) -> Markup:
    """Bars side by side. `name` is unique on the page."""
    most = max((bar.value or 0 for bar in bars), default=0) or 1
    width, base = COLUMN * max(1, len(bars)) + 2, TOP + HEIGHT
    drawn = [Markup('<path d="M0 {0}H{1}" stroke="currentColor" fill="none"/>').format(base, width)]
    for position, bar in enumerate(bars):
        left, middle = COLUMN * position + 10, COLUMN * position + COLUMN // 2
        if bar.value is None:
            drawn.append(_box(left, base - 24, COLUMN - 20, 24, "none", dashed=True))
            top = base - 24
        else:
            height = round(HEIGHT * bar.value / most)
            top = base - height
            drawn.append(_box(left, top, COLUMN - 20, height, f"url(#{name}-0)"))
        drawn.append(_text(middle, top - 6, bar.shown, "middle"))
        drawn.append(_text(middle, base + 20, bar.label, "middle"))
    return _drawing(name, title, description, width, base + FOOT, 1, drawn)


def shares(name: str, title: str, description: str, names: Sequence[str], lines: Sequence[Shares]) -> Markup:
    """Lines of parts that add up, the longest line for the greatest sum; `names` are those of the parts."""
    most = max((sum(line.parts) for line in lines), default=0) or 1
    drawn, left = [], 0
    for position, each in enumerate(names):
        drawn.append(_box(left, 6, 22, BAR, f"url(#{name}-{position})"))
        drawn.append(_text(left + 28, 22, each, "start"))
        left += 48 + 15 * len(each)
    for row, line in enumerate(lines):
        top, start = 44 + LINE * row, NAME
        drawn.append(_text(0, top + 16, line.label, "start"))
        for position, part in enumerate(line.parts):
            length = round(SHARE * part / most)
            if part:
                drawn.append(_box(start, top, max(2, length), BAR, f"url(#{name}-{position})"))
                start += max(2, length)
        drawn.append(_text(start + 8, top + 16, line.shown, "start"))
    width = max(NAME + SHARE + 130, left)
    return _drawing(name, title, description, width, 50 + LINE * len(lines), len(names), drawn)


def _drawing(
    name: str, title: str, description: str, width: int, height: int, patterns: int, drawn: Sequence[Markup]
) -> Markup:
    defined = Markup("").join(
        Markup('<pattern id="{0}-{1}" width="8" height="8" patternUnits="userSpaceOnUse">{2}</pattern>').format(
            name,
            position,
            Markup(PATTERNS[position]),  # noqa: S704  a constant of this module
        )
        for position in range(patterns)
    )
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-desc" width="{1}" height="{2}" '
        'viewBox="0 0 {1} {2}" fill="currentColor" font-size="15">'
        '<title id="{0}-title">{3}</title><desc id="{0}-desc">{4}</desc><defs>{5}</defs>{6}</svg>'
    ).format(name, width, height, title, description, defined, Markup("").join(drawn))


def _box(left: int, top: int, width: int, height: int, fill: str, *, dashed: bool = False) -> Markup:
    dashes = Markup(' stroke-dasharray="4 3"') if dashed else Markup("")
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}" stroke="currentColor"{}/>').format(
        left, top, width, height, fill, dashes
    )


def _text(left: int, top: int, text: str, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(left, top, anchor, escape(text))
