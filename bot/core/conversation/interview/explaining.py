"""Says why a verdict is what it is, and what would change it."""

from __future__ import annotations

from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.answers.sources import source_sentence
from bot.core.conversation.interview.case import Case
from bot.core.conversation.interview.results import PAGE, TOPIC, after_one
from bot.core.conversation.turn import Turn
from bot.core.eligibility.changes import changes
from bot.core.eligibility.determination import Determination, Verdict
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.measures import Measure
from bot.core.verdicts.meaning import meaning
from bot.core.verdicts.reasons import demanded, reason

LIKE = 0.45
"""How near a measure's own words must come to what was asked, to be the one that is meant."""


def why_so(case: Case, text: str = "") -> Turn:
    """The criteria that decided, what is known of each, and where that is written."""
    each = _meant(case, text)
    if each is None:
        return _which(case, "why_which")
    knowledge, easy = case.setting.knowledge, case.session.easy
    reasons = case.say("separator").join(reason(leaf, case.known, knowledge, easy) for leaf in each.deciding)
    lines = [
        case.say("why_head", title=each.measure.title, meaning=meaning(each, knowledge, case.scope, easy=easy)),
        case.say("why_reasons", reasons=reasons),
        source_sentence(each.measure, knowledge, easy),
    ]
    return _said(case, each, "\n".join(lines), "why_so")


def how_to_fit(case: Case, text: str = "") -> Turn:
    """What would have to be different, and how to bring it about if that can be."""
    each = _meant(case, text)
    if each is None:
        return _which(case, "how_which")
    knowledge, easy = case.setting.knowledge, case.session.easy
    facts = knowledge.catalogue.facts
    needed = changes(each.rule, case.known, facts)
    title = each.measure.title
    if each.verdict is Verdict.ELIGIBLE:
        text = case.say("how_fits_already", title=title)
    elif needed is None:
        fixed = case.say("separator").join(demanded(leaf, knowledge, easy) for leaf in each.deciding)
        text = case.say("how_not", title=title, demands=fixed, phone=knowledge.helpline)
    elif needed:
        steps = (
            case.say("how_step", demand=demanded(leaf, knowledge, easy), step=facts[leaf.fact].change)
            for leaf in needed
        )
        text = "\n".join((case.say("how_head", title=title), *steps))
    else:
        missing = case.say("separator").join(demanded(leaf, knowledge, easy) for leaf in each.deciding)
        text = case.say("how_missing", title=title, demands=missing)
    return _said(case, each, text, "how_to_fit")


def _meant(case: Case, text: str) -> Determination | None:
    """The measure named in the message, else the one looked at last, else the only one there is."""
    found = {each.measure.id: each for each in case.found}
    named = _named(case, text, [each.measure for each in case.found])
    if named is not None:
        return found[named.id]
    if case.interview.focus in found:
        return found[case.interview.focus]
    return case.found[0] if len(case.found) == 1 else None


def _named(case: Case, text: str, measures: list[Measure]) -> Measure | None:
    """The measure whose words are in the message."""
    words = case.setting.cues.without_interview(text)
    if len(words) < 2 or not measures:
        return None
    likeness = case.setting.knowledge.likeness
    scores = likeness.index(tuple(measures)).scores(likeness.of(words))
    nearest = max(range(len(measures)), key=lambda position: scores[position])
    return measures[nearest] if scores[nearest] >= LIKE else None


def _which(case: Case, key: str) -> Turn:
    """Asks which measure is meant, those of the part shown last first."""
    shown = (case.overview.of(case.interview.kind) or tuple(case.found))[:PAGE]
    buttons = tuple(Button(each.measure.title, f"verdict:{each.measure.id}") for each in shown)
    return Turn(case.session, _answer(case, case.say(key), buttons))


def _said(case: Case, each: Determination, text: str, shown: str) -> Turn:
    """What was said of this measure, and the other things that can be asked about it."""
    session = replace(case.session, task=replace(case.interview, focus=each.measure.id))
    return Turn(session, _answer(case, text, after_one(case, shown)))


def _answer(case: Case, text: str, buttons: tuple[Button, ...]) -> Answer:
    return Answer(
        topic=TOPIC,
        outcome=Outcome.ANSWERED,
        region=case.session.region,
        on=case.scope.on,
        replies=(Reply(text, buttons),),
        detail=text,
    )
