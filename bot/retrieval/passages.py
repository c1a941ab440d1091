"""What clause search searches: passages made from measures and from imported clauses."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.answers.figures import filled
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.sources import WHOLE
from bot.core.policies.documents import Period
from bot.core.policies.imported import ImportedClause
from bot.core.policies.measures import Measure
from bot.core.regions.region import NATIONAL

LONGEST = 80
"""Characters of a passage as it is shown."""
CHUNK = 240
"""Characters of an imported clause that are scored together: about as long as a measure, so that scores compare."""
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SINGLE_MARKS = str.maketrans("《》", "〈〉")
_PHRASE = re.compile(r"[^，、：,:]+[，、：,:]?")

NOT_STATED_WEIGHT = 0.92
"""“The document does not say” gives way to what a document says, where both fit about as well."""
SIDE_WEIGHT = 0.97
"""A topic's side measures give way to the one that answers its plain question."""
NATIONAL_WEIGHT = 0.9
"""National rules stand behind the place's own."""


@dataclass(frozen=True)
class Passage:
    """`pieces` are shown, at most `LONGEST` characters each; `hints` are only searched, words count by how often."""

    title: str
    pieces: tuple[str, ...]
    hints: tuple[str, ...]
    region: str
    source: str
    weight: float
    period: Period
    measure: str | None = None


def measure_passages(knowledge: Knowledge, on: dt.date) -> Iterator[Passage]:
    """A passage for each measure, its figures as they were on `on`."""
    for measure in knowledge.catalogue.measures:
        document = knowledge.catalogue.documents[measure.document]
        clauses = list(dict.fromkeys(citation.clause for citation in measure.citations)) or [WHOLE]
        title = f"《{document.short.strip('《》')}》"
        hints = _topic_words(measure, knowledge)
        weight = (1.0 if hints else SIDE_WEIGHT) * (1.0 if measure.stated else NOT_STATED_WEIGHT)
        yield Passage(
            title=measure.title,
            pieces=tuple(pieces(_text(measure, knowledge, on))),
            hints=(measure.title, *measure.asks, *hints),
            region=measure.region,
            source=_source(knowledge, measure.region, title + "、".join(clauses[:2]), measure.period, on),
            weight=weight * _nearness(measure.region),
            period=measure.period,
            measure=measure.id,
        )


def imported_passages(clause: ImportedClause, knowledge: Knowledge, on: dt.date) -> Iterator[Passage]:
    """The passages of an imported clause: a long one is scored in parts, each with the same source."""
    # Title marks within title marks are single, as in print.
    inner = clause.document_title.translate(_SINGLE_MARKS)
    title = f"《{inner}》{clause.number or ''}{clause.clause}"
    source = _source(knowledge, clause.region, title, clause.period, on)
    about = (clause.region, source, _nearness(clause.region), clause.period)
    part: list[str] = []
    for piece in pieces(clause.text):
        if part and sum(map(len, part)) + len(piece) > CHUNK:
            yield Passage("", tuple(part), (), *about)
            part = []
        part.append(piece)
    if part:
        yield Passage("", tuple(part), (), *about)


def pieces(text: str) -> list[str]:
    """`text` in sentences; a sentence too long to be shown is cut where it breathes, and if need be anywhere."""
    found: list[str] = []
    for sentence in (match.strip() for match in _SENTENCE.findall(text)):
        if len(sentence) <= LONGEST:
            found += [sentence] if sentence else []
            continue
        part = ""
        for phrase in _PHRASE.findall(sentence):
            if part and len(part) + len(phrase) > LONGEST:
                found.append(part)
                part = ""
            part += phrase
            while len(part) > LONGEST:
                found.append(part[:LONGEST])
                part = part[LONGEST:]
        found += [part] if part else []
    return found


def _text(measure: Measure, knowledge: Knowledge, on: dt.date) -> str:
    says = filled(measure.says.standard, measure, on, knowledge.phrases)
    if measure.conditions is None:
        return says
    conditions = filled(measure.conditions.standard, measure, on, knowledge.phrases)
    return says + knowledge.phrases.say("conditions", text=conditions)


def _topic_words(measure: Measure, knowledge: Knowledge) -> tuple[str, ...]:
    """The measure that answers its topic's plain question is also found by the topic's own words."""
    if measure.id != f"{measure.region}.{measure.topic}":
        return ()
    topic = knowledge.catalogue.topics[measure.topic]
    return (topic.title, topic.ask, *topic.keywords)


def _nearness(region: str) -> float:
    return NATIONAL_WEIGHT if region == NATIONAL else 1.0


def _source(knowledge: Knowledge, region: str, place: str, period: Period, on: dt.date) -> str:
    """砚山县《…方案》表一5.3，已到期."""
    status = knowledge.phrases.name("status", period.status(on).value)
    return f"{knowledge.gazetteer.display_name(region)}{place}，{status}"
