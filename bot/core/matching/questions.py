"""What to ask an employer, so that more people can know whether a job fits them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from bot.core.eligibility.ternary import Ternary
from bot.core.matching.findings import Aspect, Party
from bot.core.matching.match import match
from bot.core.registry.jobs import Job
from bot.core.registry.needs import JobNeed


@dataclass(frozen=True)
class EmployerQuestion:
    """One thing an employer did not say. `needed`, `wished`: for how many people it decides or counts.

    The numbers are for staff. An employer is shown the question alone: few people could be guessed at.
    """

    aspect: Aspect
    item: str
    needed: int
    wished: int


def questions_for_employer(job: Job, needs: Iterable[JobNeed]) -> tuple[EmployerQuestion, ...]:
    """Questions about a job, the one that decides for most people first. Whoever is ruled out anyway does not count."""
    needed: Counter[tuple[Aspect, str]] = Counter()
    wished: Counter[tuple[Aspect, str]] = Counter()
    for need in needs:
        found = match(need, job)
        if found.fit is not Ternary.NO:
            for finding in found.unknown(Party.EMPLOYER):
                (needed if finding.must else wished)[finding.aspect, finding.item] += 1
    asked = {*needed, *wished}
    order = sorted(asked, key=lambda key: (-needed[key], -wished[key], key))
    return tuple(EmployerQuestion(aspect, item, needed[aspect, item], wished[aspect, item]) for aspect, item in order)
