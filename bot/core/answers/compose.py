"""Composes the answer to one question of a policy topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.answers.answer import Answer, Outcome
from bot.core.answers.aspects import aspect_sentences
from bot.core.answers.detail import detail_text
from bot.core.answers.figures import filled
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.answers.select import best, for_audience
from bot.core.answers.sources import amounts, cited, source_sentence, validity_sentence
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.documents import Evidence, Status
from bot.core.policies.measures import Force, Measure
from bot.core.regions.region import NATIONAL

SHORT = 200
"""Characters a first reply should not exceed; the rest waits behind 更多."""
MORE = "more"


@dataclass(frozen=True)
class Found:
    """Measures for a question: the one that answers it first, the rest of the region's, and the wider rules."""

    local: tuple[Measure, ...]
    upper: tuple[Measure, ...]

    @property
    def main(self) -> Measure | None:
        """The measure that answers; `None` if nothing at all is known."""
        return next(iter((*self.local, *self.upper)), None)


def find(query: Query, knowledge: Knowledge) -> Found:
    """Measures of the region's own plan, and beside them what the regions above and the nation say."""
    assert query.region is not None
    likeness = knowledge.likeness
    planned = knowledge.catalogue.planned_region(query.region)
    everything = for_audience(knowledge.catalogue.local(query.region, query.topic), query.role)
    local = [measure for measure in everything if measure.region == planned]
    above = [measure for measure in everything if measure.region != planned]
    national = for_audience(knowledge.catalogue.national(query.topic), query.role)
    ordered = best(local, query.question, likeness)
    if query.measure:
        ordered.sort(key=lambda measure: measure.id != query.measure)
    return Found(tuple(ordered), (*best(above, query.question, likeness), *best(national, query.question, likeness)))


@lru_cache(maxsize=2048)
def compose(query: Query, knowledge: Knowledge) -> Answer:
    """The answer to `query`, whose region is known. Never states a figure that is not in the catalogue."""
    found = find(query, knowledge)
    main = found.main
    if main is None:
        return _nothing_known(query, knowledge)
    wider = _wider(main, found, query)
    text, shown = _first_reply(main, wider, query, knowledge)
    outcome = Outcome.ANSWERED if main.stated else Outcome.NOT_STATED
    detail = detail_text(shown, found.local, found.upper, query, knowledge)
    return Answer(
        topic=query.topic,
        outcome=outcome,
        region=query.region,
        on=query.on,
        replies=(Reply(text, (Button(knowledge.phrases.say("more"), MORE),)),),
        confidence=query.confidence,
        detail=detail,
        measures=tuple(measure.id for measure in shown),
        amounts=tuple(amount for measure in shown for amount in amounts(measure, query.on)),
        citations=tuple(clause for measure in shown for clause in cited(measure, knowledge, query.on)),
    )


def _wider(main: Measure, found: Found, query: Query) -> list[Measure]:
    """Rules to stand beside a local answer, one a level: only confirmed ones in force that state something."""
    usable = [
        measure
        for measure in found.upper
        if measure.region != main.region
        and measure.stated
        and measure.evidence is not Evidence.UNCONFIRMED
        and measure.period.status(query.on) is Status.IN_FORCE
    ]
    return list({measure.region: measure for measure in reversed(usable)}.values())[::-1]


def _first_reply(
    main: Measure, wider: Sequence[Measure], query: Query, knowledge: Knowledge
) -> tuple[str, list[Measure]]:
    """The answer itself, whether it holds and its source always; what else fits into `SHORT`, in reading order.

    Returns the text and the measures it shows.
    """
    say, easy = knowledge.phrases.say, query.easy
    required = {
        0: _opening(main, query, knowledge),
        6: validity_sentence(main, knowledge, query),
        7: source_sentence(main, knowledge, easy),
    }
    optional: dict[int, str] = {}
    if main.conditions and query.aspect != "conditions":
        optional[1] = say(
            "conditions", easy, text=filled(main.conditions.choose(easy), main, query.on, knowledge.phrases)
        )
    if main.lead and query.aspect != "who":
        optional[2] = say("who", easy, units="、".join([*main.lead[:2], *_federation(main)]))
    if main.stated and main.not_stated and not query.aspect:
        gaps = "、".join(knowledge.phrases.name("gaps", gap) for gap in main.not_stated[:4])
        optional[3] = say("gaps", easy, gaps=gaps)
    for key, measure in zip((4, 5), wider, strict=False):
        optional[key] = beside_sentence(measure, query, knowledge)
    first = (1, 2, 4, 5, 3) if main.stated else (4, 5, 2, 1, 3)
    kept = _within_budget(required, optional, first)
    shown = [measure for key, measure in zip((4, 5), wider, strict=False) if key in kept]
    return "".join(kept[key] for key in sorted(kept)), [main, *shown]


def _opening(main: Measure, query: Query, knowledge: Knowledge) -> str:
    """The answer in its first sentence: for an aspect (怎么申请, 多少钱) what is said, or not said, of it."""
    say, easy = knowledge.phrases.say, query.easy
    assert query.region is not None
    says = filled(main.says.choose(easy), main, query.on, knowledge.phrases)
    if main.evidence is Evidence.UNCONFIRMED and "核实" not in says:
        says += say("unconfirmed", easy)
    own = knowledge.catalogue.planned_region(query.region)
    if main.region == NATIONAL and own is None and query.region != NATIONAL:
        return say("national_only", easy, place=knowledge.gazetteer.display_name(query.region), says=says)
    place = knowledge.gazetteer.display_name(main.region) if main.region != NATIONAL else "国家规定"
    aspect = aspect_sentences(main, place, query, knowledge)
    return aspect or say("lead", easy, place=place, says=says)


def beside_sentence(measure: Measure, query: Query, knowledge: Knowledge) -> str:
    """A wider rule, marked as such so that it is not taken for the local one."""
    says = filled(measure.says.choose(query.easy), measure, query.on, knowledge.phrases)
    document = knowledge.catalogue.documents[measure.document]
    name = document.number or document.short
    if measure.region == NATIONAL:
        return knowledge.phrases.say("national", query.easy, says=says, document=name)
    place = knowledge.gazetteer.display_name(measure.region)
    return knowledge.phrases.say("province", query.easy, place=place, says=says, document=name)


def _federation(main: Measure) -> list[str]:
    """The local federation, if it shares the responsibility: it is whom disabled people know."""
    return [unit for unit in main.support if unit.endswith("残联")][:1] if main.force is not Force.NOT_STATED else []


def _within_budget(required: dict[int, str], optional: dict[int, str], first: Sequence[int]) -> dict[int, str]:
    """The required parts and, in order of importance, those optional ones that still fit."""
    length = sum(len(part) for part in required.values())
    kept = dict(required)
    for key in first:
        if key in optional and length + len(optional[key]) <= SHORT:
            kept[key] = optional[key]
            length += len(optional[key])
    return kept


def _nothing_known(query: Query, knowledge: Knowledge) -> Answer:
    assert query.region is not None
    text = knowledge.phrases.say(
        "no_document",
        query.easy,
        place=knowledge.gazetteer.display_name(query.region),
        topic=knowledge.catalogue.topics[query.topic].title,
        phone=knowledge.helpline,
    )
    return Answer(
        topic=query.topic,
        outcome=Outcome.NOT_STATED,
        region=query.region,
        on=query.on,
        replies=(Reply(text),),
        confidence=query.confidence,
        detail=text,
    )
