"""The levy as the conversation sees it: begun, heard, taken back, looked at from another side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.levying import hearing, results
from bot.core.conversation.levying.asking import ask, why_asked
from bot.core.conversation.levying.case import AGREED, REGION, UNCLEAR, LevyCase
from bot.core.conversation.levying.moving import settle
from bot.core.conversation.levying.state import TOPIC, TOPICS, LevyForm
from bot.core.conversation.levying.taking import advance, hurry, skip, take
from bot.core.conversation.levying.taking import begin as begin_with
from bot.core.conversation.levying.taking import take_back as take_back_last
from bot.core.conversation.remembering import beginning, kept
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.levy.given import Kind
from bot.core.levy.statement import Statement, read_statement, severe_grades

NEIGHBOURS = ("quota", "penalty", "over_quota_reward", "out_of_scope")
"""Topics as which a question for one's own levy may be misread."""
FIGURES = ("employees", "placed", "payroll", "average_wage")
ENOUGH = 2
"""So many figures in a message are told to be computed with."""


def begin(session: Session, text: str, reading: Interpretation, on: dt.date, setting: Setting) -> Turn | None:
    """The levy with what the message says; `None` if it does not ask for one's own levy.

    A message that holds everything needed gets its amount at once. Later ones add to the same employer's numbers,
    until one tells another head count.
    """
    told = read_statement(text, setting.levy_words, severe_grades(setting.levy_rules, on), on)
    if not told.concerns_employer or not _wants_amount(text, told, reading, setting):
        return None
    before = kept(session, LevyForm)
    known = before if before is not None and "employees" not in told.fields else LevyForm()
    turn = begin_with(LevyCase(replace(beginning(session, known), misses=0), setting, on), told)
    about = reading.topic if reading.topic in TOPICS else TOPIC
    answer = replace(turn.answer, topic=about, confidence=reading.confidence)
    return Turn(turn.session, answer)


def hear(session: Session, text: str, on: dt.date, setting: Setting) -> Turn | None:
    """The message as part of the levy; `None` if it is something else."""
    return hearing.hear(LevyCase(session, setting, on), text)


def missed(session: Session, text: str, on: dt.date, setting: Setting) -> Turn | None:
    """The open question again, for a message nobody made sense of."""
    return hearing.missed(LevyCase(session, setting, on), text) if isinstance(session.task, LevyForm) else None


def press(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """A button under a question; one of an earlier question only shows the open one again."""
    case = LevyCase(session, setting, on)
    kind, _, rest = argument.partition(".")
    field, _, value = rest.partition(".")
    if field != case.form.asked:
        return go_on(session, on, setting)
    match kind:
        case "why":
            return why_asked(case, field)
        case "unknown":
            return skip(case, field)
        case "now":
            return hurry(case)
    return _chosen(case, field, value) or ask(case, field)


def go_on(session: Session, on: dt.date, setting: Setting) -> Turn:
    """The open question again, or the amount."""
    case = LevyCase(replace(session, pending=None, misses=0), setting, on)
    asked = case.form.asked
    return ask(case, asked) if asked is not None and case.is_open(asked) else advance(case)


def take_back(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """What was told last is asked again; `None` if nothing was."""
    return take_back_last(LevyCase(session, setting, on))


def show(session: Session, part: str, on: dt.date, setting: Setting) -> Turn | None:
    """A button under the amount, or `start`; `None` if it has expired."""
    if not isinstance(session.task, LevyForm):
        if part != "start":
            return None
        session = replace(beginning(session, LevyForm()), misses=0)
        case = LevyCase(session, setting, on)
        return advance(case, case.say("levy_begins"))
    case = LevyCase(session, setting, on)
    if part == "region":
        return ask(case, REGION)
    show_part = _PARTS.get(part)
    return go_on(session, on, setting) if show_part is None or not case.complete else show_part(case)


def more(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """The next page of the details, if the amount was what was shown last."""
    case = LevyCase(session, setting, on)
    return results.steps(case, case.form.page + 1) if case.complete else None


def spoke_last(session: Session) -> bool:
    """Whether the last reply was about the levy and asked nothing."""
    task = session.task
    return isinstance(task, LevyForm) and not task.waiting and task.spoke == session.turn


_PARTS: Mapping[str, Callable[[LevyCase], Turn | None]] = {
    "result": results.result,
    "steps": results.steps,
    "one_more": results.one_more,
    "reward": results.reward,
    "filing": results.filing,
    "exactly": lambda case: advance(case.with_form(thorough=True)),
    "year": lambda case: ask(case, "year"),
}


def _wants_amount(text: str, told: Statement, reading: Interpretation, setting: Setting) -> bool:
    cues, sure = setting.levy_words.cues, reading.confidence >= setting.certainty.answer
    enough = len(told.fields.intersection(FIGURES)) >= ENOUGH
    if sure and reading.topic in TOPICS:
        return enough or bool(cues.asks_sum.search(text))
    misread = not sure or reading.topic in NEIGHBOURS
    return misread and enough and bool(cues.asks_amount.search(text))


def _chosen(case: LevyCase, field: str, value: str) -> Turn | None:
    """The turn of an answer that was offered; `None` for one that was not."""
    match field:
        case _ if field == REGION:
            known = case.setting.knowledge.gazetteer.get(value) is not None
            return settle(case, value) if known else None
        case _ if field == AGREED:
            return take(case, Statement(agreed=value == "yes"))
        case _ if field == UNCLEAR:
            name, number = next(iter(case.form.unclear.items()))
            return take(case, hearing.cleared(name, number, value))
        case "kind":
            kind = Kind.__members__.get(value.upper())
            return take(case, Statement(said={"kind": kind.value})) if kind else None
    return take(case, Statement(said={field: value})) if value.isdigit() else None
