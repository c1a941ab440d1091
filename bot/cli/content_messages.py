"""Plays what people can reach by buttons, so that whole messages can be looked at and not only their parts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from bot.core.answers.answer import Answer
from bot.core.conversation.dialogue import Dialogue
from bot.core.conversation.reading import Ask
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Turn
from bot.core.messaging.reply import Incoming
from bot.core.wording.pieces import Form, Message

MENU = "cmd:menu"


def messages_of(dialogue: Dialogue, regions: Sequence[str], on: dt.date) -> Iterator[Message]:
    """The menu, every group of it and every answer behind it, in every region and in both wordings."""
    for region in regions:
        for easy in (False, True):
            session = Session(region=region, easy=easy, channel="web")
            yield from _behind(dialogue, session, MENU, (region,), on, 2)


def _behind(
    dialogue: Dialogue, session: Session, button: str, way: Sequence[str], on: dt.date, deeper: int
) -> Iterator[Message]:
    turn = _pressed(dialogue, session, button, on)
    if turn is None:
        return
    where = " > ".join((*way, button))
    yield from _of(turn.answer, where, Form.EASY if session.easy else Form.STANDARD)
    last = turn.answer.replies[-1] if turn.answer.replies else None
    for each in last.buttons if last and deeper else ():
        if each.value != MENU:
            yield from _behind(dialogue, turn.session, each.value, (*way, button), on, deeper - 1)


def _pressed(dialogue: Dialogue, session: Session, button: str, on: dt.date) -> Turn | None:
    """The turn that a button makes; `None` if it needs the database."""
    reading = dialogue.read(session, Incoming(button=button), on)
    if isinstance(reading, Ask):
        return None
    played = dialogue.respond(session, reading, (), on)
    return played if isinstance(played, Turn) else None


def _of(answer: Answer, where: str, form: Form) -> Iterator[Message]:
    last = len(answer.replies) - 1
    for index, reply in enumerate(answer.replies):
        yield Message(where, form, reply.text, tuple(button.text for button in reply.buttons), index == last)
