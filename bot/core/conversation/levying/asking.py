"""Asks: what was noted, the question, and the answers to choose from."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from bot.core.answers.answer import Answer, Outcome
from bot.core.answers.figures import filled
from bot.core.conversation.levying.case import AGREED, REGION, UNCLEAR, LevyCase
from bot.core.conversation.levying.state import TOPIC
from bot.core.conversation.offers import region_buttons
from bot.core.conversation.turn import Turn
from bot.core.levy.given import Kind
from bot.core.levy.rules import LevyRules, stated_in
from bot.core.levy.showing import number_text, source_text
from bot.core.levy.wages import TOTAL_FROM
from bot.core.messaging.reply import Button, Reply
from bot.core.policies.measures import Measure

QUESTIONS = {
    "year": "levy_ask_year",
    "employees": "levy_ask_employees",
    "kind": "levy_ask_kind",
    "placed": "levy_ask_placed",
    "severe": "levy_ask_severe",
    "average_wage": "levy_ask_average_wage",
    "social_average_wage": "levy_ask_social_average_wage",
    "ratio": "levy_ask_ratio",
    "dispatched_placed": "levy_ask_dispatched_placed",
    "dispatched_severe": "levy_ask_dispatched_severe",
    AGREED: "levy_ask_agreed",
    REGION: "levy_ask_region",
}
OPTIONAL = ("severe", "social_average_wage", "ratio", "dispatched_severe", REGION)
"""Without these an amount can be told; the result then says what that means."""
ZEROES = ("placed", "severe", "dispatched_placed", "dispatched_severe")
SEVERE = ("severe", "dispatched_severe")
EARLIEST_OFFERED = 2
"""How many years back are offered."""


def ask(case: LevyCase, field: str, *lines: str) -> Turn:
    """Asks for `field`, `lines` being said before."""
    case = case.with_form(asked=field, spoke=case.session.turn + 1)
    question = _question(case, field)
    return Turn(case.session, _started(case, (*lines, question), _buttons(case, field)))


def why_asked(case: LevyCase, field: str) -> Turn:
    """Says which rule needs it, and asks again."""
    rules, knowledge = case.setting.levy_rules, case.setting.knowledge
    told = []
    for measure in _rules_behind(field, case, rules):
        rule = filled(measure.says.choose(case.session.easy), measure, case.today, knowledge.phrases)
        told.append(case.say("levy_why", rule=rule, source=source_text(stated_in(measure), knowledge)))
    return ask(case, field, *told)


def _question(case: LevyCase, field: str) -> str:
    form = case.form
    if field == UNCLEAR:
        name, number = next(iter(form.unclear.items()))
        key = "levy_ask_total" if _may_be_total(name, number) else "levy_ask_month"
        return case.say(key, number=number_text(Decimal(number)))
    severe = case.setting.levy_rules.severe_counts.measure
    text = case.say(
        QUESTIONS[field],
        when=case.say("levy_year", year=case.given.year) if case.given.year else "",
        placed=_shown(form.said.get("placed")),
        dispatched=_shown(form.said.get("dispatched_employees")),
        dispatched_placed=_shown(form.said.get("dispatched_placed")),
        severe=filled(severe.says.choose(case.session.easy), severe, case.today, case.setting.knowledge.phrases),
    )
    if field in form.vague:
        text = case.say("levy_exact_please") + text
    return text


def _shown(number: str | None) -> str:
    return number_text(Decimal(number)) if number is not None else ""


def _may_be_total(name: str, number: str) -> bool:
    return name == "average_wage" and Decimal(number) >= TOTAL_FROM


def _started(case: LevyCase, lines: Iterable[str], buttons: Iterable[Button]) -> Answer:
    text = "\n".join(line for line in lines if line)
    return Answer(
        topic=TOPIC,
        outcome=Outcome.STARTED,
        region=case.session.region,
        on=case.today,
        replies=(Reply(text, tuple(buttons)),),
        detail=text,
    )


def _buttons(case: LevyCase, field: str) -> list[Button]:
    """The usual answers, then the ways out."""
    unknown = Button(case.say("dont_know"), f"answer:unknown.{field}")
    why = Button(case.say("why_asked"), f"answer:why.{field}")
    now = [Button(case.say("levy_now"), f"answer:now.{field}")] if field in OPTIONAL else []
    return [*_options(case, field), unknown, *now, why]


def _options(case: LevyCase, field: str) -> list[Button]:
    if field == "year":
        years = range(case.today.year - 1, case.today.year - 1 - EARLIEST_OFFERED, -1)
        return [Button(case.say("levy_year", year=year), f"answer:is.year.{year}") for year in years]
    if field == "kind":
        names = case.names("levy_kinds")
        return [Button(names[kind.value], f"answer:is.kind.{kind.name.lower()}") for kind in Kind]
    if field == REGION:
        return [
            Button(button.text, button.value.replace("region:", "answer:is.region."))
            for button in region_buttons(case.setting)
        ]
    if field == AGREED:
        yes = Button(case.say("levy_agreed"), "answer:is.agreed.yes")
        return [yes, Button(case.say("levy_not_agreed"), "answer:is.agreed.no")]
    if field == UNCLEAR:
        name, number = next(iter(case.form.unclear.items()))
        first, second = ("each", "total") if _may_be_total(name, number) else ("month", "year")
        labels = case.names("levy_unclear")
        return [Button(labels[each], f"answer:is.unclear.{each}") for each in (first, second)]
    if field in ZEROES:
        key = "levy_no_severe" if field in SEVERE else "levy_nobody"
        return [Button(case.say(key), f"answer:is.{field}.0")]
    return []


def _rules_behind(field: str, case: LevyCase, rules: LevyRules) -> tuple[Measure, ...]:
    name = next(iter(case.form.unclear)) if field == UNCLEAR else field
    behind: dict[str, tuple[Measure, ...]] = {
        "year": (rules.formula,),
        "employees": (rules.headcount,),
        "kind": (rules.exempt_up_to.measure,),
        "placed": (rules.placed, rules.by_month),
        "severe": (rules.severe_counts.measure,),
        "average_wage": (rules.average_wage,),
        "social_average_wage": (rules.cap.measure, rules.social_average),
        "ratio": (rules.minimum_ratio.measure,),
        REGION: (rules.minimum_ratio.measure,),
        AGREED: (rules.dispatched,),
        "dispatched_placed": (rules.dispatched,),
        "dispatched_severe": (rules.severe_counts.measure,),
    }
    return behind[name]
