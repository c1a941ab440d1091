"""Employers as they might come, drawn like the job seekers of `population.py`: assumptions, not statistics."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from benchmarks.drawing import Draw
from bot.core.policies.criteria import FactValue

PUBLIC = ("government", "institution")
COMPANIES = ("state_enterprise", "private_enterprise", "individual_business")
SIZES = {
    "individual_business": 3,
    "private_enterprise": 25,
    "state_enterprise": 120,
    "institution": 45,
    "government": 35,
}
"""Employees of one in the middle; half to twice as many are usual, ten times happens."""
LEVELS = {
    "province": {"province": 15, "prefecture": 25, "county": 40, "township": 20},
    "prefecture": {"prefecture": 30, "county": 50, "township": 20},
    "county": {"county": 70, "township": 30},
}
RATIO = Decimal("1.5")
"""Percent that must be placed; only the shares of those above and below hang on it."""


def employer(chance: Random, region: str) -> Mapping[str, FactValue]:
    """Every fact of one employer."""
    draw = Draw(chance, region)
    for step in (_what, _size, _placed, _ratio, _kind, _plans):
        step(draw)
    return draw.facts


def _what(draw: Draw) -> None:
    # Mostly enterprises; offices and schools ask because they must place people.
    kinds = {
        "private_enterprise": 45,
        "institution": 13,
        "individual_business": 12,
        "government": 8,
        "state_enterprise": 6,
        "private_non_enterprise": 5,
        "training_institution": 5,
        "association": 3,
        "hr_agency": 3,
    }
    draw.one("employer_kind", kinds)
    level = "province" if draw.region.endswith("0000") else "prefecture" if draw.region.endswith("00") else "county"
    draw.one("employer_level", LEVELS[level])


def _size(draw: Draw) -> None:
    kind = draw["employer_kind"]
    people = max(1, round(SIZES.get(kind, 15) * draw.chance.lognormvariate(0, 0.9)))
    draw.facts["employees"] = Decimal(people)
    # Only offices and institutions have posts on the establishment; not all of their people sit on one.
    draw.facts["posts"] = round(people * draw.chance.uniform(0.7, 1.1)) if kind in PUBLIC else 0


def _placed(draw: Draw) -> None:
    people = int(draw["employees"])
    if draw["employer_kind"] in ("private_enterprise", "private_non_enterprise") and draw.has(0.04):
        placed = max(1, round(people * draw.chance.uniform(0.25, 0.6)))  # places disabled people before all
    else:
        # Most have none; who has some has one in a hundred or a few more.
        placed = 0 if draw.has(0.65) else max(1, round(people * draw.chance.uniform(0.005, 0.03)))
    severe = draw.chance.randint(0, placed)
    draw.facts["placed"] = Decimal(min(placed, people))
    share = 100 * draw["placed"] / people
    draw.facts["disabled_share"] = round(share, 2)
    draw.facts["counted_share"] = min(Decimal(100), round(share + Decimal(100 * severe) / people, 2))


def _ratio(draw: Draw) -> None:
    counted = draw["counted_share"]
    draw.facts["below_required_ratio"] = counted < RATIO
    draw.facts["above_required_ratio"] = counted > RATIO
    # Whoever owes nothing has paid; of the others most.
    owes = counted < RATIO and draw["employer_kind"] != "individual_business"
    draw.yes("levy_paid", 0.85 if owes else 1)
    draw.yes("employment_terms_met", 0.7 if draw["placed"] else 0)
    special = draw["placed"] and draw["disabled_share"] >= 25 and draw["employer_kind"] != "government"
    draw.yes("concentrated_employer", 0.6 if special else 0)


def _kind(draw: Draw) -> None:
    kind = draw["employer_kind"]
    draw.yes("disabled_federation", 0.03 if kind in ("government", "institution", "association") else 0)
    free = not draw["disabled_federation"]
    schools = {
        "institution": 0.4,
        "private_non_enterprise": 0.3,
        "training_institution": 0.1,
        "private_enterprise": 0.01,
    }
    draw.yes("school_or_kindergarten", schools.get(kind, 0) if free else 0)
    free = free and not draw["school_or_kindergarten"]
    draw.yes("university", 0.04 if free and kind in ("institution", "private_non_enterprise") else 0)
    free = free and not draw["university"]
    clinics = {
        "institution": 0.25,
        "private_non_enterprise": 0.2,
        "private_enterprise": 0.02,
        "individual_business": 0.03,
    }
    draw.yes("medical_institution", clinics.get(kind, 0) if free else 0)
    draw.yes("new_form_company", {"private_enterprise": 0.08, "hr_agency": 0.05}.get(kind, 0))
    draw.yes("leading_enterprise", 0.04 if kind in COMPANIES else 0)
    serves = {"private_non_enterprise": 0.25, "hr_agency": 0.2, "association": 0.2, "institution": 0.04}
    draw.yes("serves_disabled_jobs", serves.get(kind, 0))
    draw.yes("free_referral", 0.5 if kind == "hr_agency" or draw["serves_disabled_jobs"] else 0.02)
    draw.yes("recognized_aid_base", 0 if kind == "government" else 0.02)
    bases = {
        "none": 88,
        "workshop": 3,
        "rural_base": 2,
        "training_base": 2,
        "employment_base": 2,
        "supported": 1,
        "incubator": 1,
        "demonstration": 1,
    }
    draw.one("base_kind", {"none": 1} if kind == "government" else bases)


def _plans(draw: Draw) -> None:
    draw.yes("hires_new_disabled", 0.3)
    draw.yes("hires_graduate_interns", 0.1)
    draw.yes("opens_service_point", 0.03)
    draw.yes("joins_merit_awards", 0.1)
