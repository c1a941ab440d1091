"""The result of the levy's computation in short lines, for an accountant at a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.core.answers.knowledge import Knowledge
from bot.core.levy.assessment import LevyAssessment
from bot.core.levy.report import Advice, LevyReport
from bot.core.levy.showing import percent_text, source_text, yuan_text

_Say = Callable[..., str]


def to_lines(report: LevyReport, knowledge: Knowledge, *, easy: bool = False) -> Iterator[str]:
    """The amount first, then how it came about, what one more person would save, what to mind and what to do."""

    def say(key: str, **values: object) -> str:
        return knowledge.phrases.say(key, easy, **values)

    yield from _result(report.assessment, knowledge, say)
    yield ""
    yield say("levy_heading_steps")
    for number, step in enumerate(report.steps, start=1):
        yield say("levy_step", number=number, title=step.title, calculation=step.calculation)
        yield say("levy_step_rule", rule=step.rule)
        yield say("levy_step_source", source=source_text(step.source, knowledge))
    if report.assessment.payable:
        yield ""
        yield from _savings(report.assessment, say)
    if report.reward:
        yield ""
        yield say("levy_heading_reward", ratio=percent_text(report.assessment.ratio.value))
        yield from _advice(report.reward, knowledge, say)
    yield ""
    yield say("levy_heading_notes")
    for note in report.notes:
        yield say("levy_item", text=note)
    yield ""
    yield say("levy_heading_filing")
    for advice in report.filing:
        yield from _advice(advice, knowledge, say)


def _result(assessment: LevyAssessment, knowledge: Knowledge, say: _Say) -> Iterator[str]:
    phrase = "levy_result" if assessment.payable else "levy_result_none"
    yield say(phrase, year=assessment.parameters.year, payable=yuan_text(assessment.payable))
    if region := assessment.parameters.region:
        place = knowledge.gazetteer.full_name(region)
        if place:
            yield say("levy_place", place=place)


def _savings(assessment: LevyAssessment, say: _Say) -> Iterator[str]:
    yield say("levy_heading_one_more")
    for phrase, case in (
        ("levy_one_more", assessment.one_more),
        ("levy_one_more_severe", assessment.one_more_severe),
    ):
        yield say(phrase, payable=yuan_text(case.payable), saving=yuan_text(case.saving))


def _advice(advice: Advice, knowledge: Knowledge, say: _Say) -> Iterator[str]:
    yield say("levy_item", text=advice.says)
    yield say("levy_item_source", source=source_text(advice.source, knowledge))
