"""Facts, rules and people made up for comparing columns with the evaluation of one person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bot.core.eligibility.columns import Column, smallest_type
from bot.core.policies.criteria import AllOf, AnyOf, AtLeastOf, Comparison, Criterion, FactTest, FactValue, Not
from bot.core.policies.facts import About, Fact, FactType, Implication, Option
from bot.core.policies.measures import Wording

REGIONS = ("532622", "532600", "530000", "410300", "120119", "429004", "420000", "000000")
VALUES: Mapping[str, Sequence[FactValue]] = {
    "certificate": (True, False),
    "wants_work": (True, False),
    "kind": ("visual", "hearing", "multiple"),
    "status": ("employed", "student", "farming", "retired"),
    "grade": (1, 2, 3, 4),
    "age": (15, 16, 24, 25, 59, 60),
    "share": tuple(map(Decimal, ("0.99", "1", "1.00", "1.005", "1.01", "25"))),
    "region": REGIONS,
    "since": (dt.date(2024, 12, 31), dt.date(2025, 1, 1)),
}
TYPES = {
    "certificate": FactType.BOOLEAN,
    "wants_work": FactType.BOOLEAN,
    "kind": FactType.CHOICE,
    "status": FactType.CHOICE,
    "grade": FactType.INTEGER,
    "age": FactType.INTEGER,
    "share": FactType.DECIMAL,
    "region": FactType.REGION,
    "since": FactType.DATE,
}
ORDERED = (Comparison.AT_LEAST, Comparison.AT_MOST, Comparison.MORE_THAN, Comparison.LESS_THAN)


def made_up(name: str) -> Fact:
    """A fact of the small dictionary."""
    few = name == "grade"
    wording = Wording(name, name)
    return Fact(
        id=name,
        about=About.PERSON,
        type=TYPES[name],
        unit="none",
        group="identity",
        label=name,
        question=wording,
        why=name,
        options=tuple(Option(value, wording) for value in VALUES[name] if TYPES[name] is FactType.CHOICE),
        minimum=Decimal(1) if few else None,
        maximum=Decimal(4) if few else None,
        sensitive=False,
        effort=1,
        by_office=False,
        change=None,
        not_above=None,
    )


FACTS = {name: made_up(name) for name in VALUES}
people = st.lists(st.fixed_dictionaries({}, optional={f: st.sampled_from(v) for f, v in VALUES.items()}), max_size=40)


@st.composite
def tests_of_facts(draw: st.DrawFn) -> FactTest:
    """One test that fits its fact's type."""
    fact = draw(st.sampled_from(sorted(VALUES)))
    values = st.sampled_from(VALUES[fact])
    comparisons = [Comparison.IS, Comparison.IN]
    if TYPES[fact] in (FactType.INTEGER, FactType.DECIMAL, FactType.DATE):
        comparisons += ORDERED
    if TYPES[fact] is FactType.REGION:
        comparisons.append(Comparison.WITHIN)
    comparison = draw(st.sampled_from(comparisons))
    if comparison is Comparison.IN:
        return FactTest(fact, comparison, tuple(draw(st.lists(values, min_size=1, max_size=7, unique=True))))
    return FactTest(fact, comparison, draw(values))


@st.composite
def groups(draw: st.DrawFn, parts: st.SearchStrategy[Criterion]) -> Criterion:
    """Several criteria under one head."""
    found = tuple(draw(st.lists(parts, min_size=1, max_size=5)))
    number = draw(st.integers(1, len(found)))
    return draw(st.sampled_from([AllOf(found), AnyOf(found), AtLeastOf(number, found), Not(found[0])]))


criteria = st.recursive(tests_of_facts(), groups, max_leaves=16)


@st.composite
def implications(draw: st.DrawFn) -> Implication:
    """`then` is any test: what it cannot say of a number without end is left unsaid."""
    return Implication(draw(criteria), draw(tests_of_facts()), "")


def columns_of(everybody: Sequence[Mapping[str, FactValue]]) -> dict[str, Column]:
    """The people as columns; facts nobody tells have none."""
    columns = {}
    for fact in {fact for person in everybody for fact in person}:
        told: list[Any] = [person.get(fact) for person in everybody]
        states = {state: code for code, state in enumerate(dict.fromkeys((None, *told)))}
        columns[fact] = Column(np.array([states[value] for value in told], smallest_type(len(states))), tuple(states))
    return columns
