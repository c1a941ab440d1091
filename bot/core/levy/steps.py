"""The steps of the computation, in the order of the rules, as pure decimals. Nothing is rounded here.

A small enterprise pays nothing; gap = head count x ratio - placed people; no gap, nothing to pay; average wage, at
most its cap; gap x wage; the reduction by the share of placed people.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bot.core.levy.given import NONE, LevyInput, is_exempt
from bot.core.levy.parameters import LevyParameters, Relief
from bot.core.levy.rules import Source

ONE = Decimal(1)


@dataclass(frozen=True)
class Step:
    """One step. `calculation` is the phrase that shows how `value` came about from `figures`."""

    name: str
    calculation: str
    value: Decimal
    figures: Mapping[str, Decimal]
    source: Source


@dataclass(frozen=True)
class RatioUsed:
    """The ratio; `source` is `None` where only the employer says so, `confirmed` is whether the region's rules do."""

    value: Decimal
    source: Source | None
    confirmed: bool


def ratio_used(given: LevyInput, parameters: LevyParameters) -> RatioUsed:
    """The employer's own ratio, else the region's confirmed one, else the legal minimum."""
    local = parameters.local_ratio
    if given.ratio is not None and (local is None or local.value != given.ratio):
        return RatioUsed(given.ratio, None, confirmed=False)
    if local is not None:
        return RatioUsed(local.value, local.source, confirmed=True)
    return RatioUsed(parameters.minimum_ratio.value, parameters.minimum_ratio.source, confirmed=False)


def steps_of(given: LevyInput, parameters: LevyParameters) -> list[Step]:
    """The steps up to the one that decides; the last one's value is the levy, or not above zero if none is due."""
    employees = _employees(given, parameters)
    if parameters.relief and is_exempt(given, parameters):
        limit = parameters.relief.exempt_up_to
        figures = {"employees": employees.value, "limit": limit.value}
        return [employees, Step("exempt", "levy_exempt", NONE, figures, limit.source)]
    counted, ratio = counted_people(given, parameters), _ratio(given, parameters)
    gap = _gap(employees.value, ratio.value, counted.value, parameters)
    steps = [employees, counted, ratio, gap]
    if gap.value <= NONE:
        return steps
    wage = _wage(given, parameters)
    figures = {"gap": gap.value, "wage": wage.value}
    base = Step("base", "levy_base", gap.value * wage.value, figures, parameters.formula)
    steps += [wage, base]
    if parameters.relief:
        steps.append(_reduced(base.value, counted.value, employees.value, parameters.relief))
    return steps


def _employees(given: LevyInput, parameters: LevyParameters) -> Step:
    own, dispatched, whole = given.known("employees"), given.dispatched_employees, given.all_employees
    if dispatched is None:
        return Step("headcount", "levy_headcount", whole, {"employees": own}, parameters.headcount)
    figures = {"employees": own, "dispatched": dispatched}
    return Step("headcount", "levy_headcount_dispatched", whole, figures, parameters.dispatched)


def counted_people(given: LevyInput, parameters: LevyParameters) -> Step:
    """Placed people, where each severely disabled one counts as often as the rules say."""
    placed, dispatched = given.known("placed"), given.dispatched_placed
    more = given.all_severe * (parameters.severe_counts.value - ONE)
    whole = placed + (dispatched or NONE) + more
    figures = {"placed": placed, "dispatched": dispatched or NONE, "more": more}
    source = parameters.severe_counts.source if more else parameters.placed
    if dispatched is not None:
        return Step("counted", "levy_counted_dispatched", whole, figures, source)
    return Step("counted", "levy_counted_severe" if more else "levy_counted", whole, figures, source)


def _ratio(given: LevyInput, parameters: LevyParameters) -> Step:
    used = ratio_used(given, parameters)
    if used.confirmed:
        calculation = "levy_ratio_confirmed"
    else:
        calculation = "levy_ratio_given" if used.source is None else "levy_ratio_minimum"
    source = used.source or parameters.minimum_ratio.source
    return Step("ratio", calculation, used.value, {}, source)


def _gap(employees: Decimal, ratio: Decimal, counted: Decimal, parameters: LevyParameters) -> Step:
    gap = employees * ratio - counted
    figures = {"employees": employees, "ratio": ratio, "counted": counted}
    if gap > NONE:
        return Step("gap", "levy_gap", gap, figures, parameters.gap)
    return Step("gap", "levy_no_gap", gap, figures, parameters.formula)


def _wage(given: LevyInput, parameters: LevyParameters) -> Step:
    """The unit's average wage, at most the cap where one holds and the social average is known."""
    wage, social, cap = given.known("average_wage"), given.social_average_wage, parameters.cap
    if cap is None:
        return Step("wage", "levy_wage_without_cap", wage, {}, parameters.average_wage)
    if social is None:
        return Step("wage", "levy_wage_unchecked", wage, {}, parameters.average_wage)
    limit = cap.value * social
    figures = {"wage": wage, "cap": cap.value, "social": social, "limit": limit}
    return Step("wage", "levy_wage_capped" if wage > limit else "levy_wage", min(wage, limit), figures, cap.source)


def _reduced(base: Decimal, counted: Decimal, employees: Decimal, relief: Relief) -> Step:
    """What is left to pay. The share is compared as people, because a quotient could not be exact."""
    needed = relief.share.value * employees
    reached = counted >= needed
    rate = relief.at_share if reached else relief.below_share
    figures = {
        "base": base,
        "rate": rate.value,
        "counted": counted,
        "employees": employees,
        "share": relief.share.value,
        "needed": needed,
    }
    calculation = "levy_relief_reached" if reached else "levy_relief_below"
    return Step("relief", calculation, base * rate.value, figures, rate.source)
