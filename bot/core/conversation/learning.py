"""What a turn teaches: which question was asked and what became of it, and words that were not understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.answers.answer import Outcome
from bot.core.conversation.handing.exchanges import is_sensitive
from bot.core.conversation.interpretation import Interpretation
from bot.core.conversation.masking import MARK, mask
from bot.core.conversation.reading import Act, Ask, FollowUp
from bot.core.conversation.session import Session
from bot.core.conversation.turn import Setting, Turn

CHOSEN = frozenset(("topic", "region", "named_region", "role", "search"))
"""Choices that are a question, or complete one."""
MISSED = frozenset((Outcome.CLARIFY, Outcome.OUT_OF_SCOPE))
"""Outcomes of a question that was not understood."""


@dataclass(frozen=True)
class Asked:
    """A question without its text. `region` and `role` are `None` while nobody has said them."""

    topic: str
    outcome: str
    region: str | None
    role: str | None


@dataclass(frozen=True)
class Unclear:
    """A sentence that was not understood, masked, and the topic it was read as with little confidence."""

    text: str
    read_as: str


def asked(reading: object, turn: Turn) -> tuple[Asked, ...]:
    """The questions of a message; none for a command, a page turned, or what a dialogue under way has taken."""
    chosen = isinstance(reading, Act) and reading.name in CHOSEN
    if not chosen and not isinstance(reading, Ask | FollowUp):
        return ()
    session = turn.session
    answers = (turn.answer, *turn.answer.also)
    return tuple(Asked(each.topic, each.outcome.value, each.region or session.region, session.role) for each in answers)


def not_understood(
    before: Session,
    reading: object,
    readings: Sequence[Interpretation],
    turn: Turn,
    on: dt.date,
    setting: Setting,
    longest: int,
) -> tuple[Unclear, ...]:
    """Sentences of a message that staff may look at, to teach the model; names and numbers are masked.

    None that tells anything sensitive, none said within a dialogue that has a consent of its own or to staff, none
    longer than `longest` characters (stories tell who somebody is), and none while the model was away.
    """
    answers = (turn.answer, *turn.answer.also)
    if not isinstance(reading, Ask) or all(each.outcome not in MISSED for each in answers):
        return ()
    in_dialogue = any(task is not None and task.waiting for task in (before.task, turn.session.task))
    whole = reading.text
    if in_dialogue or before.handed is not None or is_sensitive(whole, on, setting):
        return ()
    if sum(map(_marks, reading.questions)) < _marks(whole):
        return ()  # what is seen to be a name or a number in the message alone, is not in its parts
    found = []
    for text, interpretation in zip(reading.questions, readings, strict=True):
        sure = interpretation.confidence >= setting.certainty.answer and interpretation.topic != "out_of_scope"
        if not sure and not interpretation.degraded and len(text) <= longest:
            found.append(Unclear(mask(text), interpretation.topic))
    return tuple(found)


def _marks(text: str) -> int:
    """How many names and numbers are masked in it."""
    return mask(text).count(MARK) - text.count(MARK)
