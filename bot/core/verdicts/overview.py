"""All determinations of one person put in order: what fits, what an office decides, what is missing, what does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.eligibility.determination import Determination, Verdict, askable
from bot.core.eligibility.evaluate import leaves
from bot.core.policies.documents import Status
from bot.core.policies.facts import About, Fact
from bot.core.policies.measures import Force, Measure

_PROMISED = (Force.MUST, Force.DO, Force.BY_RULE, Force.CONDITIONAL)
"""The rest is encouraged or explored."""


@dataclass(frozen=True)
class Overview:
    """`office`: fits as far as the person can tell, the rest is decided by an office. Best first in each."""

    eligible: tuple[Determination, ...]
    office: tuple[Determination, ...]
    open: tuple[Determination, ...]
    ineligible: tuple[Determination, ...]

    def of(self, kind: str) -> tuple[Determination, ...]:
        """The determinations of one kind, by the name of the field."""
        return {
            "eligible": self.eligible,
            "office": self.office,
            "open": self.open,
            "ineligible": self.ineligible,
        }[kind]


KINDS = ("eligible", "office", "open", "ineligible")


def overview(determinations: Sequence[Determination], facts: Mapping[str, Fact], about: About) -> Overview:
    """Sorted: money first, then what is promised, then what still holds, then what was made for just such people."""
    ordered = sorted(determinations, key=_rank)
    found: dict[str, list[Determination]] = {kind: [] for kind in KINDS}
    for each in ordered:
        found[kind_of(each, facts, about)].append(each)
    return Overview(*(tuple(found[kind]) for kind in KINDS))


def kind_of(determination: Determination, facts: Mapping[str, Fact], about: About) -> str:
    """Which part of the overview it belongs to."""
    match determination.verdict:
        case Verdict.ELIGIBLE:
            return "eligible"
        case Verdict.INELIGIBLE:
            return "ineligible"
    asks = [fact for fact in determination.missing if askable(facts, about, fact)]
    return "open" if asks else "office"


def _rank(determination: Determination) -> tuple[bool, bool, bool, int]:
    """What asks for more of somebody was made for such as them."""
    measure = determination.measure
    specific = len(leaves(determination.rule))
    return (
        not gives_money(measure),
        measure.force not in _PROMISED,
        determination.status is Status.ENDED,
        -specific,
    )


def gives_money(measure: Measure) -> bool:
    """Whether it states an amount."""
    return any(parameter.kind == "amount" for parameter in measure.parameters.values())


def warnings(determinations: Sequence[Determination], of_region: Sequence[Measure]) -> list[Measure]:
    """Measures that warn about combining, where two or more that fit are of the topics they name."""
    fitting = [each.measure.topic for each in determinations if each.verdict is Verdict.ELIGIBLE]
    return [measure for measure in of_region if sum(topic in measure.cautions for topic in fitting) > 1]


def conflicts(determination: Determination, others: Sequence[Determination]) -> list[Measure]:
    """Other measures that fit too but may not be combined with this one."""
    return [
        other.measure
        for other in others
        if other.verdict is Verdict.ELIGIBLE
        and (other.measure.id in determination.measure.not_with or determination.measure.id in other.measure.not_with)
    ]
