"""Which rows belong to a region with all its parts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Column, ColumnElement, true

from bot.core.regions.region import NATIONAL


def within(column: Column[Any], region: str) -> ColumnElement[bool]:
    """Rows whose region is this one or a part of it; the whole country holds everything."""
    if region == NATIONAL:
        return true()
    if region.endswith("0000"):
        return column.startswith(region[:2], autoescape=True)
    return column.startswith(region[:4] if region.endswith("00") else region, autoescape=True)
