"""After a question in between, the dialogue under way goes on where it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from bot.core.answers.answer import Answer, Outcome
from bot.core.conversation import tasks
from bot.core.conversation.own_data import flow as own_data
from bot.core.conversation.reading import Act, Reading
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Button, Reply

LEAVING = (
    "menu", "group", "cancel", "restart", "forget", "handoff", "resume", "answer", "results", "verdict", "check",
    "form", "broadcast",
)  # fmt: skip
"""Acts after which the open question is not put again: they leave the dialogue, or are part of it."""
LISTS = ("find_jobs", "find_fairs", "find_training", "institutions")
"""Topics whose answers are lists to choose from."""
ANSWERED = (Outcome.ANSWERED, Outcome.NOT_STATED, Outcome.OUT_OF_SCOPE)


def resumed(before: Session, reading: Reading, turn: Turn, on: dt.date, setting: Setting) -> Turn:
    """The turn with the open question asked again after its answer, if it was a digression."""
    session, answer = turn.session, turn.answer
    still_waiting = session.task is not None and session.task == before.task and session.task.waiting
    left = isinstance(reading, Act) and reading.name in LEAVING
    leaves = left or answer.topic == own_data.TOPIC or session.handed is not None
    if still_waiting and not left and answer.topic in LISTS and answer.replies:
        # A number means a line of the list now; the open question waits until it is asked for.
        onward = Button(setting.knowledge.phrases.say("resume", session.easy), "cmd:resume")
        return replace(turn, answer=answer.with_buttons((*answer.replies[-1].buttons, onward)))
    if not still_waiting or leaves or session.pending is not None or answer.outcome not in ANSWERED:
        return turn
    again = tasks.go_on(session, on, setting)
    intro = setting.knowledge.phrases.say("resumed", session.easy)
    question = again.answer.replies[-1]
    question = replace(question, text=f"{intro}\n{question.text}")
    return Turn(again.session, _followed_by(answer, question), turn.events)


def _followed_by(answer: Answer, question: Reply) -> Answer:
    """Only the last reply keeps its buttons: a number can mean but one of them."""
    bare = tuple(Reply(reply.text) for reply in answer.replies)
    also = tuple(replace(each, replies=tuple(Reply(reply.text) for reply in each.replies)) for each in answer.also)
    if not also:
        return replace(answer, replies=(*bare, question))
    *others, last = also
    return replace(answer, replies=bare, also=(*others, replace(last, replies=(*last.replies, question))))
