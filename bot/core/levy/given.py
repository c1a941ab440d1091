"""What is known of an employer for one year's levy, and what is still missing for a figure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bot.core.levy.parameters import LevyParameters

NONE = Decimal(0)


class Kind(StrEnum):
    """The kinds of employers that owe the levy (残疾人就业条例 art. 3)."""

    ENTERPRISE = "enterprise"
    INSTITUTION = "institution"
    ASSOCIATION = "association"
    PRIVATE_NON_ENTERPRISE = "private-non-enterprise"
    GOVERNMENT = "government"


@dataclass(frozen=True)
class LevyInput:
    """What the employer said; `None` is not said yet.

    People may be decimals, since head counts go by month. `placed` and `severe` count heads: `severe` is how many of
    the placed people count double. Wages are yuan a year, `ratio` is a fraction. Dispatched people are those who count
    at this employer by written agreement and are not in the numbers before.
    """

    year: int | None = None
    employees: Decimal | None = None
    kind: Kind | None = None
    placed: Decimal | None = None
    severe: Decimal | None = None
    average_wage: Decimal | None = None
    social_average_wage: Decimal | None = None
    ratio: Decimal | None = None
    dispatched_employees: Decimal | None = None
    dispatched_placed: Decimal | None = None
    dispatched_severe: Decimal | None = None

    @property
    def has_dispatched(self) -> bool:
        """Whether dispatched people are counted here."""
        return self.dispatched_employees is not None

    @property
    def all_employees(self) -> Decimal:
        """The head count with dispatched people. Raises `ValueError` while it is missing."""
        return self.known("employees") + (self.dispatched_employees or NONE)

    @property
    def all_severe(self) -> Decimal:
        """How many people count double, with dispatched ones."""
        return (self.severe or NONE) + (self.dispatched_severe or NONE)

    def known(self, field: str) -> Decimal:
        """The number of this name. Raises `ValueError` while it is missing."""
        number: Decimal | None = getattr(self, field)
        if number is None:
            raise ValueError(f"{field} is missing: ask for what `missing` names first")
        return number


def is_small(given: LevyInput, parameters: LevyParameters) -> bool:
    """Whether an enterprise of this head count pays nothing in this year."""
    return parameters.relief is not None and given.all_employees <= parameters.relief.exempt_up_to.value


def is_exempt(given: LevyInput, parameters: LevyParameters) -> bool:
    """Whether this employer pays nothing for being small; of an unknown kind it is taken for an enterprise."""
    return is_small(given, parameters) and given.kind in (None, Kind.ENTERPRISE)


def missing(given: LevyInput, parameters: LevyParameters | None) -> tuple[str, ...]:
    """The fields still needed for a figure, in the order to ask. `parameters`: `None` while the year is unknown.

    The kind is needed only where it decides; of a small enterprise nothing more is.
    """
    if parameters is None or given.employees is None:
        return _not_said(given, "year", "employees", "placed", "average_wage")
    small = is_small(given, parameters)
    if small and given.kind is Kind.ENTERPRISE:
        return ()
    return _not_said(given, *(("kind",) if small else ()), "placed", "average_wage")


def worth_asking(given: LevyInput, parameters: LevyParameters) -> tuple[str, ...]:
    """Fields without which a figure can be given but may be too high or too low, in the order to ask."""
    fields: list[str] = []
    if given.placed:
        fields.append("severe")
    if parameters.cap is not None:
        fields.append("social_average_wage")
    if parameters.local_ratio is None:
        fields.append("ratio")
    return () if is_exempt(given, parameters) else _not_said(given, *fields)


def _not_said(given: LevyInput, *fields: str) -> tuple[str, ...]:
    return tuple(field for field in fields if getattr(given, field) is None)
