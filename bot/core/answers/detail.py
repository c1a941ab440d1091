"""Everything behind 更多: the answer's measures in full, the topic's other measures, and full citations."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.answers.figures import filled
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.answers.sources import cited, source_detail, validity_sentence
from bot.core.policies.documents import Evidence
from bot.core.policies.measures import Measure
from bot.core.regions.region import NATIONAL


def detail_text(
    shown: Sequence[Measure], local: Sequence[Measure], upper: Sequence[Measure], query: Query, knowledge: Knowledge
) -> str:
    """One paragraph a measure, those of the answer first, the region's own before the wider rules."""
    ordered = list(dict.fromkeys([*shown[:1], *local, *upper]))
    paragraphs = [paragraph(measure, query, knowledge, full=measure in shown) for measure in ordered]
    note = knowledge.catalogue.documents[shown[0].document].end_note
    if note:
        paragraphs.append(note)
    return "\n".join(paragraphs)


def paragraph(measure: Measure, query: Query, knowledge: Knowledge, full: bool = True) -> str:
    """One measure: what it says, its conditions, what is left open, who is responsible, its sources."""
    say, easy = knowledge.phrases.say, query.easy

    def fill(text: str) -> str:
        return filled(text, measure, query.on, knowledge.phrases)

    says = fill(measure.says.choose(easy))
    if measure.evidence is Evidence.UNCONFIRMED and "核实" not in says:
        says += say("unconfirmed", easy)
    if measure.region == NATIONAL:
        says = f"国家规定：{says}"
    parts = [say("detail_measure", easy, title=measure.title, says=says)]
    if measure.conditions:
        parts.append(say("conditions", easy, text=fill(measure.conditions.choose(easy))))
    if full:
        parts += _full(measure, query, knowledge)
    parts += [source_detail(clause, knowledge, easy) for clause in cited(measure, knowledge, query.on)]
    return "".join(parts)


def _full(measure: Measure, query: Query, knowledge: Knowledge) -> list[str]:
    say, easy = knowledge.phrases.say, query.easy
    parts: list[str] = []
    if measure.not_stated:
        parts.append(
            say("gaps", easy, gaps="、".join(knowledge.phrases.name("gaps", gap) for gap in measure.not_stated))
        )
    if measure.lead and measure.support:
        parts.append(say("detail_units", easy, lead="、".join(measure.lead), support="、".join(measure.support)))
    elif measure.lead:
        parts.append(say("detail_lead", easy, lead="、".join(measure.lead)))
    if measure.funding:
        parts.append(say("funding", easy, funding="、".join(measure.funding)))
    for key, text in (("bring", measure.bring), ("go", measure.go)):
        if text:
            parts.append(say(key, easy, text=filled(text, measure, query.on, knowledge.phrases)))
    if measure.not_with:
        titles = "、".join(knowledge.catalogue.measure(other).title for other in measure.not_with)
        parts.append(say("not_together", easy, titles=titles))
    parts.append(validity_sentence(measure, knowledge, query))
    return parts
