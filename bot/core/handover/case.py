"""A conversation that a person has taken over, or is asked to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where the case stands: in the queue, with a member of staff, or over."""

    WAITING = "waiting"
    WITH_PERSON = "with_person"
    CLOSED = "closed"


class Reason(StrEnum):
    """Why it began: somebody asked for a person, or the assistant failed repeatedly and offered one."""

    ASKED = "asked"
    NOT_UNDERSTOOD = "not_understood"


class Side(StrEnum):
    """Whose words are awaited: those of staff, or those of the person who asked."""

    STAFF = "staff"
    PERSON = "person"


class EndedBy(StrEnum):
    """Who ended it; `timer` after the person had been silent for long."""

    STAFF = "staff"
    PERSON = "person"
    TIMER = "timer"


@dataclass(frozen=True)
class Case:
    """One handover under its number.

    `region` is a GB/T 2260 code, the nation's if none was named; `easy` asks staff for easy-read words.
    `awaited` is the side whose words are awaited `since` a moment; further messages of the other side do not move it.
    `silent`: the assistant leaves the conversation to staff. `staff` is the member of staff who has it.
    `version` counts its changes.
    """

    number: str
    region: str
    role: str | None
    easy: bool
    reason: Reason
    state: State
    opened_at: dt.datetime
    awaited: Side
    since: dt.datetime
    silent: bool
    staff: str | None = None
    closed_at: dt.datetime | None = None
    ended_by: EndedBy | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """Whether it is not over."""
        return self.state is not State.CLOSED
