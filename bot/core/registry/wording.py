"""Marks what is doubtful in a posting: demands that shut people out, are not shown to be needed, or are beside the job.

It marks words and gives a reason, the rule where one is known, and a better wording. It never decides that somebody
broke a rule: special posts are excepted, and whether a post is one is for the office to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.policies.measures import Wording
from bot.core.regions.region import NATIONAL, ancestors
from bot.core.registry.jobs import Duty, Job
from bot.core.registry.occupations import lies_in

_CLAUSE = re.compile(r"[^，,。；;！!？?\n]+")


class DoubtKind(StrEnum):
    """Why a demand is doubtful."""

    DISCRIMINATING = "discriminating"
    """It shuts people out for who they are."""
    NEEDLESS = "needless"
    """Nothing in the posting shows what it is needed for."""
    MARGINAL = "marginal"
    """It may well belong to some jobs, but is not what this one is about."""


@dataclass(frozen=True)
class Basis:
    """A measure of the catalogue, `<region>.<name>`, that the doubt rests on; some bind public employers only."""

    measure: str
    public_only: bool

    @property
    def region(self) -> str:
        """Where the measure holds."""
        return self.measure.partition(".")[0]


@dataclass(frozen=True)
class Doubt:
    """One doubtful demand. `unless`: what makes it harmless in the same clause of the sentence.

    `essential_for`: occupations that the demand is part of. `basis` is empty where no rule is on record; then the
    reason says no more than that.
    """

    id: str
    kind: DoubtKind
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    essential_for: tuple[str, ...]
    reason: Wording
    suggestion: Wording
    exception: Wording | None
    basis: tuple[Basis, ...]

    def basis_in(self, region: str, public: bool | None = None) -> tuple[Basis, ...]:
        """What holds for an employer of this region; `public`: whether it is a public one, if known."""
        around = (*ancestors(region), NATIONAL)
        return tuple(
            each for each in self.basis if each.region in around and not (each.public_only and public is False)
        )


@dataclass(frozen=True)
class Finding:
    """Where in a text a doubtful demand stands: `text[start:end]` is `words`."""

    doubt: Doubt
    start: int
    end: int
    words: str


def check(text: str, doubts: Sequence[Doubt], occupation: str | None = None) -> tuple[Finding, ...]:
    """Everything doubtful in a posting, in its order. `occupation`: the code of the job, if known."""
    found = [
        finding
        for clause in _CLAUSE.finditer(text)
        for doubt in doubts
        if not _is_essential(doubt, occupation)
        for finding in _in_clause(doubt, clause)
    ]
    return tuple(sorted(found, key=lambda finding: (finding.start, finding.end, finding.doubt.id)))


def check_duties(job: Job, doubts: Sequence[Doubt]) -> tuple[tuple[Duty, Finding], ...]:
    """Doubts about a job's duties. A marginal demand is no matter in a duty that is called marginal."""
    return tuple(
        (duty, finding)
        for duty in job.duties
        for finding in check(duty.text, doubts, job.occupation)
        if duty.essential or finding.doubt.kind is not DoubtKind.MARGINAL
    )


def _is_essential(doubt: Doubt, occupation: str | None) -> bool:
    return occupation is not None and any(lies_in(occupation, code) for code in doubt.essential_for)


def _in_clause(doubt: Doubt, clause: re.Match[str]) -> Iterator[Finding]:
    """Hits of one doubt in one clause, none within another."""
    if any(pattern.search(clause[0]) for pattern in doubt.unless):
        return
    spans = [hit.span() for pattern in doubt.patterns for hit in pattern.finditer(clause[0])]
    for start, end in _outermost(spans):
        yield Finding(doubt, clause.start() + start, clause.start() + end, clause[0][start:end])


def _outermost(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap are one demand said at length: of those the longest."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda span: (span[0] - span[1], span[0])):
        if all(end <= other_start or start >= other_end for other_start, other_end in kept):
            kept.append((start, end))
    return sorted(kept)
