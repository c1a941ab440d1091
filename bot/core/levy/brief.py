"""An assessment in a few lines for a chat: the amount, the steps that matter, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.answers.figures import day_text
from bot.core.answers.knowledge import Knowledge
from bot.core.levy.given import worth_asking
from bot.core.levy.notes import MONTHLY_BELOW, later_rules
from bot.core.levy.report import LevyReport
from bot.core.levy.showing import percent_text, yuan_text

SHOWN = ("exempt", "gap", "base", "relief")
CAPPED = "levy_wage_capped"


def to_brief(report: LevyReport, knowledge: Knowledge, *, easy: bool = False) -> list[str]:
    """The lines; the last one holds all that one must know beside the figure, if there is anything."""
    return _Brief(report, knowledge, easy).lines()


class _Brief:
    def __init__(self, report: LevyReport, knowledge: Knowledge, easy: bool) -> None:
        self._report, self._knowledge, self._easy = report, knowledge, easy
        self._assessment = report.assessment
        self._given, self._parameters = self._assessment.given, self._assessment.parameters
        self._names = [step.name for step in self._assessment.steps]

    def lines(self) -> list[str]:
        assessment = self._assessment
        key = "levy_result" if assessment.payable else "levy_result_none"
        head = self._say(key, year=self._parameters.year, payable=yuan_text(assessment.payable))
        capped = any(step.calculation == CAPPED for step in assessment.steps)
        steps = [
            self._say("levy_brief_step", title=step.title, calculation=step.calculation)
            for step in self._report.steps
            if step.name in SHOWN or (step.name == "wage" and capped)
        ]
        caveats = "".join(self._caveats())
        return [head, *steps, *([caveats] if caveats else [])]

    def _caveats(self) -> Iterator[str]:
        if "ratio" in self._names:
            yield from self._ratio()
        if "exempt" in self._names and self._given.kind is None:
            yield self._say("levy_brief_kind")
        if "exempt" not in self._names and self._given.placed and self._given.severe is None:
            yield self._say("levy_brief_severe")
        if "wage" in self._names:
            yield from self._wage()
        yield from self._year()
        if self._assessment.over_quota:
            yield self._say("levy_brief_over")

    def _ratio(self) -> Iterator[str]:
        ratio = self._assessment.ratio
        if ratio.confirmed:
            return
        key = "levy_brief_ratio_given" if ratio.source is None else "levy_brief_ratio_minimum"
        yield self._say(key, ratio=percent_text(ratio.value))

    def _wage(self) -> Iterator[str]:
        wage = self._given.average_wage
        if wage is not None and wage < MONTHLY_BELOW:
            field = self._knowledge.phrases.name("levy_fields", "average_wage")
            yield self._say("levy_note_monthly", field=field)
        if "social_average_wage" in worth_asking(self._given, self._parameters):
            yield self._say("levy_brief_no_cap")

    def _year(self) -> Iterator[str]:
        parameters = self._parameters
        last = parameters.relief_last_day
        if later_rules(self._assessment, self._knowledge):
            yield self._say("levy_brief_not_yet", year=parameters.year)
        if last is not None and parameters.year >= last.year:
            key = "levy_brief_relief_end" if parameters.day <= last else "levy_brief_after_relief"
            yield self._say(key, last=day_text(last))

    def _say(self, key: str, **values: object) -> str:
        return self._knowledge.phrases.say(key, self._easy, **values)
