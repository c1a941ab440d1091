"""Shows parameters with their units, and fills them into texts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal

from bot.core.phrases import Phrases
from bot.core.policies.measures import Measure, Parameter

_MARK = re.compile(r"\{([a-z][a-z0-9_]*)\}")
TEN_THOUSAND = Decimal(10000)


def shown(parameter: Parameter, on: dt.date, phrases: Phrases) -> str:
    """The value on `on` as people read it: 1000元, 30万元, 10%, 67个编制, 2024年12月31日."""
    value = parameter.on(on).value
    if parameter.kind == "date":
        return date_text(value)
    unit = phrases.name("units", parameter.unit)
    if parameter.unit == "CNY":
        amount = Decimal(value)
        if amount >= TEN_THOUSAND and amount % TEN_THOUSAND == 0:
            return f"{amount / TEN_THOUSAND:f}万{unit}"
    return f"{value}{unit}"


def date_text(value: str) -> str:
    """2024-12-31 → 2024年12月31日; 2024-10 → 2024年10月; 12-31 → 12月31日; other text as it is."""
    parts = value.split("-")
    if not all(part.isdigit() for part in parts):
        return value
    if len(parts) == 3:
        return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日"
    if len(parts) == 2 and len(parts[0]) == 4:
        return f"{parts[0]}年{int(parts[1])}月"
    if len(parts) == 2:
        return f"{int(parts[0])}月{int(parts[1])}日"
    return f"{value}年" if len(value) == 4 else value


def day_text(day: dt.date) -> str:
    """A day as people read it."""
    return date_text(day.isoformat())


def filled(text: str, measure: Measure, on: dt.date, phrases: Phrases) -> str:
    """`text` with every `{parameter}` of `measure` shown as it was on `on`."""
    parameters: Mapping[str, Parameter] = measure.parameters
    return _MARK.sub(lambda mark: shown(parameters[mark.group(1)], on, phrases), text)
