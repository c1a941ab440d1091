"""The interview as the conversation sees it: begun, heard, taken back, moved elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.conversation.interview import advancing, asking, explaining, hearing, results
from bot.core.conversation.interview.case import Case
from bot.core.conversation.interview.comparing import in_another_place
from bot.core.conversation.session import TRAIL, Session, Step
from bot.core.conversation.turn import Setting, Turn


def go_on(session: Session, on: dt.date, setting: Setting) -> Turn:
    """The interview where it stands, in the session's region."""
    case = Case(replace(session, pending=None, misses=0), setting, on)
    if case.interview.waiting and case.interview.region == session.region:
        return asking.ask(case)
    if case.interview.region is None:
        return advancing.begin(case, case.interview.known.said)
    return in_another_place(case)


def hear(session: Session, text: str, on: dt.date, setting: Setting) -> Turn | None:
    """The message as part of the interview; `None` if it is something else."""
    return hearing.hear(Case(session, setting, on), text)


def press(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """A button under a question."""
    return hearing.press(Case(session, setting, on), argument)


def take_back(session: Session, on: dt.date, setting: Setting) -> Turn | None:
    """The last answer again; `None` if there is none."""
    return advancing.take_back(Case(session, setting, on))


def show_part(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """A page of one part of the results; all of them without an argument."""
    case = Case(session, setting, on)
    kind, _, page = argument.partition(".")
    if kind not in case.setting.knowledge.phrases.group("verdict_kinds"):
        return results.results(case)
    return results.part(case, kind, int(page) if page.isdigit() else 0)


def show_one(session: Session, measure_id: str, on: dt.date, setting: Setting) -> Turn | None:
    """One measure of the results; follow-up questions then are about it."""
    turn = results.one(Case(session, setting, on), measure_id)
    if turn is None:
        return None
    measure = setting.knowledge.catalogue.measure(measure_id)
    step = Step(measure.topic, session.region, measure_id)
    return Turn(replace(turn.session, trail=(*session.trail, step)[-TRAIL:], page=0), turn.answer)


def why(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """Why the verdict on the measure looked at is what it is."""
    return explaining.why_so(Case(session, setting, on))


def how(session: Session, argument: str, on: dt.date, setting: Setting) -> Turn:
    """What would change it."""
    return explaining.how_to_fit(Case(session, setting, on))
