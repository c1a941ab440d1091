"""How many people each measure fits, and which facts are missing most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.eligibility.determination import Candidate, Verdict
from bot.screening.judging import Counts


@dataclass(frozen=True)
class MeasureSummary:
    """Of the people a measure concerns, how many got which verdict; `missing`: facts by how many lack them."""

    candidate: Candidate
    verdicts: Mapping[Verdict, int]
    missing: Mapping[str, int]


def add_up(total: Counts, part: Counts) -> None:
    """Adds the counts of a part to the `total`."""
    for measure, reasons in part.items():
        held = total.setdefault(measure, {})
        for reason, people in reasons.items():
            held[reason] = held.get(reason, 0) + people


def summarize(candidate: Candidate, reasons: Mapping[str, int]) -> MeasureSummary:
    """What the reasons of one measure add up to; the most often missing fact first."""
    verdicts: Counter[Verdict] = Counter()
    missing: Counter[str] = Counter()
    for reason, people in sorted(reasons.items()):
        name, _, facts = reason.partition(":")
        verdict = Verdict(name)
        verdicts[verdict] += people
        if verdict is Verdict.UNDETERMINED:
            missing.update(dict.fromkeys(facts.split(","), people))
    return MeasureSummary(candidate, {each: verdicts[each] for each in Verdict}, dict(missing.most_common()))


def to_document(summary: MeasureSummary) -> dict[str, Any]:
    """As plain data."""
    measure = summary.candidate.measure
    return {
        "id": measure.id,
        "title": measure.title,
        "region": measure.region,
        "status": summary.candidate.status.value,
        **{verdict.value: people for verdict, people in summary.verdicts.items()},
        "missing": [{"fact": fact, "people": people} for fact, people in summary.missing.items()],
    }
