"""Whatever person, staff and timer do in whatever order, a case stays consistent and the person is not left alone."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.core.handover import steps
from bot.core.handover.case import Case, EndedBy, Reason, Side, State
from bot.core.handover.steps import Due, Patience, Stopped

START = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
PATIENCE = Patience(staff=dt.timedelta(hours=2), person=dt.timedelta(hours=24))
STAFF = st.sampled_from(("甲", "乙"))


def fresh() -> Case:
    return steps.opened("AAAA-BBBB-CCCC", "532622", "seeker", False, Reason.ASKED, START)


def at(hours: float) -> dt.datetime:
    return START + dt.timedelta(hours=hours)


class Handover(RuleBasedStateMachine):
    """Plays the case beside a plain account of what happened."""

    def __init__(self) -> None:
        super().__init__()
        self.now = START
        self.case = fresh()
        self.last = Side.PERSON  # who spoke last
        self.answered = 0

    @rule(minutes=st.integers(0, 3000))
    def time_passes(self, minutes: int) -> None:
        self.now += dt.timedelta(minutes=minutes)
        before, due = self.case, steps.due(self.case, self.now, PATIENCE)
        self.case = steps.timed(self.case, self.now, PATIENCE)
        assert (due is None) == (self.case == before)
        assert steps.due(self.case, self.now, PATIENCE) is None
        assert self.case.is_open or not before.is_open or self.last is Side.STAFF

    @precondition(lambda self: self.case.is_open)
    @rule()
    def person_writes(self) -> None:
        since = self.case.since
        self.case = steps.heard(self.case, self.now)
        if self.last is Side.PERSON:
            assert self.case.since == since
        self.last = Side.PERSON

    @rule(who=STAFF)
    def staff_take(self, who: str) -> None:
        before, after = self.case, steps.taken(self.case, who)
        if not before.is_open:
            assert after is Stopped.CLOSED
        elif before.staff not in (None, who):
            assert after is Stopped.TAKEN
        else:
            assert isinstance(after, Case)
            assert after.staff == who
            self.case = after

    @rule(who=STAFF)
    def staff_reply(self, who: str) -> None:
        before, after = self.case, steps.replied(self.case, who, self.now)
        if not isinstance(after, Stopped):
            assert after.silent
            self.case, self.last = after, Side.STAFF
        else:
            assert not before.is_open or before.staff not in (None, who)

    @precondition(lambda self: self.case.is_open and not self.case.silent)
    @rule()
    def person_waits_on(self) -> None:
        self.case, self.last = steps.waited_on(self.case, self.now), Side.PERSON
        assert self.case.silent

    @rule(by=st.sampled_from((EndedBy.STAFF, EndedBy.PERSON)))
    def somebody_ends_it(self, by: EndedBy) -> None:
        before = self.case
        self.case = steps.closed(self.case, by, self.now)
        if not before.is_open:
            assert self.case == before

    @invariant()
    def it_is_consistent(self) -> None:
        case = self.case
        assert (case.state is State.WITH_PERSON) == (case.is_open and case.staff is not None)
        assert (case.closed_at is None) == (case.ended_by is None) == case.is_open
        assert case.is_open or not case.silent
        assert not case.is_open or case.awaited is not self.last
        assert START <= case.since <= self.now


TestHandover = Handover.TestCase


def test_the_assistant_comes_back_when_staff_are_late_and_the_case_stays_in_the_queue() -> None:
    taken = steps.taken(fresh(), "甲")
    assert isinstance(taken, Case)
    assert steps.timed(taken, at(1.99), PATIENCE) == taken
    back = steps.timed(taken, at(2), PATIENCE)
    assert (back.state, back.silent, back.staff) == (State.WAITING, False, None)
    assert steps.timed(back, at(1000), PATIENCE) == back


def test_a_person_who_keeps_writing_does_not_put_the_return_off() -> None:
    case = fresh()
    for minutes in range(0, 120, 10):
        case = steps.heard(case, START + dt.timedelta(minutes=minutes))
    assert steps.due(case, at(2), PATIENCE) is Due.RETURN


def test_a_case_ends_when_the_person_is_gone_and_only_after_an_answer() -> None:
    answered = steps.replied(fresh(), "甲", at(1))
    assert isinstance(answered, Case)
    assert steps.due(answered, at(24.9), PATIENCE) is None
    ended = steps.timed(answered, at(25), PATIENCE)
    assert (ended.state, ended.ended_by, ended.closed_at) == (State.CLOSED, EndedBy.TIMER, at(25))


def test_an_answer_after_the_return_silences_the_assistant_again() -> None:
    back = steps.timed(fresh(), at(2), PATIENCE)
    answered = steps.replied(back, "乙", at(20))
    assert isinstance(answered, Case)
    assert (answered.silent, answered.staff, answered.state) == (True, "乙", State.WITH_PERSON)
