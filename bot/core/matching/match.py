"""One need against one job, and the order in which jobs are shown to a person and people to an employer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.core.eligibility.ternary import Ternary, at_least
from bot.core.matching.findings import FULL, Aspect, Finding, Party
from bot.core.matching.judging import RULES, conditions, skills
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed


@dataclass(frozen=True)
class Match:
    """Everything found about one need and one job. Both are named by their ids only."""

    need: str
    job: str
    findings: tuple[Finding, ...]

    @cached_property
    def fit(self) -> Ternary:
        """Whether every need is met: no as soon as one is not, unknown while one is not known."""
        musts = [finding.meets for finding in self.findings if finding.must]
        return at_least(len(musts), musts)

    @cached_property
    def score(self) -> float:
        """How far wishes are met, 0 to 1; 1 where there are none to miss."""
        weight = sum(finding.weight for finding in self.findings)
        points = sum(finding.weight * finding.points for finding in self.findings)
        return score(points, weight)

    def unknown(self, party: Party) -> tuple[Finding, ...]:
        """What this party could still say, needs before wishes."""
        open_ones = [each for each in self.findings if each.meets is Ternary.UNKNOWN and each.asks is party]
        return tuple(sorted(open_ones, key=lambda finding: not finding.must))

    def of(self, aspect: Aspect) -> tuple[Finding, ...]:
        """What was found of one aspect."""
        return tuple(finding for finding in self.findings if finding.aspect is aspect)


def score(points: int, weight: int) -> float:
    """Points as a share of what could be had."""
    return points / (FULL * weight) if weight else 1.0


def match(need: JobNeed, job: Job) -> Match:
    """Compares them. Whether the job is still open, and the need still stands, is for the caller to see to."""
    judged = [rule.judge(rule.of_need(need), rule.of_job(job)) for rule in RULES]
    judged += [conditions(need, job), skills(need.skills, job.skills)]
    return Match(need.id, job.id, tuple(finding for findings in judged for finding in findings))


def rank_jobs(need: JobNeed, jobs: Iterable[Job]) -> tuple[Match, ...]:
    """Jobs that are not ruled out: those sure to fit first, then those to ask about; each by how far wishes are met."""
    return _ranked((match(need, job) for job in jobs), by_job=True)


def rank_needs(job: Job, needs: Iterable[JobNeed]) -> tuple[Match, ...]:
    """People whom the job is not ruled out for, in the same order."""
    return _ranked((match(need, job) for need in needs), by_job=False)


def _ranked(matches: Iterable[Match], *, by_job: bool) -> tuple[Match, ...]:
    def order(found: Match) -> tuple[bool, float, str]:
        return found.fit is not Ternary.YES, -found.score, found.job if by_job else found.need

    return tuple(sorted((found for found in matches if found.fit is not Ternary.NO), key=order))
