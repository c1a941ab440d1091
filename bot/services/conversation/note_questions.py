"""Notes of each turn what was asked, without its text, and sentences that were not understood, masked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.conversation.errands import Played
from bot.core.conversation.events import EverythingForgotten
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.learning import asked, not_understood
from bot.core.conversation.reading import Reading
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn
from bot.core.regions.region import NATIONAL
from bot.services.ports import UnitOfWork


@dataclass(frozen=True)
class UnclearLimits:
    """How many new sentences are kept of one day, and of how many characters at most."""

    most_a_day: int
    longest: int


@dataclass(frozen=True)
class Heard:
    """A message as it was read, before the turn it caused."""

    before: Session
    reading: Reading | Played
    readings: Sequence[Interpretation]


class NoteQuestions:
    """Works in the transaction that stores the turn, as its last step: what many turns count stays locked shortly."""

    def __init__(self, limits: UnclearLimits) -> None:
        self._limits = limits

    async def note(
        self, heard: Heard, turn: Turn, channel: str, setting: Setting, work: UnitOfWork, now: dt.datetime
    ) -> None:
        """Count, and keep what was not understood. Whoever has just deleted everything is not even counted."""
        if EverythingForgotten() in turn.events:
            return
        questions = asked(heard.reading, turn)
        if not questions:
            return
        day, longest = now.date(), self._limits.longest
        for unclear in not_understood(heard.before, heard.reading, heard.readings, turn, day, setting, longest):
            await work.unclear.keep(unclear, turn.session.region or NATIONAL, day, self._limits.most_a_day)
        await work.question_counts.add(day, channel, questions)
