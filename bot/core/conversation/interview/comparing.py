"""The same person elsewhere or on another day: what is gained and what is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from bot.core.answers.figures import day_text
from bot.core.conversation.interview.advancing import go_on
from bot.core.conversation.interview.case import Case
from bot.core.conversation.interview.results import results
from bot.core.conversation.turn import Turn
from bot.core.eligibility.determination import Determination
from bot.core.policies.documents import Status

NAMED = 4
"""Topics named as gained or lost."""


def on_another_day(case: Case, day: dt.date) -> Turn:
    """The results as of `day`, after what is different from the day before."""
    then = case.with_interview(replace(case.interview, on=day, focus=None))
    held = sum(each.status is Status.IN_FORCE for each in then.overview.eligible)
    line = case.say("compare_day", day=day_text(day), held=held, count=len(then.overview.eligible))
    return results(then, f"{line}{_difference(case, then)}")


def in_another_place(case: Case) -> Turn:
    """The results in the session's region, compared with those before; asks what only this region needs."""
    before = case.interview.region
    if before is None or before == case.session.region:
        return go_on(case)
    there = Case(replace(case.session, region=before), case.setting, case.today)
    return go_on(
        case, case.say("compare_place", here=case.place, there=there.place, difference=_difference(there, case))
    )


def _difference(old: Case, new: Case) -> str:
    """Topics on which something fits in one case only."""
    before, after = _topics(old.overview.eligible), _topics(new.overview.eligible)
    gained, lost = _titles(new, after - before), _titles(new, before - after)
    if not gained and not lost:
        return new.say("compare_same")
    parts = []
    if gained:
        parts.append(new.say("compare_gained", topics=gained))
    if lost:
        parts.append(new.say("compare_lost", topics=lost))
    return "".join(parts)


def _topics(found: Iterable[Determination]) -> set[str]:
    return {each.measure.topic for each in found}


def _titles(case: Case, topics: set[str]) -> str:
    known = case.setting.knowledge.catalogue.topics
    titles = [topic.title for topic in known.values() if topic.id in topics]
    more = case.say("and_more", count=len(titles)) if len(titles) > NAMED else ""
    return "、".join(titles[:NAMED]) + more
