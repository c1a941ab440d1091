"""The catalogue: every measure, document and topic, and how they are found for a region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.policies.documents import Clause, Document
from bot.core.policies.facts import Fact, Implication, QuestionList
from bot.core.policies.measures import Measure
from bot.core.regions.region import NATIONAL, ancestors


@dataclass(frozen=True)
class Topic:
    """A topic of the public contract and how it is named to people."""

    id: str
    kind: str
    policy: bool
    title: str
    ask: str
    menu: str | None
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Catalogue:
    """All policy knowledge of the service, read once and never changed."""

    topics: Mapping[str, Topic]
    documents: Mapping[str, Document]
    clauses: tuple[Clause, ...]
    measures: tuple[Measure, ...]
    facts: Mapping[str, Fact]
    question_lists: tuple[QuestionList, ...]
    implications: tuple[Implication, ...]
    _by_region: dict[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)
    _by_place: dict[tuple[str, str], list[Measure]] = field(init=False, repr=False, compare=False)
    _by_id: dict[str, Measure] = field(init=False, repr=False, compare=False)
    _by_topic: dict[str, tuple[Measure, ...]] = field(init=False, repr=False, compare=False)
    _planned: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_place: dict[tuple[str, str], list[Measure]] = {}
        for measure in self.measures:
            by_place.setdefault((measure.region, measure.topic), []).append(measure)
        by_topic: dict[str, tuple[Measure, ...]] = {}
        by_region: dict[str, tuple[Measure, ...]] = {}
        for measure in self.measures:
            by_topic[measure.topic] = (*by_topic.get(measure.topic, ()), measure)
            by_region[measure.region] = (*by_region.get(measure.region, ()), measure)
        planned = frozenset(document.region for document in self.documents.values() if document.role == "plan")
        object.__setattr__(self, "_by_place", by_place)
        object.__setattr__(self, "_by_topic", by_topic)
        object.__setattr__(self, "_by_region", by_region)
        object.__setattr__(self, "_planned", planned)
        object.__setattr__(self, "_by_id", {measure.id: measure for measure in self.measures})

    def measure(self, measure_id: str) -> Measure:
        """The measure of this id; `KeyError` if there is none."""
        return self._by_id[measure_id]

    def planned_region(self, region: str) -> str | None:
        """The nearest region, `region` itself first, that has a plan of its own; `None` if none up to the nation."""
        return next((code for code in ancestors(region) if code != NATIONAL and code in self._planned), None)

    def of_topic(self, topic: str) -> tuple[Measure, ...]:
        """Every region's measures on `topic`."""
        return self._by_topic.get(topic, ())

    def of_region(self, region: str) -> tuple[Measure, ...]:
        """Everything the documents of this very region state or leave open."""
        return self._by_region.get(region, ())

    def measures_around(self, region: str) -> tuple[Measure, ...]:
        """Everything that holds in `region`: its own, and that of the regions above it up to the nation."""
        return tuple(measure for code in ancestors(region) for measure in self.of_region(code))

    def local(self, region: str, topic: str) -> tuple[Measure, ...]:
        """Measures of `region` and the regions above it, nearest first, without the national rules."""
        places = [code for code in ancestors(region) if code != NATIONAL]
        return tuple(measure for code in places for measure in self._by_place.get((code, topic), ()))

    def national(self, topic: str) -> tuple[Measure, ...]:
        """National rules on `topic`: they stand beside a local measure, never instead of it."""
        return tuple(self._by_place.get((NATIONAL, topic), ()))


def depends_on_region(catalogue: Catalogue, topic: str) -> bool:
    """Whether any region states something of its own on `topic`; if none does, nobody need be asked where they are."""
    return any(measure.region != NATIONAL and measure.stated for measure in catalogue.of_topic(topic))


def cited_points(measures: Iterable[Measure]) -> dict[tuple[str, str, int], list[str]]:
    """Which measures state each (document, clause, point); a citation without a point means the first."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for measure in measures:
        for citation in measure.citations:
            key = (citation.document, citation.clause, citation.point or 1)
            found.setdefault(key, []).append(measure.id)
    return found
