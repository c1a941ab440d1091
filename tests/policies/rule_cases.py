"""The cases under `rule_cases/`: one sentence each about who fits a measure, and what a case set must not miss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.determination import Candidate, Determination, determine
from bot.core.eligibility.evaluate import Leaf, Node, Rule, leaves, rule_of
from bot.core.policies.catalogue import Catalogue
from bot.core.policies.criteria import Comparison, FactTest
from bot.core.policies.facts import FactType
from bot.core.policies.measures import Measure

FOLDER = Path(__file__).parent / "rule_cases"
PERIODS = "periods.yaml"


class _Loader(yaml.SafeLoader):
    """`on` is a key here, not YAML 1.1's true."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in rules if not (first in "oO" and tag.endswith(":bool"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
KEYS = {"it", "is", "but", "without", "on", "because", "missing"}


@dataclass(frozen=True)
class RuleCase:
    """One sentence about one measure, with the facts it speaks of."""

    measure: str
    it: str
    known: Circumstances
    on: dt.date
    verdict: str
    because: frozenset[str] | None
    missing: frozenset[str] | None


@dataclass(frozen=True)
class PeriodCase:
    """Whether some measures hold on a day at the edge of their period."""

    region: str
    it: str
    on: dt.date
    status: str
    documents: tuple[str, ...]
    measures: tuple[str, ...]


def rule_cases(catalogue: Catalogue) -> Iterator[RuleCase]:
    for path in sorted(FOLDER.glob("*/*.yaml")):
        if path.name == PERIODS:
            continue
        code = path.parent.name[:6]
        for name, written in _read(path).items():
            measure = catalogue.measure(f"{code}.{name}")
            for case in written["cases"]:
                assert set(case) <= KEYS, (path.name, name, set(case) - KEYS)
                yield _case(measure, written.get("given", {}), case, catalogue)


def _read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)


def _case(measure: Measure, given: dict[str, Any], case: dict[str, Any], catalogue: Catalogue) -> RuleCase:
    facts = {**given, **case.get("but", {})}
    for fact in case.get("without", ()):
        del facts[fact]
    known = {fact: _value(value, fact, catalogue) for fact, value in facts.items()}
    return RuleCase(
        measure=measure.id,
        it=case["it"],
        known=Circumstances(known),
        on=case.get("on") or usual_day(measure),
        verdict=case["is"],
        because=frozenset(case["because"]) if "because" in case else None,
        missing=frozenset(case["missing"]) if "missing" in case else None,
    )


def _value(value: Any, fact: str, catalogue: Catalogue) -> Any:
    known = catalogue.facts[fact]
    assert known.values is None or value in known.values, f"{fact} is never {value}"
    return Decimal(str(value)) if known.type is FactType.DECIMAL else value


def usual_day(measure: Measure) -> dt.date:
    """A day on which the measure holds: its last, else its first."""
    return measure.period.end or measure.period.start or dt.date(2026, 1, 1)


def played(case: RuleCase, catalogue: Catalogue, rule: Rule | None = None) -> Determination:
    measure = catalogue.measure(case.measure)
    status = measure.period.status(case.on)
    return determine(Candidate(measure, rule or rule_of(measure, case.on), status), case.known)


def mutants(measure: Measure, catalogue: Catalogue, on: dt.date) -> Iterator[tuple[str, Rule]]:
    """Rules that differ from the measure's in one test; a case set that notices none of them says too little."""
    rule = rule_of(measure, on)
    for index, leaf in enumerate(leaves(rule)):
        if leaf.test.comparison is not Comparison.WITHIN:
            for label, changed in _changes(leaf, catalogue):
                yield f"{leaf.fact} {label}", _with(rule, index, changed)


def _changes(leaf: Leaf, catalogue: Catalogue) -> Iterator[tuple[str, Leaf]]:
    yield "never holds", _changed(leaf, Comparison.IN, () if leaf.wanted else _Everything())
    yield "always holds", _changed(leaf, Comparison.IN, _Everything() if leaf.wanted else ())
    if leaf.test.comparison is Comparison.IN:
        for value in leaf.bound:
            rest = tuple(other for other in leaf.bound if other != value)
            yield f"without {value}", _changed(leaf, Comparison.IN, rest)
    elif leaf.test.comparison is not Comparison.IS:
        step = Decimal("0.01") if catalogue.facts[leaf.fact].type is FactType.DECIMAL else 1
        yield "one step up", replace(leaf, bound=leaf.bound + step)
        yield "one step down", replace(leaf, bound=leaf.bound - step)


class _Everything:
    def __contains__(self, value: object) -> bool:
        return True


def _changed(leaf: Leaf, comparison: Comparison, bound: Any) -> Leaf:
    return Leaf(FactTest(leaf.fact, comparison, ()), bound, leaf.wanted)


def _with(rule: Rule, index: int, changed: Leaf) -> Rule:
    """`rule` with its leaf number `index` replaced."""
    if isinstance(rule, Leaf):
        return changed
    parts = []
    for part in rule.parts:
        size = len(leaves(part))
        parts.append(_with(part, index, changed) if 0 <= index < size else part)
        index -= size
    return Node(rule.n, tuple(parts))


def period_cases() -> list[PeriodCase]:
    return [
        PeriodCase(
            path.parent.name[:6],
            case["it"],
            case["on"],
            case["is"],
            tuple(case.get("documents", ())),
            tuple(case.get("measures", ())),
        )
        for path in sorted(FOLDER.glob(f"*/{PERIODS}"))
        for case in _read(path)
    ]


def covered_days(measure: Measure, cases: list[PeriodCase], own_period: bool) -> set[dt.date]:
    """Days at which a case speaks of this measure, by its name or, without a period of its own, by its document."""
    name = measure.id.partition(".")[2]
    return {
        case.on
        for case in cases
        if case.region == measure.region
        and (name in case.measures or (not own_period and measure.document in case.documents))
    }


def edges(measure: Measure) -> set[dt.date]:
    """The day before it starts, its first and last day, and the day after."""
    day = dt.timedelta(days=1)
    start, end = measure.period.start, measure.period.end
    return {edge for edge in (start and start - day, start, end, end and end + day) if edge}
