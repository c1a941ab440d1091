"""Where the employer is: asked for, told along the way, or named as another case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.core.conversation.levying.asking import ask
from bot.core.conversation.levying.case import REGION, LevyCase
from bot.core.conversation.levying.taking import advance, without
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.regions.region import Region

LONGEST_NAME = 12
"""Characters of an answer to “where?”; a longer message may only mention a place."""
MOST_NAMESAKES = 8
OF_REGION = ("ratio", "social_average_wage")
"""Numbers that hold for one region only."""


def hear_place(case: LevyCase, text: str) -> Turn | None:
    """The turn of a message that is nothing but a place; `None` for any other."""
    places = case.setting.places
    bare = case.setting.cues.ellipsis(text) or text
    bare = case.setting.levy_words.cues.what_if.sub("", bare)
    awaited = case.form.asked == REGION and len(bare) <= LONGEST_NAME
    found = places.named(bare) if awaited else places.whole(bare)
    if found is None or found.outcome == "none" or (found.certainty == "typo" and not awaited):
        return None
    if found.outcome == "ambiguous" or found.certainty == "typo":
        return _which(case, found.candidates)
    return settle(case, found.candidates[0].code)


def said_place(case: LevyCase, text: str) -> LevyCase:
    """The case where a longer message says the employer is."""
    place = case.setting.places.said(text, case.session.region)
    return case if place is None or place.code is None else _moved(case, place.code)


def settle(case: LevyCase, code: str) -> Turn:
    """The same employer in this region."""
    there = _moved(case, code)
    return advance(there, there.say("levy_in_place", place=there.place))


def _moved(case: LevyCase, code: str) -> LevyCase:
    """The case in this region; what was told of another one, or not known there, is open again."""
    if code == case.session.region:
        return case
    there = case if case.session.region is None else without(case, OF_REGION)
    skipped = tuple(name for name in there.form.skipped if name not in (REGION, *OF_REGION))
    return there.with_form(skipped=skipped).in_region(code)


def _which(case: LevyCase, candidates: Sequence[Region]) -> Turn:
    """Asks which of several places is meant, or whether it is the one that was guessed."""
    turn = ask(case, REGION)
    name = case.setting.knowledge.gazetteer.full_name
    buttons = [Button(name(region.code), f"answer:is.region.{region.code}") for region in candidates[:MOST_NAMESAKES]]
    buttons.append(Button(case.say("dont_know"), f"answer:unknown.{REGION}"))
    text = case.say("levy_which_place")
    return Turn(turn.session, replace(turn.answer, replies=(Reply(text, tuple(buttons)),), detail=text))
