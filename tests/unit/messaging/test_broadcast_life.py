"""Who may do what to a broadcast, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.core.messaging import broadcast as life
from bot.core.messaging.audience import Audience, from_document, to_document
from bot.core.messaging.broadcast import OVER, Actor, Broadcast, Done, Life, Refusal
from bot.core.messaging.draft import Draft

NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(hours=1)
WANG, LI = Actor("王"), Actor("李")
LIMIT = 100


def draft(**fields: object) -> Broadcast:
    new = Broadcast(1, "AAAA-BBBB-CCCC", Draft("招聘会", "有招聘会"), Audience(), Life.DRAFT, "532622", Done(NOW, "王"))
    return replace(new, **fields)  # type: ignore[arg-type]


def approved(**fields: object) -> Broadcast:
    return draft(state=Life.APPROVED, approved=Done(NOW, "李"), **fields)


def test_whoever_wrote_it_approves_a_small_one_but_not_a_large_one() -> None:
    small = life.approved(draft(), WANG, LIMIT, LIMIT, NOW)
    assert isinstance(small, Broadcast)
    assert (small.state, small.approved) == (Life.APPROVED, Done(NOW, "王"))
    assert life.approved(draft(), WANG, LIMIT + 1, LIMIT, NOW) is Refusal.SECOND_PERSON
    assert isinstance(life.approved(draft(), LI, LIMIT + 1, LIMIT, NOW), Broadcast)
    assert isinstance(life.approved(draft(), Actor("王", alone=True), LIMIT + 1, LIMIT, NOW), Broadcast)


def test_one_that_grew_since_its_author_approved_it_needs_somebody_else() -> None:
    own = draft(state=Life.APPROVED, approved=Done(NOW, "王"))
    assert life.started(own, WANG, LIMIT + 1, LIMIT, NOW) is Refusal.SECOND_PERSON
    assert isinstance(life.started(approved(), WANG, LIMIT + 1, LIMIT, NOW), Broadcast)


def test_nothing_starts_unapproved_or_after_its_time() -> None:
    assert life.started(draft(), WANG, 1, LIMIT, NOW) is Refusal.NOT_APPROVED
    assert life.started(approved(expires_at=NOW), WANG, 1, LIMIT, NOW) is Refusal.EXPIRED
    assert life.approved(draft(expires_at=NOW), WANG, 1, LIMIT, NOW) is Refusal.EXPIRED
    assert life.approved(draft(), WANG, 0, LIMIT, NOW) is Refusal.NOBODY


def test_one_for_later_waits_and_is_over_if_its_time_is_past_by_then() -> None:
    waiting = life.started(approved(send_at=LATER, expires_at=LATER + dt.timedelta(hours=1)), WANG, 1, LIMIT, NOW)
    assert isinstance(waiting, Broadcast)
    assert waiting.state is Life.SCHEDULED
    assert life.due(waiting, NOW) is None
    begun, late = life.due(waiting, LATER), life.due(waiting, LATER + dt.timedelta(hours=1))
    assert begun is not None
    assert begun.state is Life.FREEZING
    assert late is not None
    assert late.state is Life.FINISHED
    held = life.paused(waiting, "asked")
    assert isinstance(held, Broadcast)
    assert held.state is Life.APPROVED


def test_an_edit_while_paused_has_to_be_approved_before_it_goes_on() -> None:
    paused = replace(approved(), state=Life.PAUSED, pause_reason="asked")
    changed = life.edited(paused, replace(paused, draft=Draft("招聘会", "改了")))
    assert isinstance(changed, Broadcast)
    assert (changed.state, changed.edition) == (Life.PAUSED, 2)
    assert life.resumed(changed, NOW) is Refusal.NOT_APPROVED
    again = life.approved(changed, LI, 500, LIMIT, NOW)
    assert isinstance(again, Broadcast)
    resumed = life.resumed(again, NOW)
    assert isinstance(resumed, Broadcast)
    assert (resumed.state, resumed.pause_reason) == (Life.SENDING, None)
    other = replace(paused, audience=Audience(regions=frozenset(("410300",))))
    assert life.edited(paused, other) is Refusal.FROZEN


def test_one_that_is_being_sent_is_not_edited() -> None:
    sending = replace(approved(), state=Life.SENDING)
    assert life.edited(sending, sending) is Refusal.WRONG_STATE


STEPS = {
    "approve": lambda each: life.approved(each, LI, 5, LIMIT, NOW),
    "start": lambda each: life.started(each, LI, 5, LIMIT, NOW),
    "due": lambda each: life.due(each, LATER) or Refusal.WRONG_STATE,
    "freeze": life.frozen,
    "pause": lambda each: life.paused(each, "asked"),
    "resume": lambda each: life.resumed(each, NOW),
    "edit": lambda each: life.edited(each, each),
    "stop": lambda each: life.stopped(each, LI, NOW),
    "retry": lambda each: life.retried(each, NOW),
}


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30), st.booleans())
def test_whatever_is_tried_nothing_unapproved_is_sent_and_a_stop_is_for_good(tried: list[str], later: bool) -> None:
    now = draft(send_at=LATER if later else None)
    for name in tried:
        after = STEPS[name](now)
        if isinstance(after, Refusal):
            continue
        assert now.state not in OVER or name == "retry"
        assert now.state is not Life.STOPPED
        now = after
        if now.state in (Life.SCHEDULED, Life.FREEZING, Life.SENDING):
            assert now.approved is not None


words = st.frozensets(st.text(max_size=5), max_size=3)


@given(st.builds(Audience, words, words, words, words, words, words, words, st.none() | st.dates()))
def test_an_audience_is_stored_whole(audience: Audience) -> None:
    assert from_document(to_document(audience)) == audience
