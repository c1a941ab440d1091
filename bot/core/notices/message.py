"""The one message about everything that is new for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Sequence

from bot.core.answers.figures import filled
from bot.core.answers.knowledge import Knowledge
from bot.core.answers.sources import source_sentence
from bot.core.eligibility.assessor import Scope
from bot.core.eligibility.determination import Determination
from bot.core.messaging.reply import Reply
from bot.core.notices.profile import Profile
from bot.core.verdicts.meaning import meaning

NAMED = 3
"""Measures named in one message; the rest is counted."""


def notice(
    found: Sequence[Determination], named: Container[str], profile: Profile, on: dt.date, knowledge: Knowledge
) -> Reply:
    """Up to `NAMED` of the measures with their source, how to see all, and how to stop these messages.

    Only measures in `named` are called by their name: the message stands on a screen that others may see, and the
    name of a measure for one kind of disability would tell the kind.
    """
    say = knowledge.phrases.say
    open_ones = [each for each in found if each.measure.id in named]
    unnamed, left_over = len(found) - len(open_ones), max(0, len(open_ones) - NAMED)
    lines = [say("notice_head", profile.easy, count=len(found))]
    for number, each in enumerate(open_ones[:NAMED], 1):
        lines.append(_item(number, each, profile, on, knowledge))
    if left_over:
        lines.append(say("notice_left_over", profile.easy, count=left_over))
    if unnamed:
        lines.append(say("notice_unnamed", profile.easy, count=unnamed))
    lines.append(say("notice_ways", profile.easy))
    return Reply("\n".join(lines))


def _item(number: int, each: Determination, profile: Profile, on: dt.date, knowledge: Knowledge) -> str:
    measure, easy = each.measure, profile.easy
    return knowledge.phrases.say(
        "notice_item",
        easy,
        number=number,
        title=measure.title,
        says=filled(measure.says.choose(easy), measure, on, knowledge.phrases),
        meaning=meaning(each, knowledge, Scope(profile.about, profile.region, on), easy=easy),
        source=source_sentence(measure, knowledge, easy),
    )
