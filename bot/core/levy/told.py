"""From what an employer told, in any form, to the checked input of the computation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from decimal import ROUND_UP, Decimal, localcontext

from bot.core.answers.knowledge import Knowledge
from bot.core.levy.checking import Reading, read_input
from bot.core.levy.given import LevyInput
from bot.core.levy.reading import read_people, read_yuan
from bot.core.levy.rules import LevyRules
from bot.core.levy.showing import plain_text

PAYROLL = "payroll"
DISPATCHED = ("dispatched_employees", "dispatched_placed", "dispatched_severe")
FIELDS = frozenset(field.name for field in fields(LevyInput))
TYPED = Decimal("1e-10")
"""The decimals that can be typed."""
PRECISION = 200


@dataclass(frozen=True)
class Checker:
    """Checks with the sentences of the calculator."""

    rules: LevyRules
    knowledge: Knowledge
    easy: bool

    def read(self, said: Mapping[str, str], *, dispatched: bool) -> Reading:
        """`said` by the fields of `LevyInput` and `payroll`; `dispatched`: whether those people count here."""
        texts = {name: text for name, text in said.items() if name in FIELDS}
        if not dispatched or not {"dispatched_employees", "dispatched_placed"} <= texts.keys():
            texts = {name: text for name, text in texts.items() if name not in DISPATCHED}
        average = _average(said)
        if average is not None:
            texts["average_wage"] = plain_text(average.quantize(TYPED))
        reading = read_input(texts, self.rules, self.knowledge, easy=self.easy)
        if average is not None and reading.given.average_wage is not None:
            return replace(reading, given=replace(reading.given, average_wage=average))
        return reading


def _average(said: Mapping[str, str]) -> Decimal | None:
    """The wages of all by the heads, if both are known and nobody told the average itself."""
    if PAYROLL not in said or "employees" not in said:
        return None
    payroll, employees = read_yuan(said[PAYROLL]), read_people(said["employees"])
    if payroll is None or not employees:
        return None
    # Rounded up at the far end: half a fen that is exact must not fall below itself.
    with localcontext(prec=PRECISION, rounding=ROUND_UP):
        return payroll / employees
