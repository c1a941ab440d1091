"""One turn of a conversation. Pure: the language model has been asked before, storing and sending come after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.core.answers.answer import Answer
from bot.core.conversation import tasks
from bot.core.conversation.acting import act
from bot.core.conversation.answering import follow_up
from bot.core.conversation.asking import ask
from bot.core.conversation.cleaning import LONGEST, clean, clean_lines
from bot.core.conversation.errands import Errand, Played, bind
from bot.core.conversation.handing import hearing
from bot.core.conversation.handing.exchanges import remembered
from bot.core.conversation.handing.offering import offered
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.notifying import changes
from bot.core.conversation.reading import Act, Ask, FollowUp, Reading, read
from bot.core.conversation.resuming import resumed
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.messaging.reply import Incoming


class Dialogue:
    """Plays turns: first `read`, then `respond` with what the language model made of the questions."""

    def __init__(self, setting: Setting) -> None:
        self.setting = setting

    def read(self, session: Session, incoming: Incoming, on: dt.date) -> Reading | Played:
        """What the message is; an `Ask` is to be interpreted question by question, or not if a region is awaited.

        What a dialogue under way takes as its own is answered at once: a turn needs no interpretation. So is what staff
        are to hear, if they have taken the conversation over.
        """
        heard = hearing.hear(session, incoming, on, self.setting) or self._heard(session, incoming, on)
        if heard is not None:
            return heard
        reading = read(session, incoming, self.setting.cues)
        if isinstance(reading, Ask) and self._names_region(session, reading):
            return Act("named_region", reading.text)
        return reading

    def respond(
        self, session: Session, reading: Reading | Played, readings: Sequence[Interpretation], on: dt.date
    ) -> Played:
        """The answer and the new session, once its errands are done.

        `readings` has one interpretation for each question of an `Ask`.
        """
        setting = self.setting
        match reading:
            case Turn() | Errand():
                return bind(reading, lambda turn: _finished(session, turn))
            case Act():
                played = act(session, reading, on, self.setting)
            case FollowUp():
                played = follow_up(session, reading.aspect, on, self.setting)
            case Ask():
                played = ask(session, reading, readings, on, self.setting)

        def finished(turn: Turn) -> Turn:
            turn = remembered(session, reading, turn, on, setting)
            return _finished(session, resumed(session, reading, offered(session, turn, setting), on, setting))

        return bind(played, finished)

    def _heard(self, session: Session, incoming: Incoming, on: dt.date) -> Played | None:
        """The turn of the task under way, if the message belongs to it."""
        if session.task is None or session.pending is not None or not incoming.text:
            return None
        text = clean(incoming.text)
        if not text or len(text) > LONGEST or self.setting.cues.command(text) not in (None, "yes", "no"):
            return None
        if tasks.keeps_lines(session):
            text = clean_lines(incoming.text)
        return tasks.hear(session, text, on, self.setting)

    def _names_region(self, session: Session, reading: Ask) -> bool:
        """Whether the whole message is the name of a place (asked for, or after 那…呢)."""
        if session.pending is not None and session.pending.kind == "region":
            return len(reading.text) <= 20 and self.setting.places.named(reading.text).outcome != "none"
        bare = self.setting.cues.ellipsis(reading.text) or reading.text
        found = self.setting.places.whole(bare)
        return found is not None and found.certainty != "typo"


def _finished(before: Session, turn: Turn) -> Turn:
    events = turn.events or changes(before, turn.session)
    return Turn(_remember(turn.session, turn.answer), turn.answer, events)


def _remember(session: Session, answer: Answer) -> Session:
    """Keep what was offered, so that a number or the text of a button can be typed."""
    last = (answer.also[-1] if answer.also else answer).replies
    buttons = last[-1].buttons if last else ()
    return replace(session, buttons=buttons, turn=session.turn + 1)
