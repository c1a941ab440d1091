"""The levy of one year and what one more placed person would save, rounded half-up to the fen only at the end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal, localcontext

from bot.core.levy.given import NONE, LevyInput
from bot.core.levy.parameters import LevyParameters
from bot.core.levy.steps import ONE, RatioUsed, Step, counted_people, ratio_used, steps_of

FEN = Decimal("0.01")
PRECISION = 200
"""Digits kept on the way: more than any product of what people write has, so that nothing is rounded early."""


@dataclass(frozen=True)
class Saving:
    """What would be paid in another case, and how much less that is. Yuan with two decimals."""

    payable: Decimal
    saving: Decimal


@dataclass(frozen=True)
class LevyAssessment:
    """The levy of one year, in yuan with two decimals. `exact` is the amount before rounding."""

    given: LevyInput
    parameters: LevyParameters
    ratio: RatioUsed
    steps: tuple[Step, ...]
    exact: Decimal
    payable: Decimal
    one_more: Saving
    one_more_severe: Saving
    over_quota: bool


def assess(given: LevyInput, parameters: LevyParameters) -> LevyAssessment:
    """The levy of `given` for the year of `parameters`. Raises `ValueError` while something needed is missing.

    The savings are those of one more placed person at the same head count.
    """
    with localcontext(prec=PRECISION):
        steps = tuple(steps_of(given, parameters))
        exact = max(steps[-1].value, NONE)
        payable = _fen(exact)
        ratio = ratio_used(given, parameters)
        more = replace(given, placed=(given.placed or NONE) + ONE)
        severe = replace(more, severe=(given.severe or NONE) + ONE)
        return LevyAssessment(
            given=given,
            parameters=parameters,
            ratio=ratio,
            steps=steps,
            exact=exact,
            payable=payable,
            one_more=_saving(more, parameters, payable),
            one_more_severe=_saving(severe, parameters, payable),
            over_quota=given.placed is not None
            and counted_people(given, parameters).value > given.all_employees * ratio.value,
        )


def _fen(amount: Decimal) -> Decimal:
    return amount.quantize(FEN, ROUND_HALF_UP)


def _saving(given: LevyInput, parameters: LevyParameters, payable: Decimal) -> Saving:
    less = _fen(max(steps_of(given, parameters)[-1].value, NONE))
    return Saving(less, payable - less)
