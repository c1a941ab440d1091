"""The catalogue: every measure, document and topic, and how they are found for a region."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.policies.documents import Clause, Document
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
    _by_place: dict[tuple[str, str], list[Measure]] = field(init=False, repr=False, compare=False)
    _by_id: dict[str, Measure] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_place: dict[tuple[str, str], list[Measure]] = {}
        for measure in self.measures:
            by_place.setdefault((measure.region, measure.topic), []).append(measure)
        object.__setattr__(self, "_by_place", by_place)
        object.__setattr__(self, "_by_id", {measure.id: measure for measure in self.measures})

    def measure(self, measure_id: str) -> Measure:
        """The measure of this id; `KeyError` if there is none."""
        return self._by_id[measure_id]

    def planned_region(self, region: str) -> str | None:
        """The nearest region, `region` itself first, that has a plan of its own; `None` if none up to the nation."""
        with_plans = {document.region for document in self.documents.values() if document.role == "plan"}
        return next((code for code in ancestors(region) if code != NATIONAL and code in with_plans), None)

    def local(self, region: str, topic: str) -> tuple[Measure, ...]:
        """Measures of `region` and the regions above it, nearest first, without the national rules."""
        places = [code for code in ancestors(region) if code != NATIONAL]
        return tuple(measure for code in places for measure in self._by_place.get((code, topic), ()))

    def national(self, topic: str) -> tuple[Measure, ...]:
        """National rules on `topic`: they stand beside a local measure, never instead of it."""
        return tuple(self._by_place.get((NATIONAL, topic), ()))

    def plans(self, region: str) -> tuple[Document, ...]:
        """The plans that hold or held in `region`, nearest first."""
        places = ancestors(region)
        found = [
            document for document in self.documents.values() if document.role == "plan" and document.region in places
        ]
        return tuple(sorted(found, key=lambda document: places.index(document.region)))


def depends_on_region(catalogue: Catalogue, topic: str) -> bool:
    """Whether any region states something of its own on `topic`; if none does, nobody need be asked where they are."""
    return any(
        measure.region != NATIONAL and measure.topic == topic and measure.stated for measure in catalogue.measures
    )


def cited_points(measures: Iterable[Measure]) -> dict[tuple[str, str, int], list[str]]:
    """Which measures state each (document, clause, point); a citation without a point means the first."""
    found: dict[tuple[str, str, int], list[str]] = {}
    for measure in measures:
        for citation in measure.citations:
            key = (citation.document, citation.clause, citation.point or 1)
            found.setdefault(key, []).append(measure.id)
    return found
