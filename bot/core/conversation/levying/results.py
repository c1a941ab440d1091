"""Tells the amount, how it came about, and what would change it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from bot.core.answers.answer import Amount, Answer, Outcome
from bot.core.conversation.levying.asking import ask
from bot.core.conversation.levying.case import LevyCase
from bot.core.conversation.levying.noting import from_payroll
from bot.core.conversation.levying.state import TOPIC
from bot.core.conversation.paging import paged
from bot.core.conversation.session import TRAIL, Step
from bot.core.conversation.turn import Turn
from bot.core.levy.assessment import LevyAssessment, assess
from bot.core.levy.brief import to_brief
from bot.core.levy.given import NONE
from bot.core.levy.lines import to_lines
from bot.core.levy.report import Advice, LevyReport, report
from bot.core.levy.showing import number_text, source_text, yuan_text
from bot.core.messaging.reply import Button, Reply

ONE = Decimal(1)


def result(case: LevyCase, *lines: str) -> Turn:
    """The amount and the steps that matter, `lines` being said before."""
    case = case.with_form(page=-1, thorough=False)
    told = _report(case)
    brief = to_brief(told, case.setting.knowledge, easy=case.session.easy)
    text = _joined((*lines, *brief[:1], from_payroll(case), *brief[1:]))
    return _turn(case, text, told, "result")


def steps(case: LevyCase, page: int = 0) -> Turn | None:
    """Each step with its rule and source, then all the rest, a page at a time; `None` after the last one."""
    told = _report(case)
    pages = paged(_detail(case, told))
    if page >= len(pages):
        return None
    return _turn(case.with_form(page=page), pages[page], told, "steps", more=page + 1 < len(pages))


def one_more(case: LevyCase, count: Decimal | None = ONE) -> Turn:
    """What further placements would save; without a count, how many of them there must be until nothing is due."""
    assessment = case.assessment
    if not assessment.payable:
        text = case.say("levy_more_nothing")
    elif count is None:
        text = case.say("levy_until_none", **_until_none(assessment))
    else:
        text = _with_more(case, count)
    return _turn(case, text, _report(case), "one_more")


def reward(case: LevyCase) -> Turn:
    """What those get who placed more than they must."""
    told = _report(case)
    text = _advice(case, (told.reward,)) if told.reward else case.say("levy_not_over")
    return _turn(case, text, told, "reward")


def filing(case: LevyCase) -> Turn:
    """How to declare; dates only where documents have them."""
    told = _report(case)
    return _turn(case, _advice(case, told.filing), told, "filing")


def _report(case: LevyCase) -> LevyReport:
    rules, knowledge = case.setting.levy_rules, case.setting.knowledge
    return report(case.assessment, rules, knowledge, case.today, easy=case.session.easy)


def _detail(case: LevyCase, told: LevyReport) -> str:
    return "\n".join(to_lines(told, case.setting.knowledge, easy=case.session.easy))


def _with_more(case: LevyCase, count: Decimal) -> str:
    given, payable = case.given, case.assessment.payable
    assert case.parameters is not None, "only asked of a complete form"
    more = replace(given, placed=given.known("placed") + count)
    severe = replace(more, severe=(given.severe or NONE) + count)
    plain, double = (assess(each, case.parameters).payable for each in (more, severe))
    return case.say(
        "levy_with_more",
        count=number_text(count),
        payable=yuan_text(plain),
        saving=yuan_text(payable - plain),
        severe_payable=yuan_text(double),
        severe_saving=yuan_text(payable - double),
    )


def _until_none(assessment: LevyAssessment) -> dict[str, str]:
    gap = next(step.value for step in assessment.steps if step.name == "gap")
    double = gap / assessment.parameters.severe_counts.value
    whole = {"count": gap, "severe": double}
    return {name: number_text(number.to_integral_value(ROUND_CEILING)) for name, number in whole.items()}


def _advice(case: LevyCase, advice: Iterable[Advice]) -> str:
    knowledge = case.setting.knowledge
    return _joined(
        case.say("levy_advice", says=each.says, source=source_text(each.source, knowledge)) for each in advice
    )


def _turn(case: LevyCase, text: str, told: LevyReport, shown: str, *, more: bool = False) -> Turn:
    """The answer; a question that is open is put again after it."""
    asked = case.form.asked
    if asked is not None:
        question = ask(case, asked)
        reply = question.answer.replies[-1]
        answer = _answer(case, text, told, ())
        return Turn(question.session, replace(answer, replies=(*answer.replies, reply)))
    step = Step(TOPIC, case.session.region)
    trail = (*case.session.trail, step)[-TRAIL:] if case.session.last != step else case.session.trail
    session = replace(case.with_form(spoke=case.session.turn + 1).session, trail=trail, page=0, pending=None, misses=0)
    return Turn(session, _answer(case, text, told, _buttons(case, shown, more=more)))


def _answer(case: LevyCase, text: str, told: LevyReport, buttons: tuple[Button, ...]) -> Answer:
    assessment = told.assessment
    used = dict.fromkeys(step.source.measure.id for step in assessment.steps)
    return Answer(
        topic=TOPIC,
        outcome=Outcome.ANSWERED,
        region=case.session.region,
        on=case.today,
        replies=(Reply(text, buttons),),
        detail=_detail(case, told),
        measures=tuple(used),
        amounts=(Amount(str(assessment.payable), "CNY", "year", str(assessment.parameters.year)),),
        citations=told.citations,
    )


def _buttons(case: LevyCase, shown: str, *, more: bool) -> tuple[Button, ...]:
    """What else can be asked, without what is shown."""
    ways = {"result": "back_to_results"} if shown != "result" else {}
    ways |= {"steps": "levy_how"} if shown != "steps" else {}
    if case.assessment.payable and shown != "one_more":
        ways["one_more"] = "levy_one_more_button"
    if case.assessment.over_quota and shown != "reward":
        ways["reward"] = "levy_reward_button"
    if shown != "filing":
        ways["filing"] = "levy_filing_button"
    if next(case.worth_knowing(), None) is not None:
        ways["exactly"] = "levy_exactly_button"
    ways |= {"year": "levy_year_button", "region": "change_region"}
    first = [Button(case.say("more"), "cmd:more")] if more else []
    buttons = [Button(case.say(key), f"levy:{part}") for part, key in ways.items()]
    return (*first, *buttons, Button(case.say("menu_button"), "cmd:menu"))


def _joined(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)
