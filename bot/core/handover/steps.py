"""What can happen to a case. Every step takes the present moment and yields the case as it is then."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.handover.case import Case, EndedBy, Reason, Side, State


class Stopped(StrEnum):
    """Why a member of staff cannot do something."""

    CLOSED = "closed"
    TAKEN = "taken"


class Due(StrEnum):
    """What the timer has to do: let the assistant come back, or end the case."""

    RETURN = "return"
    CLOSE = "close"


@dataclass(frozen=True)
class Patience:
    """How long either side may be silent: then the assistant comes back, or the case ends."""

    staff: dt.timedelta
    person: dt.timedelta


def opened(number: str, region: str, role: str | None, easy: bool, reason: Reason, now: dt.datetime) -> Case:
    """A new case, in the queue."""
    return Case(number, region, role, easy, reason, State.WAITING, now, Side.STAFF, now, silent=True)


def heard(case: Case, now: dt.datetime) -> Case:
    """The person has written to staff; an open case only."""
    if case.awaited is Side.STAFF:
        return case
    return replace(case, awaited=Side.STAFF, since=now)


def waited_on(case: Case, now: dt.datetime) -> Case:
    """The person wants to go on waiting after the assistant had come back: it is silent again."""
    return case if case.silent else replace(case, silent=True, awaited=Side.STAFF, since=now)


def taken(case: Case, staff: str) -> Case | Stopped:
    """`staff` has it now, unless somebody else does."""
    if case.state is State.CLOSED:
        return Stopped.CLOSED
    if case.state is State.WITH_PERSON:
        return case if case.staff == staff else Stopped.TAKEN
    return replace(case, state=State.WITH_PERSON, staff=staff)


def replied(case: Case, staff: str, now: dt.datetime) -> Case | Stopped:
    """`staff`, who takes it by this, has written to the person: the assistant is silent from now on."""
    mine = taken(case, staff)
    if isinstance(mine, Stopped):
        return mine
    return replace(mine, awaited=Side.PERSON, since=now, silent=True)


def handed_to(case: Case, staff: str) -> Case | Stopped:
    """A colleague has it now, whoever had it before."""
    if not case.is_open:
        return Stopped.CLOSED
    return replace(case, state=State.WITH_PERSON, staff=staff)


def put_back(case: Case) -> Case | Stopped:
    """It is in the queue again, free for anybody to take."""
    if not case.is_open:
        return Stopped.CLOSED
    return replace(case, state=State.WAITING, staff=None)


def sent_on(case: Case, region: str, now: dt.datetime) -> Case | Stopped:
    """It waits for the staff of another region from now on."""
    if not case.is_open:
        return Stopped.CLOSED
    return replace(case, region=region, state=State.WAITING, staff=None, awaited=Side.STAFF, since=now)


def closed(case: Case, by: EndedBy, now: dt.datetime) -> Case:
    """It is over; one that was over stays as it was."""
    if not case.is_open:
        return case
    return replace(case, state=State.CLOSED, silent=False, closed_at=now, ended_by=by)


def returned(case: Case) -> Case:
    """Staff did not answer in time: the assistant is back, and the case in the queue, free for anybody to take."""
    return replace(case, state=State.WAITING, staff=None, silent=False)


def due(case: Case, now: dt.datetime, patience: Patience) -> Due | None:
    """What the timer has to do with the case, if anything."""
    if not case.is_open:
        return None
    passed = now - case.since
    if case.awaited is Side.PERSON:
        return Due.CLOSE if passed >= patience.person else None
    return Due.RETURN if case.silent and passed >= patience.staff else None


def timed(case: Case, now: dt.datetime, patience: Patience) -> Case:
    """The case after the timer has looked at it; the same one if nothing was due."""
    match due(case, now, patience):
        case Due.RETURN:
            return returned(case)
        case Due.CLOSE:
            return closed(case, EndedBy.TIMER, now)
        case None:
            return case
