"""What follows from what: a delivery never gets lost, and nothing is sent again that may have arrived."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from bot.core.messaging.delivery import (
    FINAL,
    LONGEST_WAIT,
    NEXT,
    OPEN,
    TRIES,
    Delivered,
    Flooded,
    Moved,
    Outcome,
    Reason,
    Refused,
    Standing,
    State,
    Trip,
    Unanswered,
    Unreached,
    hindered,
    step,
)
from bot.core.messaging.flow import GIVES_UP, WIDEST, Flow

NOW = 1_795_000_000_000
trips = some.builds(Trip, some.integers(0, TRIES), some.integers(0, 2), some.just(3))
outcomes: some.SearchStrategy[Outcome] = some.one_of(
    some.builds(Delivered, some.just("1")),
    some.builds(Flooded, some.floats(0, 3600)),
    some.builds(Refused, some.sampled_from((Reason.BLOCKED, Reason.CHAT_NOT_FOUND, Reason.REFUSED))),
    some.builds(Moved, some.just("-1")),
    some.builds(Unreached, some.sampled_from((Reason.NETWORK, Reason.PLATFORM_ERROR))),
    some.builds(Unanswered),
)
chances = some.floats(0, 1)
moments = some.none() | some.integers(NOW - 10_000_000, NOW + 10_000_000)
standings = some.builds(Standing, *[some.booleans()] * 2, moments, *[some.booleans()] * 5, moments)


@given(outcomes, trips, chances)
def test_every_outcome_leads_where_a_message_on_its_way_may_go(outcome: Outcome, trip: Trip, chance: float) -> None:
    after = step(outcome, trip, NOW, chance)
    assert after.state in NEXT[State.SENDING]
    assert (after.due_at is not None) == (after.state is State.RETRY)
    assert after.reason is not None or after.state is State.SENT
    assert after.part >= trip.part


@given(outcomes, trips, chances)
def test_what_may_have_arrived_is_never_sent_again_by_itself(outcome: Outcome, trip: Trip, chance: float) -> None:
    after = step(outcome, trip, NOW, chance)
    match outcome:
        case Unanswered():
            assert after.state is State.UNCERTAIN
        case Delivered():
            assert after.part == trip.part + 1 and after.message == "1"
        case Refused():
            assert after.state is State.FAILED


@given(some.lists(outcomes, min_size=TRIES * 3, max_size=TRIES * 3), chances)
def test_it_ends(several: list[Outcome], chance: float) -> None:
    """However often the platform has trouble. Being told to wait is no try."""
    state, trip, tries = State.SENDING, Trip(), 0
    for outcome in several:
        after = step(outcome, trip, NOW, chance)
        state, trip = after.state, Trip(after.attempts, after.part)
        if state in FINAL:
            return
        tries += not isinstance(outcome, Flooded)
    assert tries < TRIES


@given(outcomes, trips, chances)
def test_the_platform_s_wait_is_obeyed_and_ours_is_bounded(outcome: Outcome, trip: Trip, chance: float) -> None:
    due = step(outcome, trip, NOW, chance).due_at
    if isinstance(outcome, Flooded):
        assert due == NOW + int(outcome.seconds * 1000)
    elif due is not None:
        assert NOW <= due <= NOW + LONGEST_WAIT


@given(standings)
def test_a_hindrance_is_told_and_leads_where_a_claimed_one_may_go(standing: Standing) -> None:
    found = hindered(standing, NOW)
    if found is None:
        assert standing.is_running and standing.is_known and standing.is_listening
        assert not (standing.is_blocked or standing.is_over or standing.is_handed_over)
        assert standing.expires_at is None or standing.expires_at > NOW
        assert standing.quiet_until is None or standing.quiet_until <= NOW
        return
    assert found.state in NEXT[State.CLAIMED]
    assert found.state is State.QUEUED or found.reason is not None
    if found.due_at is not None:
        assert found.due_at > NOW and (standing.expires_at is None or found.due_at < standing.expires_at)


def test_every_open_state_leads_to_an_end() -> None:
    for state in OPEN:
        seen, ways = {state}, [state]
        while ways:
            following = NEXT[ways.pop()] - seen
            seen |= following
            ways += following
        assert seen & FINAL


@given(some.lists(some.tuples(outcomes, some.integers(0, 100_000)), max_size=200), chances)
def test_no_more_than_the_window_is_under_way_and_silence_makes_it_one(
    several: list[tuple[Outcome, int]], chance: float
) -> None:
    flow, now = Flow(), NOW
    for outcome, later in several:
        now += later
        quiet = now < flow.quiet_until
        flow = flow.after(outcome, now, chance)
        assert 1 <= flow.window <= WIDEST
        if isinstance(outcome, Unreached | Unanswered) and not quiet:
            assert flow.window == 1 and flow.quiet_until > now


def test_silence_that_lasts_pauses_and_one_answer_begins_anew() -> None:
    flow, now = Flow(), NOW
    for _ in range(GIVES_UP - 1):
        flow = flow.after(Unanswered(), now, 0.5)
        now = flow.quiet_until
        assert flow.broken() is None
    assert flow.after(Delivered("1"), now, 0.5).broken() is None
    assert flow.after(Unanswered(), now, 0.5).broken() == "platform_away"
    assert now - NOW > 60_000, "not for a moment's trouble"
