"""Tells one version of a measure from another by what matters to people, so that a change is told once."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from bot.core.eligibility.evaluate import Leaf, Rule, rule_of
from bot.core.policies.measures import Measure


def fingerprint(measure: Measure, on: dt.date) -> str:
    """64 hexadecimal digits over what it says, whom it is for, its figures as they are on `on`, and its period.

    A figure that is already published but begins later thus counts from its first day. Everything is spelt out here
    and nothing taken from class names or their order: another fingerprint means another message to everybody.
    """
    figures = {name: (parameter.on(on).value, parameter.unit, parameter.per)
               for name, parameter in measure.parameters.items()}  # fmt: skip
    version = [measure.says.standard, _spelt(rule_of(measure, on)), figures, measure.period.start, measure.period.end]
    return hashlib.sha256(_json(version).encode()).hexdigest()


def _spelt(rule: Rule) -> Any:
    """The rule as plain data; the order of parts and values makes no difference."""
    if isinstance(rule, Leaf):
        bound = sorted(map(_json, rule.bound)) if isinstance(rule.bound, tuple) else rule.bound
        return [rule.fact, rule.test.comparison.value, bound, rule.wanted]
    return [rule.n, sorted((_spelt(part) for part in rule.parts), key=_json)]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
