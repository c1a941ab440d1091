"""What an accountant must know beside the figure: assumptions, what was not checked, what is not known."""

from __future__ import annotations

from bot.core.answers.figures import day_text, filled
from bot.core.answers.knowledge import Knowledge
from bot.core.levy.assessment import LevyAssessment
from bot.core.levy.given import Kind, is_small, worth_asking
from bot.core.levy.parameters import LevyParameters
from bot.core.levy.rules import LevyRules
from bot.core.levy.showing import percent_text, source_text
from bot.core.policies.documents import Status
from bot.core.policies.measures import Measure

MONTHLY_BELOW = 20_000
"""Yuan: a yearly average below it may well be one month's by mistake, which would make the levy far too small."""


def notes(assessment: LevyAssessment, rules: LevyRules, knowledge: Knowledge) -> tuple[str, ...]:
    """One sentence or two each, the most general first."""
    say, parameters = knowledge.phrases.say, assessment.parameters
    found = [say("levy_note_year", year=parameters.year)]
    found += _not_yet(assessment, knowledge)
    found += _kind(assessment, rules, knowledge)
    if assessment.over_quota or any(step.name == "ratio" for step in assessment.steps):
        found += _ratio(assessment, knowledge)
    if any(step.name == "wage" for step in assessment.steps):
        found += _wage(assessment, rules, knowledge)
    found += _relief_end(parameters, rules, knowledge)
    if assessment.given.has_dispatched:
        found.append(say("levy_note_dispatched"))
    if assessment.exact != assessment.payable:
        found.append(say("levy_note_rounded"))
    return tuple(found)


def _not_yet(assessment: LevyAssessment, knowledge: Knowledge) -> list[str]:
    """Documents that came after the year and whose rules are used all the same.

    Not those without a day of issue: their beginning is only that of our records.
    """
    documents, parameters = knowledge.catalogue.documents, assessment.parameters
    later = {
        step.source.measure.document: step.source
        for step in assessment.steps
        if step.source.measure.period.status(parameters.day) is Status.NOT_YET
        and documents[step.source.measure.document].issued is not None
    }
    found = []
    for source in later.values():
        since = source.measure.period.start
        assert since is not None, "what does not hold yet begins some day"
        text = source_text(source, knowledge)
        found.append(knowledge.phrases.say("levy_note_not_yet", source=text, since=since.year, year=parameters.year))
    return found


def _kind(assessment: LevyAssessment, rules: LevyRules, knowledge: Knowledge) -> list[str]:
    """Only enterprises are named where small ones are freed."""
    given, parameters = assessment.given, assessment.parameters
    if given.kind is None:
        return [knowledge.phrases.say("levy_note_kind")]
    if given.kind is not Kind.ENTERPRISE and is_small(given, parameters):
        return [_words(rules.exempt_up_to.measure, parameters, knowledge)]
    return []


def _ratio(assessment: LevyAssessment, knowledge: Knowledge) -> list[str]:
    """Whose ratio was used, unless it is the region's confirmed one."""
    say, given, parameters = knowledge.phrases.say, assessment.given, assessment.parameters
    local, minimum = parameters.local_ratio, percent_text(parameters.minimum_ratio.value)
    if given.ratio is None:
        if local is not None:
            return []
        place = knowledge.gazetteer.full_name(parameters.region or "") or knowledge.phrases.name("levy_words", "here")
        return [say("levy_note_ratio_minimum", place=place, year=parameters.year, minimum=minimum)]
    written = percent_text(given.ratio)
    if local is None:
        return [say("levy_note_ratio_given", ratio=written, minimum=minimum)]
    if local.value == given.ratio:
        return []
    place = knowledge.gazetteer.display_name(local.source.measure.region)
    return [say("levy_note_ratio_differs", place=place, confirmed=percent_text(local.value), ratio=written)]


def _wage(assessment: LevyAssessment, rules: LevyRules, knowledge: Knowledge) -> list[str]:
    """Wages that look monthly, and a cap that could not be checked."""
    say, given, parameters = knowledge.phrases.say, assessment.given, assessment.parameters
    found = [
        say("levy_note_monthly", field=knowledge.phrases.name("levy_fields", field))
        for field in ("average_wage", "social_average_wage")
        if (wage := getattr(given, field)) is not None and wage < MONTHLY_BELOW
    ]
    if "social_average_wage" in worth_asking(given, parameters):
        which = _words(rules.social_average, parameters, knowledge)
        found.append(
            say("levy_note_no_social_average", cap=_words(rules.cap.measure, parameters, knowledge), which=which)
        )
    return found


def _relief_end(parameters: LevyParameters, rules: LevyRules, knowledge: Knowledge) -> list[str]:
    """From the last year of the relief on: how its end is tested is unconfirmed, and nothing is known beyond it."""
    last = parameters.relief_last_day
    if last is None or parameters.year < last.year:
        return []
    unconfirmed = _words(rules.relief_end, parameters, knowledge)
    if parameters.day <= last:
        return [knowledge.phrases.say("levy_note_relief_end", last=day_text(last), unconfirmed=unconfirmed)]
    ended = _words(rules.relief_ended, parameters, knowledge)
    return [knowledge.phrases.say("levy_note_without_relief", ended=ended, unconfirmed=unconfirmed)]


def _words(measure: Measure, parameters: LevyParameters, knowledge: Knowledge) -> str:
    return filled(measure.says.standard, measure, parameters.day, knowledge.phrases)
