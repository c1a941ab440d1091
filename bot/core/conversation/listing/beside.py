"""Published entries beside an answer of the documents: the posts kept free, the places of supported employment."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.answers.answer import Outcome
from bot.core.conversation.errands import Errand, Played
from bot.core.conversation.listing import showing
from bot.core.conversation.listing.kinds import in_order
from bot.core.conversation.listing.requests import ListPublic
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply
from bot.core.records.record import Record
from bot.core.records.register import Edition


def with_published(turn: Turn, on: dt.date, setting: Setting) -> Played:
    """The turn, with what is published of the registers that belong to its answer."""
    answer, region = turn.answer, turn.session.region
    if region is None or answer.outcome not in (Outcome.ANSWERED, Outcome.NOT_STATED):
        return turn
    editions = [each for register in setting.registers.values() if (each := register.at(region)) is not None]
    measure = answer.measures[0] if answer.measures else ""
    belonging = [each for each in editions if each.shown_with & {answer.topic, measure}]
    if not belonging:
        return turn

    def then(records: tuple[Record, ...]) -> Turn:
        found = in_order(records)
        named = [each for each in belonging if measure in each.shown_with]
        return _beside(turn, found, named, setting)

    return Errand(ListPublic(tuple(each.register for each in belonging), region), then)


def _beside(turn: Turn, records: Sequence[Record], named: Sequence[Edition], setting: Setting) -> Turn:
    """Entries before the answer's own buttons, so that their numbers are the ones to type."""
    answer, easy, say = turn.answer, turn.session.easy, setting.knowledge.phrases.say
    shown = records[: showing.PAGE]
    there = {record.register for record in records}
    lines = [
        say("list_item", easy, number=number, entry=showing.line_of(record, setting))
        for number, record in enumerate(shown, 1)
    ]
    if shown:
        titles = "、".join(dict.fromkeys(showing.edition_of(record, setting).title for record in shown))
        lines.insert(0, say("list_beside", easy, titles=titles, count=len(records)))
    lines += [say("list_nothing_beside", easy, title=each.title) for each in named if each.register not in there]
    if not lines:
        return turn
    text = "\n".join(lines)
    *before, last = answer.replies
    buttons = (*(Button(showing.title_of(record, setting), f"list:{record.id}") for record in shown), *last.buttons)
    replies = (*before, Reply(last.text), Reply(text, buttons))
    return replace(turn, answer=replace(answer, replies=replies, detail=f"{answer.detail}\n{text}"))
