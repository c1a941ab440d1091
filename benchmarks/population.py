"""Job seekers as they might come, drawn fact by fact so that what hangs together in life does so here.

None of these shares is a statistic: they are assumptions, written down so that they can be argued with and changed.
Who breaks an implication of `policies/implications.yaml` is drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from benchmarks.drawing import Draw
from bot.core.policies.criteria import FactValue

RURAL = {"532622": 0.85, "630200": 0.7, "520000": 0.65, "120119": 0.6, "410300": 0.55}
"""Rural household registration: a county more often than a prefecture-level city."""
OUT_OF_POVERTY = {"532622": 0.35, "520000": 0.3, "630200": 0.3, "410300": 0.15, "120119": 0.01}
"""Rural households lifted out of poverty: many in the west, hardly any in a municipality."""
ELSEWHERE = "420102"
WORKING = ("employed", "self_employed", "flexible", "farming")
STUDYING = ("in_school", "in_college", "graduating")
GRADUATED = ("graduated_two_years", "graduated_earlier")


def seeker(chance: Random, region: str) -> Mapping[str, FactValue]:
    """Every fact of one person. Who has no certificate has no grade."""
    draw = Draw(chance, region)
    for step in (_who, _home, _school, _work, _business, _wishes, _papers, _household, _allowance):
        step(draw)
    return draw.facts


def _who(draw: Draw) -> None:
    # Working age, more often past its middle; a few parents ask for a child of fourteen, a few ask after retirement.
    draw.within("age", {(14, 15): 2, (16, 24): 13, (25, 39): 30, (40, 54): 38, (55, 66): 14, (67, 75): 3})
    draw.one("gender", {"female": 42, "male": 58})
    # Whoever comes here mostly holds a certificate; a few do not yet, or ask as a family member.
    draw.yes("disability_certificate", 0.93)
    kinds = {
        "physical": 55,
        "visual": 12,
        "hearing": 9,
        "speech": 2,
        "intellectual": 9,
        "psychosocial": 9,
        "multiple": 4,
    }
    draw.one("disability_kind", kinds if draw["disability_certificate"] else {**kinds, "none": 35})
    if draw["disability_certificate"]:
        draw.one("disability_grade", {1: 12, 2: 28, 3: 28, 4: 32})


def _home(draw: Draw) -> None:
    draw.facts["region"] = draw.region
    # Most live where they are registered, and come from there.
    draw.one("household_region", {draw.region: 88, ELSEWHERE: 12})
    draw.yes("origin_here", 0.95 if draw["household_region"] == draw.region else 0.2)
    draw.one("household_registration", {"rural": RURAL[draw.region], "urban": 1 - RURAL[draw.region]})


def _school(draw: Draw) -> None:
    age = draw["age"]
    if age < 18:
        studies = {"in_school": 75, "none": 25}
    elif age < 25:
        studies = {
            "none": 73,
            "in_college": 10,
            "graduated_two_years": 6,
            "in_school": 5,
            "graduating": 4,
            "graduated_earlier": 2,
        }
    elif age < 40:
        studies = {
            "none": 87.5,
            "graduated_earlier": 10,
            "graduated_two_years": 1.5,
            "in_college": 0.5,
            "graduating": 0.5,
        }
    else:
        studies = {"none": 97, "graduated_earlier": 3}
    draw.one("study_status", studies)
    draw.one("education", _education(draw))


def _education(draw: Draw) -> Mapping[str, float]:
    match draw["study_status"]:
        case "in_school":
            return {"primary": 15, "junior": 60, "senior": 25}
        case "in_college" | "graduating":
            return {"senior": 50, "college": 30, "bachelor": 20}
        case "none":
            # Younger people went to school longer; with an intellectual disability often not beyond primary school.
            if draw["disability_kind"] == "intellectual":
                return {"none": 35, "primary": 45, "junior": 20}
            if draw["age"] < 40:
                return {"none": 5, "primary": 20, "junior": 55, "senior": 20}
            return {"none": 20, "primary": 40, "junior": 30, "senior": 10}
        case _:
            return {"college": 55, "bachelor": 45}


def _work(draw: Draw) -> None:
    age, rural, grade = draw["age"], draw["household_registration"] == "rural", draw.facts.get("disability_grade", 4)
    if draw["study_status"] in STUDYING:
        at_school = 60 if draw["study_status"] == "graduating" else 95
        draw.one("employment_status", {"student": at_school, "unemployed": 100 - at_school})
    elif age >= 55 and draw.has((0.3 if rural else 0.8) if age >= 67 else (0.03 if rural else 0.35)):
        draw.facts["employment_status"] = "retired"
    else:
        # The severely disabled are more often without work; in the countryside many farm.
        without = 1.5 if grade <= 2 else 1
        rest = (
            {"farming": 32, "flexible": 15, "employed": 9, "self_employed": 6}
            if rural
            else {
                "employed": 20,
                "flexible": 17,
                "self_employed": 9,
                "farming": 2,
            }
        )
        draw.one("employment_status", {"unemployed": (38 if rural else 52) * without, **rest})
    status = draw["employment_status"]
    # Who works says that they can; of the others fewer the severer the grade.
    draw.yes("able_to_work", 1 if status in WORKING else {1: 0.35, 2: 0.6, 3: 0.85, 4: 0.92}[grade])
    # Finding, changing, starting or easing work all count as wanting it, and this is where one asks for it.
    wants = {"unemployed": 0.85, "flexible": 0.8, "self_employed": 0.7, "farming": 0.6, "student": 0.6, "employed": 0.5}
    draw.yes("wants_work", wants.get(status, 0.15) if draw["able_to_work"] else 0.35)
    near = 0.4 if 50 <= age < 55 and draw["gender"] == "female" else 0.6 if 55 <= age < 63 else 0
    draw.yes("within_five_years_of_retirement", near)


def _business(draw: Draw) -> None:
    status, wants = draw["employment_status"], draw["wants_work"]
    starts = 0.18 if 18 <= draw["age"] < 55 else 0.05
    draw.yes("wants_business", 1 if status == "self_employed" else starts if wants else 0)
    massage = 4 if draw["disability_kind"] in ("visual", "multiple") else 0.1
    if status == "self_employed":
        kinds = {
            "individual": 10,
            "other": 4,
            "online_shop": 2,
            "farming": 2,
            "company": 1,
            "platform": 1,
            "massage": massage,
        }
    elif status == "flexible":
        kinds = {
            "none": 60,
            "platform": 12,
            **({"other": 15, "individual": 5, "online_shop": 5} if draw["wants_business"] else {}),
        }
    elif status == "farming":
        kinds = {"none": 60, "farming": 35, **({"online_shop": 5} if draw["wants_business"] else {})}
    elif status == "employed" and draw["wants_business"]:
        kinds = {"none": 90, "online_shop": 10}
    else:
        kinds = {"none": 1}
    draw.one("business_kind", kinds)
    trading, may = draw["wants_business"], draw["age"] >= 16
    draw.yes("platform_worker", 1 if draw["business_kind"] == "platform" else 0 if status == "unemployed" else 0.03)
    draw.yes("startup_loan", 0.2 if trading and may else 0)
    draw.yes("rents_state_property", 0.06 if trading and draw["business_kind"] != "none" else 0)
    draw.yes("applies_retail_licence", 0.08 if trading and may else 0)
    # Certificates of massage are mostly held by the blind; the medical one only by them.
    blind = draw["disability_kind"] in ("visual", "multiple") and draw["age"] >= 18
    draw.one("massage_qualification", {"none": 70, "health": 24, "medical": 6} if blind else {"none": 99, "health": 1})
    shop = {"business": 50, "none": 20, "medical_institution": 15, "tcm_record": 15}
    draw.one("massage_shop_licence", shop if draw["business_kind"] == "massage" else {"none": 1})


def _wishes(draw: Draw) -> None:
    age, wants, status = draw["age"], draw["wants_work"], draw["employment_status"]
    educated = draw["education"] in ("college", "bachelor") and age <= 40
    draw.yes(
        "takes_public_exam", 0.25 if wants and educated and status != "retired" else 0.01 if wants and age < 40 else 0
    )
    light = 0.35 if draw["disability_kind"] in ("intellectual", "psychosocial") else 0.15
    draw.yes("wants_supported_employment", light if wants else 0)
    draw.yes("wants_service_point", 0.08 if wants or draw["wants_business"] else 0)
    draw.yes("needs_training", 0.45 if wants else 0.1)
    draw.yes("joins_training", 0.4 if draw["needs_training"] else 0.08)
    draw.yes("wants_vocational_education", 0.15 if age <= 25 else 0.03)
    draw.yes("skills_competitor", 0.06)
    away = wants and 18 <= age < 55 and draw["household_registration"] == "rural"
    draw.one("transfer_destination", {"none": 76, "in_province": 12, "out_of_province": 12} if away else {"none": 1})


def _papers(draw: Draw) -> None:
    status, age = draw["employment_status"], draw["age"]
    open_to_help = status in ("unemployed", "flexible", "farming") and 16 <= age < 67
    draw.yes("registered_unemployed", (0.15 if status == "unemployed" else 0.03) if open_to_help else 0)
    draw.yes("recognized_hardship", (0.15 if status == "unemployed" else 0.06) if open_to_help else 0)
    searched = {"unemployed": 0.5, "flexible": 0.1}.get(status, 0) if draw["wants_work"] else 0
    draw.yes("market_job_failed", searched)
    draw.yes("labour_contract_signed", {"employed": 0.6, "flexible": 0.05}.get(status, 0))
    draw.yes(
        "pays_own_insurance",
        {"self_employed": 0.45, "flexible": 0.3, "unemployed": 0.12, "farming": 0.1}.get(status, 0.03),
    )
    draw.yes("work_injured", 0.05 if draw["disability_kind"] == "physical" else 0.01)


def _household(draw: Draw) -> None:
    rural, status = draw["household_registration"] == "rural", draw["employment_status"]
    draw.yes("out_of_poverty_household", OUT_OF_POVERTY[draw.region] if rural else 0.02)
    draw.yes("monitored_household", OUT_OF_POVERTY[draw.region] / 5 if rural else 0.005)
    draw.yes("relocated_household", OUT_OF_POVERTY[draw.region] / 5 if rural else 0.01)
    draw.yes("carer_household", 0.02)
    # Oneself counts; whoever has no certificate mostly asks for somebody at home.
    counts = draw["disability_certificate"] or draw["carer_household"]
    draw.yes("disabled_family_member", 1 if counts else 0.7)
    draw.yes("zero_employment_family", 0 if status in ("employed", "self_employed") else 0.12)
    draw.yes("farming_area_household", 1 if status == "farming" else 0.7 if rural else 0.05)


def _allowance(draw: Draw) -> None:
    working = draw["employment_status"] in WORKING
    draw.yes("low_income_allowance", 0.35 if draw["household_registration"] == "rural" else 0.25)
    above = 0.2 if draw["low_income_allowance"] else 0.6
    draw.yes("income_above_allowance_line", above if working else 0)
    years = (0, 1, 2, 3, 4, 6) if working and draw["low_income_allowance"] else (0,)
    draw.facts["years_working_on_allowance"] = Decimal(draw.chance.choice(years))
