"""Offers a person when the assistant has failed again."""

from __future__ import annotations

from dataclasses import replace

from bot.core.conversation.handing.flow import MISSES
from bot.core.conversation.offers import word
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button


def offered(before: Session, turn: Turn, setting: Setting) -> Turn:
    """The turn with a person offered, if this is the second failure in a row; nobody is handed over unasked."""
    session, answer = turn.session, turn.answer
    if session.misses < MISSES or session.misses <= before.misses or answer.also or not answer.replies:
        return turn
    *others, last = answer.replies
    offer = Button(word(setting, session, "handover_offer"), "cmd:handoff")
    reply = replace(last, buttons=(*last.buttons, offer))
    text = setting.knowledge.phrases.say("handover_offered", session.easy)
    reply = replace(reply, text=f"{last.text}\n{text}")
    return replace(turn, answer=replace(answer, replies=(*others, reply)))
