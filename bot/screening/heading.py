"""What the columns of a people file are: who, where, and which facts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.eligibility.values import Problem, read_facts
from bot.core.policies.facts import About, Fact

ID_NAMES = ("id", "编号")
REGION_NAMES = ("地区",)
REGION = "region"
"""The fact that says where a person lives; the column of that name also says which measures concern a row."""


@dataclass(frozen=True)
class Heading:
    """The source's name of the column that says who (`None`: rows are numbered), and of each fact's column."""

    id: str | None
    region: str | None
    facts: Mapping[str, str]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        named = [self.id, self.region, *self.facts.values()]
        return tuple(dict.fromkeys(name for name in named if name is not None))


class UnknownColumns(Exception):
    """Columns that are nothing, each with names it may have been meant for, or twice the same thing."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(", ".join(problem.key for problem in problems))
        self.problems = tuple(problems)


def read_heading(names: Sequence[str], facts: Mapping[str, Fact], about: About) -> Heading:
    """The columns by what they are. Raises `UnknownColumns`.

    Of two facts with the same label the one about those who are screened is meant.
    """
    likely = dict(sorted(facts.items(), key=lambda item: item[1].about is about))
    found: dict[str, str] = {}
    problems = []
    for name in names:
        meant, problem = _meaning(name.strip(), likely)
        if problem is not None:
            problems.append(problem)
        elif meant in found:
            problems.append(Problem("column_twice", name, found[meant]))
        else:
            found[meant] = name
    if problems:
        raise UnknownColumns(problems)
    id_column = found.pop(ID_NAMES[0], None)
    return Heading(id_column, found.pop(REGION, None), found)


def _meaning(name: str, facts: Mapping[str, Fact]) -> tuple[str, Problem | None]:
    """`id`, `region` or the id of a fact."""
    if name.lower() in ID_NAMES:
        return ID_NAMES[0], None
    if name in REGION_NAMES:
        return REGION, None
    read = read_facts({name: None}, facts, lambda _: None)
    return next(iter(read.known.declined), ""), next(iter(read.problems), None)
