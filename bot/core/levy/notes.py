"""What an accountant must know beside the figure: assumptions, what was not checked, what is not known."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answers.figures import day_text, filled
from bot.core.answers.knowledge import Knowledge
from bot.core.levy.assessment import LevyAssessment
from bot.core.levy.given import Kind, is_small, worth_asking
from bot.core.levy.rules import LevyRules, Source
from bot.core.levy.showing import percent_text, source_text
from bot.core.policies.documents import Status
from bot.core.policies.measures import Measure

MONTHLY_BELOW = 20_000
"""Yuan: a yearly average below it may well be one month's by mistake, which would make the levy far too small."""


def notes(assessment: LevyAssessment, rules: LevyRules, knowledge: Knowledge, *, easy: bool = False) -> tuple[str, ...]:
    """One sentence or two each, the most general first."""
    return tuple(_Notes(assessment, rules, knowledge, easy).all())


def later_rules(assessment: LevyAssessment, knowledge: Knowledge) -> list[Source]:
    """Documents that came after the year and whose rules are used all the same, one rule of each.

    Not those without a day of issue: their beginning is only that of our records.
    """
    documents, day = knowledge.catalogue.documents, assessment.parameters.day
    later = {
        step.source.measure.document: step.source
        for step in assessment.steps
        if step.source.measure.period.status(day) is Status.NOT_YET
        and documents[step.source.measure.document].issued is not None
    }
    return list(later.values())


class _Notes:
    def __init__(self, assessment: LevyAssessment, rules: LevyRules, knowledge: Knowledge, easy: bool) -> None:
        self._assessment, self._rules, self._knowledge, self._easy = assessment, rules, knowledge, easy
        self._given, self._parameters = assessment.given, assessment.parameters

    def all(self) -> Iterator[str]:
        assessment = self._assessment
        yield self._say("levy_note_year", year=self._parameters.year)
        yield from self._not_yet()
        yield from self._kind()
        if assessment.over_quota or any(step.name == "ratio" for step in assessment.steps):
            yield from self._ratio()
        if any(step.name == "wage" for step in assessment.steps):
            yield from self._wage()
        yield from self._relief_end()
        if self._given.has_dispatched:
            yield self._say("levy_note_dispatched")
        if assessment.exact != assessment.payable:
            yield self._say("levy_note_rounded")

    def _not_yet(self) -> Iterator[str]:
        for source in later_rules(self._assessment, self._knowledge):
            since = source.measure.period.start
            assert since is not None, "what does not hold yet begins some day"
            text = source_text(source, self._knowledge)
            yield self._say("levy_note_not_yet", source=text, since=since.year, year=self._parameters.year)

    def _kind(self) -> Iterator[str]:
        """Only enterprises are named where small ones are freed."""
        if self._given.kind is None:
            yield self._say("levy_note_kind")
        elif self._given.kind is not Kind.ENTERPRISE and is_small(self._given, self._parameters):
            yield self._words(self._rules.exempt_up_to.measure)

    def _ratio(self) -> Iterator[str]:
        """Whose ratio was used, unless it is the region's confirmed one."""
        parameters, knowledge = self._parameters, self._knowledge
        local, minimum = parameters.local_ratio, percent_text(parameters.minimum_ratio.value)
        if self._given.ratio is None:
            if local is None:
                here = knowledge.phrases.name("levy_words", "here")
                place = knowledge.gazetteer.full_name(parameters.region or "") or here
                yield self._say("levy_note_ratio_minimum", place=place, year=parameters.year, minimum=minimum)
            return
        written = percent_text(self._given.ratio)
        if local is None:
            yield self._say("levy_note_ratio_given", ratio=written, minimum=minimum)
        elif local.value != self._given.ratio:
            place = knowledge.gazetteer.display_name(local.source.measure.region)
            confirmed = percent_text(local.value)
            yield self._say("levy_note_ratio_differs", place=place, confirmed=confirmed, ratio=written)

    def _wage(self) -> Iterator[str]:
        """Wages that look monthly, and a cap that could not be checked."""
        given, names = self._given, self._knowledge.phrases.group("levy_fields")
        for field in ("average_wage", "social_average_wage"):
            wage = getattr(given, field)
            if wage is not None and wage < MONTHLY_BELOW:
                yield self._say("levy_note_monthly", field=names[field])
        if "social_average_wage" in worth_asking(given, self._parameters):
            cap, which = self._words(self._rules.cap.measure), self._words(self._rules.social_average)
            yield self._say("levy_note_no_social_average", cap=cap, which=which)

    def _relief_end(self) -> Iterator[str]:
        """From the last year of the relief on: how its end is tested is unconfirmed, nothing is known beyond it."""
        last, parameters = self._parameters.relief_last_day, self._parameters
        if last is None or parameters.year < last.year:
            return
        unconfirmed = self._words(self._rules.relief_end)
        if parameters.day <= last:
            yield self._say("levy_note_relief_end", last=day_text(last), unconfirmed=unconfirmed)
        else:
            ended = self._words(self._rules.relief_ended)
            yield self._say("levy_note_without_relief", ended=ended, unconfirmed=unconfirmed)

    def _say(self, key: str, **values: object) -> str:
        return self._knowledge.phrases.say(key, self._easy, **values)

    def _words(self, measure: Measure) -> str:
        return filled(measure.says.choose(self._easy), measure, self._parameters.day, self._knowledge.phrases)
