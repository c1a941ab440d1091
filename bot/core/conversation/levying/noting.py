"""Repeats in one line what was understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from bot.core.conversation.levying.case import LevyCase
from bot.core.levy.showing import number_text
from bot.core.levy.statement import Statement
from bot.core.levy.told import PAYROLL

TOLD = {
    "year": "levy_told_year",
    "employees": "levy_told_employees",
    "kind": "levy_told_kind",
    "placed": "levy_told_placed",
    "severe": "levy_told_severe",
    "average_wage": "levy_told_average_wage",
    PAYROLL: "levy_told_payroll",
    "social_average_wage": "levy_told_social_average_wage",
    "ratio": "levy_told_ratio",
    "dispatched_employees": "levy_told_dispatched_employees",
    "dispatched_placed": "levy_told_dispatched_placed",
    "dispatched_severe": "levy_told_dispatched_severe",
}
"""The fields in the order in which they are repeated, each with its phrase."""
IN_WORDS = ("year", "kind", "ratio")
NOBODY = {
    "placed": "levy_told_nobody",
    "severe": "levy_told_no_severe",
    "dispatched_placed": "levy_told_dispatched_nobody",
}


def noted(case: LevyCase, told: Mapping[str, str], agreed: bool | None = None) -> str:
    """The line; empty if nothing was told. `agreed`: whether dispatched people were said to count here."""
    facts = [_fact(case, field, told[field]) for field in TOLD if field in told]
    if agreed is not None:
        facts.append(case.say("levy_told_agreed" if agreed else "levy_told_not_agreed"))
    return case.say("facts_noted", facts=case.say("levy_comma").join(facts)) if facts else ""


def remarks(case: LevyCase, told: Statement) -> Iterator[str]:
    """How numbers came about that were not told as they are used."""
    for field, number in told.monthly.items():
        if field in told.said:
            name = case.names("levy_fields").get(field) or case.say("levy_payroll")
            yearly = number_text(Decimal(told.said[field]))
            yield case.say("levy_by_twelve", field=name, number=number_text(Decimal(number)), yearly=yearly)
    if told.posts:
        yield case.say("levy_posts")
    if told.by_month and "placed" in told.said:
        yield case.say("levy_by_month", placed=number_text(Decimal(told.said["placed"])))


def from_payroll(case: LevyCase) -> str:
    """How the average came about, if it was not told itself; empty otherwise."""
    payroll, average = case.form.said.get(PAYROLL), case.given.average_wage
    if payroll is None or average is None:
        return ""
    return case.say(
        "levy_from_payroll",
        payroll=number_text(Decimal(payroll)),
        employees=number_text(case.given.known("employees")),
        average=number_text(average),
    )


def _fact(case: LevyCase, field: str, text: str) -> str:
    if field in NOBODY and Decimal(text) == 0:
        return case.say(NOBODY[field])
    if field == "kind":
        return case.say(TOLD[field], value=case.names("levy_kinds")[text])
    return case.say(TOLD[field], value=text if field in IN_WORDS else number_text(Decimal(text)))
