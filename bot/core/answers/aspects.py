"""Questions about one side of a measure: how much, how to apply, what to bring, where, when, who, since when."""

from __future__ import annotations

from collections.abc import Callable

from bot.core.answers.figures import filled, shown
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.policies.measures import Measure


def aspect_sentences(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
    """What the measure says, or leaves open, on the side asked about; `None` for a plain question."""
    if query.aspect is None or not measure.stated:
        return None
    return _ANSWERS[query.aspect](measure, place, query, knowledge)


def _amount(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
    figures = [p for p in measure.parameters.values() if p.kind in ("amount", "ratio", "multiple", "duration")]
    if figures:
        return None
    return knowledge.phrases.say("aspect_amount", query.easy, place=place, title=measure.title)


def _text(field: str, phrase: str, wrap: str) -> Callable[[Measure, str, Query, Knowledge], str | None]:
    def answer(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
        text: str | None = getattr(measure, field)
        say = knowledge.phrases.say
        if text is None:
            return say(phrase, query.easy, place=place, title=measure.title)
        text = filled(text, measure, query.on, knowledge.phrases)
        return say("lead", query.easy, place=place, says=say(wrap, query.easy, text=text))

    return answer


def _deadline(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
    dates = [shown(p, query.on, knowledge.phrases) for p in measure.parameters.values() if p.kind == "date"]
    if dates:
        return None
    return knowledge.phrases.say("aspect_deadline", query.easy, place=place, title=measure.title)


def _conditions(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
    say = knowledge.phrases.say
    if measure.conditions is None:
        return say("aspect_conditions", query.easy, place=place, title=measure.title)
    text = filled(measure.conditions.choose(query.easy), measure, query.on, knowledge.phrases)
    return say("lead", query.easy, place=place, says=say("conditions", query.easy, text=text))


def _who(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
    if not measure.lead:
        return None
    units = "、".join([*measure.lead, *measure.support[:3]])
    return f"{place}：" + knowledge.phrases.say("who", query.easy, units=units)


def _title_only(measure: Measure, place: str, query: Query, knowledge: Knowledge) -> str | None:
    return knowledge.phrases.say("aspect_valid_title", query.easy, place=place, title=measure.title)


_ANSWERS: dict[str, Callable[[Measure, str, Query, Knowledge], str | None]] = {
    "amount": _amount,
    "apply": _text("go", "aspect_apply", "go"),
    "materials": _text("bring", "aspect_materials", "bring"),
    "place": _text("go", "aspect_place", "go"),
    "deadline": _deadline,
    "who": _who,
    "conditions": _conditions,
    "valid": _title_only,
    "source": _title_only,
}
