"""The summary of a screening: per measure who fits, who does not, and what is missing most."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.core.answers.knowledge import Knowledge
from bot.core.eligibility.determination import Verdict
from bot.core.policies.facts import About
from bot.screening.judging import Counts
from bot.screening.plan import Plan
from bot.screening.summary import MeasureSummary, summarize, to_document
from bot.screening.survey import Survey

MOST_MISSING = 3
COUNTED = {About.PERSON: "人", About.EMPLOYER: "家"}


def summary_lines(found: Survey, plan: Plan, counts: Counts, knowledge: Knowledge) -> Iterator[str]:
    """One line for each measure, under a heading for each region."""
    word = COUNTED[plan.about]
    yield f"按 {plan.on.isoformat()} 判断了 {found.people:,} {word}。"
    if None in found.regions:
        yield f"其中 {found.regions[None]:,} {word}没有写在哪里，只按国家规定判断。"
    for region, fitting in plan.by_region.items():
        yield f"\n== {knowledge.gazetteer.display_name(region)} =="
        for candidate in fitting:
            yield _line(summarize(candidate, counts[candidate.measure.id]), word, knowledge)


def _line(summary: MeasureSummary, word: str, knowledge: Knowledge) -> str:
    measure, verdicts = summary.candidate.measure, summary.verdicts
    status = knowledge.phrases.name("status", summary.candidate.status.value)
    line = (
        f"{measure.id} {measure.title}（{status}）：符合 {verdicts[Verdict.ELIGIBLE]:,} {word}，"
        f"不符合 {verdicts[Verdict.INELIGIBLE]:,} {word}，还不能确定 {verdicts[Verdict.UNDETERMINED]:,} {word}"
    )
    missing = [
        f"{knowledge.catalogue.facts[fact].label} {people:,} {word}"
        for fact, people in list(summary.missing.items())[:MOST_MISSING]
    ]
    return f"{line}；最常缺：{'，'.join(missing)}。" if missing else f"{line}。"


def summary_document(found: Survey, plan: Plan, counts: Counts, out: Path | None) -> dict[str, Any]:
    """The summary for programs."""
    return {
        "on": plan.on.isoformat(),
        "about": plan.about.value,
        "people": found.people,
        "without_region": found.regions.get(None, 0),
        "bad_cells": found.bad_cells,
        "out": None if out is None else str(out),
        "measures": [to_document(summarize(each, counts[each.measure.id])) for each in plan.candidates()],
    }
