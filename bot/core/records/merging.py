"""What becomes of two lists that name the same person."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.records.fields import Value


def joined(kept: Mapping[str, Value], added: Mapping[str, Value]) -> dict[str, Value]:
    """Several choices are put together; of any other field what was there first stays, and gaps are filled."""
    values = {**added, **kept}
    for name, value in kept.items():
        other = added.get(name)
        if isinstance(value, tuple) and isinstance(other, tuple):
            values[name] = tuple(dict.fromkeys((*value, *other)))
    return values
