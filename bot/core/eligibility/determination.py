"""The verdict on one measure: what decided it, what is missing, and who would know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.evaluate import Leaf, Rule, deciding, evaluate, rule_of
from bot.core.eligibility.ternary import Ternary
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.documents import Status
from bot.core.policies.facts import About, Fact
from bot.core.policies.measures import Measure, Role
from bot.core.regions.region import NATIONAL, ancestors


class Verdict(StrEnum):
    """Whether someone fits a measure."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    UNDETERMINED = "undetermined"


_VERDICTS = {
    Ternary.YES: Verdict.ELIGIBLE,
    Ternary.NO: Verdict.INELIGIBLE,
    Ternary.UNKNOWN: Verdict.UNDETERMINED,
}


@dataclass(frozen=True)
class Determination:
    """`deciding`: the tests that made the verdict, or that could still make it.

    `status`: whether the measure itself holds on the day; a verdict on an ended one says what would have been.
    """

    measure: Measure
    rule: Rule
    verdict: Verdict
    status: Status
    deciding: tuple[Leaf, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Facts that could still decide it; none once it is decided."""
        if self.verdict is not Verdict.UNDETERMINED:
            return ()
        return tuple(dict.fromkeys(leaf.fact for leaf in self.deciding))


@dataclass(frozen=True)
class Candidate:
    """A measure with its rule on one day."""

    measure: Measure
    rule: Rule
    status: Status


ROLES = {About.PERSON: Role.SEEKER, About.EMPLOYER: Role.EMPLOYER}


def candidates(
    catalogue: Catalogue, region: str, about: About, on: dt.date, topics: Iterable[str] | None = None
) -> tuple[Candidate, ...]:
    """Measures that a person or employer in `region` may fit, its own first; of `topics` only, if given."""
    wanted = set(topics) if topics is not None else None
    return tuple(
        Candidate(measure, rule_of(measure, on), measure.period.status(on))
        for code in ancestors(region)
        for measure in catalogue.of_region(code)
        if measure.criteria is not None and ROLES[about] in measure.audience
        if wanted is None or measure.topic in wanted
    )


def unstated(catalogue: Catalogue, region: str, about: About, topics: Iterable[str] | None = None) -> list[Measure]:
    """What the documents of `region` leave open, so that silence is never read as a no."""
    wanted = set(topics) if topics is not None else None
    return [
        measure
        for code in ancestors(region)
        if code != NATIONAL
        for measure in catalogue.of_region(code)
        if not measure.stated and ROLES[about] in measure.audience and (wanted is None or measure.topic in wanted)
    ]


def determine(candidate: Candidate, known: Circumstances) -> Determination:
    """The verdict on one measure."""
    verdict = _VERDICTS[evaluate(candidate.rule, known)]
    return Determination(candidate.measure, candidate.rule, verdict, candidate.status, deciding(candidate.rule, known))


def determine_all(fitting: Sequence[Candidate], known: Circumstances) -> list[Determination]:
    """The verdict on each."""
    return [determine(candidate, known) for candidate in fitting]


def askable(facts: Mapping[str, Fact], about: About, fact: str) -> bool:
    """Whether it makes sense to ask this person or employer: nobody knows another's facts or an office's decision."""
    return facts[fact].about is about and not facts[fact].by_office
