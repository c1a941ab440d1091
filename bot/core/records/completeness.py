"""What a record still lacks."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.records.fields import Value
from bot.core.records.figures import Result, Standing
from bot.core.records.register import Edition
from bot.core.records.rules import Demand


def lacking(values: Mapping[str, Value], edition: Edition, found: Mapping[str, Result]) -> tuple[str, ...]:
    """Labels of fields and figures by which the record is incomplete, in the order of the declaration.

    `found`: the record's figures.
    """
    labels = [field.label for field in edition.fields.values() if field.required and field.id not in values]
    for demand in edition.demands:
        if applies(demand.when, values):
            labels += _unmet(demand, values, edition, found)
    return tuple(dict.fromkeys(labels))


def applies(when: tuple[str, frozenset[Value]] | None, values: Mapping[str, Value]) -> bool:
    """Whether a condition on one field holds; without a condition it does."""
    return when is None or values.get(when[0]) in when[1]


def _unmet(demand: Demand, values: Mapping[str, Value], edition: Edition, found: Mapping[str, Result]) -> list[str]:
    labels = [edition.fields[name].label for name in demand.needs if name not in values]
    if demand.positive is not None and not values.get(demand.positive):
        labels.append(edition.fields[demand.positive].label)
    if demand.reaches is not None and found[demand.reaches].standing is Standing.BELOW:
        result = found[demand.reaches]
        unmet = [edition.fields[name].label for name in result.unmet]
        labels += unmet or [result.figure.label]
    return labels
