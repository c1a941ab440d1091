"""An assessment in words: each step with its rule and source, what is worth knowing, and what to do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from bot.core.answers.answer import Amount, CitedClause
from bot.core.answers.figures import filled
from bot.core.answers.knowledge import Knowledge, Query
from bot.core.answers.sources import amounts, cited, validity_sentence
from bot.core.levy.assessment import LevyAssessment
from bot.core.levy.notes import notes
from bot.core.levy.rules import LevyRules, Source, stated_in
from bot.core.levy.showing import number_text, percent_text
from bot.core.levy.steps import Step
from bot.core.policies.measures import Measure

RATIOS = ("ratio", "share", "rate")
"""Figures and steps that are shown as percent."""


@dataclass(frozen=True)
class ToldStep:
    """One step: its name for programs and people, the calculation in figures, and the rule in plain words."""

    name: str
    title: str
    calculation: str
    value: Decimal
    rule: str
    source: Source


@dataclass(frozen=True)
class Advice:
    """What a measure says beside the figure, and the amounts of money it states."""

    says: str
    source: Source
    amounts: tuple[Amount, ...]


@dataclass(frozen=True)
class LevyReport:
    """Everything to show of an assessment. `reward` is there for those who placed more people than they must."""

    assessment: LevyAssessment
    steps: tuple[ToldStep, ...]
    notes: tuple[str, ...]
    reward: Advice | None
    filing: tuple[Advice, ...]
    citations: tuple[CitedClause, ...]


def report(
    assessment: LevyAssessment, rules: LevyRules, knowledge: Knowledge, today: dt.date, *, easy: bool = False
) -> LevyReport:
    """`assessment` in words. Figures are cited as of its year; what to do next, as of `today`."""
    reward = _reward(assessment.parameters.region, rules, knowledge) if assessment.over_quota else None
    used = dict.fromkeys(step.source.measure for step in assessment.steps)
    now = [*rules.filing, *([reward] if reward else [])]
    citations = [clause for measure in used for clause in cited(measure, knowledge, assessment.parameters.day)]
    citations += [clause for measure in now for clause in cited(measure, knowledge, today)]
    return LevyReport(
        assessment=assessment,
        steps=tuple(_told(step, assessment.parameters.day, knowledge, easy) for step in assessment.steps),
        notes=notes(assessment, rules, knowledge, easy=easy),
        reward=_advice(reward, knowledge, today, easy) if reward else None,
        filing=tuple(_advice(measure, knowledge, today, easy) for measure in rules.filing),
        citations=tuple(dict.fromkeys(citations)),
    )


def _told(step: Step, day: dt.date, knowledge: Knowledge, easy: bool) -> ToldStep:
    figures = {name: _figure(name, number) for name, number in step.figures.items()}
    value = _figure(step.name, step.value)
    measure = step.source.measure
    return ToldStep(
        name=step.name,
        title=knowledge.phrases.name("levy_steps", step.name),
        calculation=knowledge.phrases.say(step.calculation, easy, value=value, year=day.year, **figures),
        value=step.value,
        rule=filled(measure.says.choose(easy), measure, day, knowledge.phrases),
        source=step.source,
    )


def _figure(name: str, number: Decimal) -> str:
    return percent_text(number) if name in RATIOS else number_text(number)


def _reward(region: str | None, rules: LevyRules, knowledge: Knowledge) -> Measure | None:
    """What the nearest region, or else the nation, says to those who placed more than they must."""
    catalogue, topic = knowledge.catalogue, rules.reward_topic
    local = catalogue.local(region, topic) if region else ()
    return next(iter((*local, *catalogue.national(topic))), None)


def _advice(measure: Measure, knowledge: Knowledge, today: dt.date, easy: bool) -> Advice:
    """The measure's words, and whether it still holds."""
    says = filled(measure.says.choose(easy), measure, today, knowledge.phrases)
    validity = validity_sentence(measure, knowledge, Query(measure.topic, "", measure.region, None, today, easy))
    return Advice(says + validity, stated_in(measure), tuple(amounts(measure, today)))
