"""Figures and dates in words."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from bot.core.phrases import Phrases
from bot.core.records.calendars import UNIT, Occurrence
from bot.core.records.figures import Result, Standing
from bot.core.records.register import Edition
from bot.core.records.rules import Deadline, Rule


def figure_text(result: Result, phrases: Phrases) -> str:
    """A figure with its target, as staff read it: 残疾人干部占比 12.5%（要求至少15%，还差2.5个百分点）."""
    label, unit = result.figure.label, "percent" if result.percent else "number"
    if result.value is None:
        figure = phrases.say("record_figure_empty", label=label)
    else:
        figure = phrases.say(f"record_figure_{unit}", label=label, value=_rounded(result.value))
    match result.standing if result.figure.rule is not Rule.SHORTFALL else None:
        case Standing.BELOW:
            least, short = _rounded(result.least or Decimal(0)), _rounded(result.short)
            return phrases.say(f"record_below_{unit}", figure=figure, least=least, short=short)
        case Standing.REACHED:
            return phrases.say("record_figure_reached", figure=figure)
        case Standing.ABOVE:
            return phrases.say("record_figure_above", figure=figure, most=_rounded(result.most or Decimal(0)))
        case None:
            return figure


def occurrence_text(occurrence: Occurrence, edition: Edition, on: dt.date, phrases: Phrases) -> str:
    """A date of a calendar: by when, what, which units to whom, where it is written, and that it has passed."""
    deadline = occurrence.deadline
    day = occurrence.day.isoformat()
    if not occurrence.exact:
        day = phrases.say("record_date_inexact", day=day, words=_stated(deadline, on, phrases))
    units = edition.fields[UNIT].choices
    return phrases.say(
        "record_date_line",
        day=day,
        what=deadline.what,
        units="、".join(label for unit, label in units.items() if unit in deadline.units),
        to=phrases.say("record_date_to", to=deadline.to) if deadline.to else "",
        clause=deadline.clause,
        note=phrases.say("record_date_passed") if occurrence.ended(on) else "",
    )


def _stated(deadline: Deadline, on: dt.date, phrases: Phrases) -> str:
    """What the document says instead of a day: 11月底, 方案出台后1个月, 每季度."""
    parameter = deadline.parameter
    if parameter is None:
        return phrases.name("record_each", deadline.each)
    value = parameter.on(on).value
    return f"{parameter.label}{value}{phrases.name('units', parameter.unit)}" if parameter.unit == "month" else value


def _rounded(number: Decimal) -> str:
    """At most two decimals, without trailing zeros."""
    text = f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
