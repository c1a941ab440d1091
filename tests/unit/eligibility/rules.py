"""Random facts, people and rules about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from bot.core.eligibility.circumstances import Circumstances, Known, OneOf
from bot.core.eligibility.evaluate import Leaf, Node, Rule, rule_of
from bot.core.policies.criteria import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Comparison,
    Criterion,
    FactTest,
    FactValue,
    Not,
    ParameterBound,
)
from bot.core.policies.documents import Citation, Evidence, Period
from bot.core.policies.facts import About, Fact, FactType, Option
from bot.core.policies.measures import Force, Measure, Parameter, ParameterValue, Role, Wording

DAY = dt.date(2026, 11, 21)
unhurried = settings(deadline=None, max_examples=50)
"""These properties are right or wrong, not fast or slow: a busy machine must not fail them."""
PARAMETERS = {"lower": "16", "upper": "24"}
VALUES: Mapping[str, tuple[FactValue, ...]] = {
    "certificate": (False, True),
    "wants_work": (False, True),
    "kind": ("visual", "hearing", "multiple"),
    "grade": (1, 2, 3, 4),
    "age": (15, 16, 20, 24, 25),
    "share": (Decimal("0.5"), Decimal("1"), Decimal("1.0001"), Decimal("25")),
    "since": (dt.date(2024, 12, 31), dt.date(2025, 1, 1), dt.date(2025, 1, 2)),
    "home": ("630202", "630222", "632523", "120119", "120101", "429004"),
}
"""What each fact may be here; whatever a test of it asks for, some of these pass and some fail."""
TYPES = {
    "certificate": FactType.BOOLEAN,
    "wants_work": FactType.BOOLEAN,
    "kind": FactType.CHOICE,
    "grade": FactType.INTEGER,
    "age": FactType.INTEGER,
    "share": FactType.DECIMAL,
    "since": FactType.DATE,
    "home": FactType.REGION,
}
NAMES = tuple(VALUES)
PLACES = ("630202", "630200", "630000", "120119", "120000", "429004", "420000")
ORDERED = (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.MORE_THAN, Comparison.LESS_THAN)


def fact(name: str, *, change: bool = False) -> Fact:
    """A fact of the small dictionary; `change`: whether one can bring it about."""
    wording = Wording(name, name)
    bounds = {"grade": (1, 4), "age": (0, 120), "share": (0, 100)}.get(name, (None, None))
    return Fact(
        id=name,
        about=About.PERSON,
        type=TYPES[name],
        unit="none",
        group="identity",
        label=name,
        question=wording,
        why=name,
        options=tuple(Option(value, wording) for value in VALUES[name] if name == "kind"),
        minimum=None if bounds[0] is None else Decimal(bounds[0]),
        maximum=None if bounds[1] is None else Decimal(bounds[1]),
        sensitive=False,
        effort=1,
        by_office=False,
        change=name if change else None,
        not_above=None,
    )


FACTS = {name: fact(name) for name in NAMES}


@st.composite
def condition_on(draw: st.DrawFn, name: str) -> FactTest:
    """A test of the fact that some of its values pass and some fail."""
    values = VALUES[name]
    if name == "home" and draw(st.booleans()):
        return FactTest(name, Comparison.WITHIN, draw(st.sampled_from(PLACES)))
    if TYPES[name] in (FactType.INTEGER, FactType.DECIMAL, FactType.DATE) and draw(st.booleans()):
        comparison = draw(st.sampled_from(ORDERED))
        passes_at_the_end = comparison in (Comparison.AT_LEAST, Comparison.LESS_THAN)
        bounds: list[Any] = list(values[1:] if passes_at_the_end else values[:-1])
        if name == "age":
            bounds += [ParameterBound(parameter) for parameter in PARAMETERS]
        return FactTest(name, comparison, draw(st.sampled_from(bounds)))
    if draw(st.booleans()):
        return FactTest(name, Comparison.IS, draw(st.sampled_from(values)))
    several = st.lists(st.sampled_from(values), min_size=1, max_size=len(values) - 1, unique=True)
    return FactTest(name, Comparison.IN, tuple(draw(several)))


def _around(parts: st.SearchStrategy[list[Criterion]]) -> st.SearchStrategy[Criterion]:
    """All, any, at least so many or the opposite of some parts."""
    return st.one_of(
        parts.map(lambda found: AllOf(tuple(found))),
        parts.map(lambda found: AnyOf(tuple(found))),
        parts.map(lambda found: Not(found[0])),
        parts.flatmap(
            lambda found: st.integers(1, len(found)).map(lambda n: AtLeastOf(n, tuple(found))),
        ),
    )


@st.composite
def criteria(draw: st.DrawFn) -> Criterion:
    """Any tree over up to four facts."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
    tests: st.SearchStrategy[Criterion] = st.sampled_from(names).flatmap(condition_on)
    return draw(st.recursive(tests, lambda parts: _around(st.lists(parts, min_size=1, max_size=4)), max_leaves=8))


@st.composite
def once_criteria(draw: st.DrawFn) -> Criterion:
    """A tree in which every fact occurs once."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=5, unique=True))
    parts: list[Criterion] = [draw(condition_on(name)) for name in names]
    while len(parts) > 1:
        together = draw(st.integers(2, min(3, len(parts))))
        parts = [*parts[together:], draw(_around(st.just(parts[:together])))]
    return Not(parts[0]) if draw(st.booleans()) else parts[0]


people = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in VALUES.items()})
"""Everything about somebody."""


@st.composite
def partly_known(draw: st.DrawFn, person: Mapping[str, FactValue]) -> Circumstances:
    """What somebody told of themselves: some of it, some only as one of several values."""
    said: dict[str, Known] = {}
    for name, value in person.items():
        how = draw(st.sampled_from(("told", "one of several", "nothing")))
        if how == "told":
            said[name] = value
        elif how == "one of several":
            others = draw(st.lists(st.sampled_from(VALUES[name]), min_size=1, max_size=3))
            values = frozenset((value, *others))
            said[name] = OneOf(values) if len(values) > 1 else value
    return Circumstances(said)


circumstances = people.flatmap(partly_known)


def measure(criterion: Criterion, parameters: Mapping[str, Parameter] | None = None) -> Measure:
    """A measure with these criteria."""
    wording = Wording("", "")
    return Measure(
        id="000000.made_up",
        region="000000",
        topic="training_subsidy",
        document="made_up",
        title="made up",
        audience=frozenset((Role.SEEKER,)),
        force=Force.DO,
        evidence=Evidence.GOVERNMENT,
        says=wording,
        conditions=None,
        parameters=dict(parameters or {name: always(name, value) for name, value in PARAMETERS.items()}),
        criteria=criterion,
        lead=(),
        support=(),
        funding=(),
        bring=None,
        go=None,
        not_stated=(),
        not_with=(),
        cautions=(),
        asks=(),
        period=Period(None, None),
        citations=(),
    )


def always(name: str, value: str) -> Parameter:
    """A figure that never changes."""
    return dated(name, (value, None, None))


def dated(name: str, *values: tuple[str, dt.date | None, dt.date | None]) -> Parameter:
    """A figure with its values, each from a first to a last day."""
    citation = Citation("made_up", "1")
    held = tuple(ParameterValue(value, Period(start, end), citation) for value, start, end in values)
    return Parameter(id=name, kind="number", unit="age", label=None, per=None, values=held)


def rule(criterion: Criterion) -> Rule:
    """As it is evaluated on the day."""
    return rule_of(measure(criterion), DAY)


@st.composite
def shuffled(draw: st.DrawFn, found: Rule) -> Rule:
    """The same rule with the parts of every node in another order."""

    def turned(part: Rule) -> Rule:
        if isinstance(part, Leaf):
            return part
        return Node(part.n, tuple(map(turned, draw(st.permutations(part.parts)))))

    return turned(found)
