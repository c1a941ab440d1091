"""Determinations as a plain text for a terminal: what fits first, what is missing, the next question last."""

from __future__ import annotations

from bot.core.answers.figures import day_text, filled
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.sources import source_sentence
from bot.core.eligibility.assessor import Assessor, Scope
from bot.core.eligibility.circumstances import Circumstances
from bot.core.eligibility.determination import Determination, Verdict, unstated
from bot.core.verdicts.meaning import meaning
from bot.core.verdicts.overview import KINDS, conflicts, kind_of, overview, warnings
from bot.core.verdicts.questions import question_text
from bot.core.verdicts.reasons import reason


def report(known: Circumstances, scope: Scope, assessor: Assessor, knowledge: Knowledge) -> str:
    """Every determination with its reasons and source."""
    known = assessor.completed(known, scope)
    found = assessor.determine(known, scope)
    view = overview(found, knowledge.catalogue.facts, scope.about)
    say = knowledge.phrases.say
    place = knowledge.gazetteer.display_name(scope.region)
    lines = [say("report_head", place=place, on=day_text(scope.on), count=len(found))]
    for kind in KINDS:
        if view.of(kind):
            name = knowledge.phrases.name("verdict_kinds", kind)
            lines.append(say("report_kind", name=name, count=len(view.of(kind))))
            lines += [_entry(each, view.eligible, known, scope, knowledge) for each in view.of(kind)]
    lines += [
        say("report_warning", text=filled(measure.says.standard, measure, scope.on, knowledge.phrases))
        for measure in warnings(found, knowledge.catalogue.measures_around(scope.region))
    ]
    silent = unstated(knowledge.catalogue, scope.region, scope.about, scope.topics)
    if silent:
        lines.append(say("report_unstated", count=len(silent), titles="、".join(measure.title for measure in silent)))
    following = assessor.questionnaire(scope).next(known)
    if following is not None:
        lines.append(say("report_next", question=question_text(following, knowledge)))
    return "\n".join(lines) + "\n"


def _entry(
    each: Determination,
    fitting: tuple[Determination, ...],
    known: Circumstances,
    scope: Scope,
    knowledge: Knowledge,
) -> str:
    say = knowledge.phrases.say
    reasons = "；".join(reason(leaf, known, knowledge) for leaf in each.deciding)
    if each.verdict is not Verdict.ELIGIBLE and kind_of(each, knowledge.catalogue.facts, scope.about) == "open":
        return say("report_open", title=each.measure.title, reasons=reasons)
    lines = [
        say("report_entry", title=each.measure.title, meaning=meaning(each, knowledge, scope, easy=False)),
        say("report_says", text=filled(each.measure.says.standard, each.measure, scope.on, knowledge.phrases)),
        say("report_reasons", reasons=reasons, source=source_sentence(each.measure, knowledge, easy=False)),
    ]
    others = [measure.title for measure in conflicts(each, fitting)] if each in fitting else []
    if others:
        lines.append(say("not_together", titles="、".join(others)))
    return "\n".join(lines)
