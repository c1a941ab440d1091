"""Shows what came out: how many fit, which, and one of them in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.answers.figures import day_text, filled
from bot.core.answers.sources import amounts, cited, source_sentence
from bot.core.conversation.interview.case import Case
from bot.core.conversation.session import TRAIL, Session, Step
from bot.core.conversation.turn import Turn
from bot.core.eligibility.determination import Determination
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.documents import Status
from bot.core.verdicts.meaning import meaning
from bot.core.verdicts.overview import KINDS, conflicts, warnings

TOPIC = "eligibility_check"
FOREMOST = 2
PAGE = 5
"""Measures offered at once."""


def results(case: Case, noted: str = "") -> Turn:
    """The counts, then the first of what fits to choose from."""
    case = case.with_interview(replace(case.interview, asked=(), chosen=(), focus=None, page=0))
    view = case.overview
    counts = case.say(
        "results_bound" if case.scope.about == "employer" else "results",
        place=case.place,
        day=day_text(case.scope.on),
        **{kind: len(view.of(kind)) for kind in KINDS},
    )
    session = _remembered(case)
    case = Case(session, case.setting, case.today)
    kind = next((kind for kind in KINDS if view.of(kind)), "ineligible")
    lines = [noted, counts, *_foremost(case), _ended(case), *_warnings(case)]
    first = Reply("\n".join(line for line in lines if line))
    return _listed(case, kind, 0, first)


def _foremost(case: Case) -> list[str]:
    """After a check of one topic: what it comes to, without a further step."""
    if not case.interview.topics:
        return []
    phrases, easy = case.setting.knowledge.phrases, case.session.easy
    return [
        case.say(
            "results_foremost",
            title=each.measure.title,
            says=filled(each.measure.says.choose(easy), each.measure, case.scope.on, phrases),
        )
        for each in case.overview.eligible[:FOREMOST]
    ]


def _remembered(case: Case) -> Session:
    """The session with the results as what was shown last."""
    session, step = case.session, Step(TOPIC, case.session.region)
    trail = (*session.trail, step)[-TRAIL:] if session.last != step else session.trail
    return replace(session, trail=trail, page=0)


def part(case: Case, kind: str, page: int = 0) -> Turn:
    """One part of the results, a page at a time."""
    return _listed(case, kind, page, None)


def _listed(case: Case, kind: str, page: int, before: Reply | None) -> Turn:
    case = case.with_interview(replace(case.interview, kind=kind, page=page, focus=None))
    found = case.overview.of(kind)
    shown = found[page * PAGE : (page + 1) * PAGE]
    name = case.setting.knowledge.phrases.name("verdict_kinds", kind)
    if shown:
        text = case.say(
            "results_choose", name=name, start=page * PAGE + 1, end=page * PAGE + len(shown), count=len(found)
        )
    else:
        text = case.say("results_nothing", name=name, phone=case.setting.knowledge.helpline)
    buttons = [Button(each.measure.title, f"verdict:{each.measure.id}") for each in shown]
    if len(found) > (page + 1) * PAGE:
        buttons.append(Button(case.say("more"), f"results:{kind}.{page + 1}"))
    buttons += _other_parts(case, kind)
    replies = (*((before,) if before else ()), Reply(text, tuple(buttons)))
    return Turn(case.session, _answer(case, replies, shown))


def _other_parts(case: Case, shown: str) -> list[Button]:
    names = case.setting.knowledge.phrases.group("verdict_kinds")
    parts = [Button(names[kind], f"results:{kind}.0") for kind in KINDS if kind != shown and case.overview.of(kind)]
    ways = [Button(case.say("change_region"), "cmd:region"), Button(case.say("menu_button"), "cmd:menu")]
    if case.session.notices != case.session.region and case.interview.known.said:
        ways.insert(0, Button(case.say("notices_button"), "cmd:notices"))
    return [*parts, *ways]


def one(case: Case, measure_id: str) -> Turn | None:
    """One measure of the results in full; `None` if it is not among them."""
    each = next((each for each in case.found if each.measure.id == measure_id), None)
    if each is None:
        return None
    case = case.with_interview(replace(case.interview, focus=measure_id))
    knowledge, easy = case.setting.knowledge, case.session.easy
    lines = [
        case.say("verdict_head", title=each.measure.title, meaning=meaning(each, knowledge, case.scope, easy=easy)),
        filled(each.measure.says.choose(easy), each.measure, case.scope.on, knowledge.phrases),
        source_sentence(each.measure, knowledge, easy),
    ]
    others = conflicts(each, case.found)
    if others:
        lines.insert(2, case.say("not_together", titles="、".join(other.title for other in others)))
    return Turn(case.session, _answer(case, (Reply("\n".join(lines), after_one(case)),), (each,)))


def after_one(case: Case, shown: str = "") -> tuple[Button, ...]:
    """What stands under one measure of the results; `shown`: what need not be offered again."""
    ways = {"why_so": "cmd:why", "how_to_fit": "cmd:how", "apply": "aspect:apply", "back_to_results": "cmd:results"}
    buttons = [Button(case.say(key), value) for key, value in ways.items() if key != shown]
    return (*buttons, Button(case.say("menu_button"), "cmd:menu"))


def _answer(case: Case, replies: tuple[Reply, ...], shown: Sequence[Determination]) -> Answer:
    knowledge, on = case.setting.knowledge, case.scope.on
    return Answer(
        topic=TOPIC,
        outcome=Outcome.ANSWERED,
        region=case.session.region,
        on=on,
        replies=replies,
        detail="\n".join(reply.text for reply in replies),
        measures=tuple(each.measure.id for each in shown),
        amounts=tuple(amount for each in shown for amount in amounts(each.measure, on)),
        citations=tuple(clause for each in shown for clause in cited(each.measure, knowledge, on)),
    )


def _ended(case: Case) -> str:
    """That the plan behind most of it has ended, if it has."""
    ended = [each for each in case.found if each.status is Status.ENDED and each.measure.period.end]
    if not ended or len(ended) * 2 < len(case.found):
        return ""
    last = max(each.measure.period.end for each in ended if each.measure.period.end)
    return case.say("results_ended", end=day_text(last), phone=case.setting.knowledge.helpline)


def _warnings(case: Case) -> list[str]:
    """What the region's documents say about combining, where more than one of those measures fits."""
    around = case.setting.knowledge.catalogue.measures_around(case.scope.region)
    easy, phrases = case.session.easy, case.setting.knowledge.phrases
    return [
        case.say("results_warning", text=filled(measure.says.choose(easy), measure, case.scope.on, phrases))
        for measure in warnings(case.found, around)
    ]
