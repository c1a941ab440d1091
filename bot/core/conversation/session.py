"""What is remembered of one conversation between two messages; small: of the text only the last of it, masked."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.core.conversation.handing.state import Exchange, Handed
from bot.core.conversation.task_state import Task, task_document, task_from_document
from bot.core.messaging.reply import Button

TRAIL = 6
"""How many answers 返回 can go back."""


@dataclass(frozen=True)
class Step:
    """One answer given: enough to give it again or to follow up on it."""

    topic: str
    region: str | None = None
    measure: str | None = None


@dataclass(frozen=True)
class Pending:
    """What the service asked and waits for: `region`, `role` or `choice`, and for the sake of which topic.

    `hint` is the measure the question had meant, so that its text need not be kept.
    """

    kind: str
    topic: str | None = None
    hint: str | None = None


@dataclass(frozen=True)
class Session:
    """State of one conversation. `task`: a dialogue of several questions that is under way.

    `aside`: others that were put aside, to go on later, oldest first. `channel`: on which the person writes.
    `notices`: the region for which the person agreed to be told of new measures that fit.
    `page` counts the pages shown behind 更多 for the last answer. `recent`: what was said last, for staff who may be
    asked to take over; `handed`: they have.
    """

    region: str | None = None
    role: str | None = None
    easy: bool = False
    notices: str | None = None
    pending: Pending | None = None
    task: Task | None = None
    aside: tuple[Task, ...] = ()
    buttons: tuple[Button, ...] = ()
    trail: tuple[Step, ...] = ()
    page: int = 0
    misses: int = 0
    turn: int = 0
    channel: str | None = None
    recent: tuple[Exchange, ...] = ()
    handed: Handed | None = None

    @property
    def last(self) -> Step | None:
        """The answer the person may be following up on."""
        return self.trail[-1] if self.trail else None


def to_document(session: Session) -> dict[str, Any]:
    """Plain data for storing as JSON."""
    document = asdict(replace(session, task=None, aside=()))
    task = task_document(session.task) if session.task else None
    return {**document, "task": task, "aside": [task_document(each) for each in session.aside]}


def from_document(document: dict[str, Any]) -> Session:
    """The inverse of `to_document`."""
    pending = document.get("pending")
    return Session(
        region=document.get("region"),
        role=document.get("role"),
        easy=document.get("easy", False),
        notices=document.get("notices"),
        pending=Pending(**pending) if pending else None,
        task=task_from_document(document["task"]) if document.get("task") else None,
        aside=tuple(task_from_document(each) for each in document.get("aside", ())),
        buttons=tuple(Button(**button) for button in document.get("buttons", ())),
        trail=tuple(Step(**step) for step in document.get("trail", ())),
        page=document.get("page", 0),
        misses=document.get("misses", 0),
        turn=document.get("turn", 0),
        channel=document.get("channel"),
        recent=tuple(Exchange(**each) for each in document.get("recent", ())),
        handed=Handed(**document["handed"]) if document.get("handed") else None,
    )
