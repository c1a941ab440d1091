"""Documents, their clauses, and how a statement cites them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether something holds on a given day."""

    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    ENDED = "ended"


@dataclass(frozen=True)
class Period:
    """First and last day, both included; `None` means open."""

    start: dt.date | None
    end: dt.date | None

    def status(self, on: dt.date) -> Status:
        """Where `on` lies with respect to this period."""
        if self.start is not None and on < self.start:
            return Status.NOT_YET
        if self.end is not None and on > self.end:
            return Status.ENDED
        return Status.IN_FORCE


ALWAYS = Period(None, None)


class Evidence(StrEnum):
    """How well a statement is confirmed; `unconfirmed` is shown as such."""

    STATUTE = "statute"
    GOVERNMENT = "government"
    REPOST = "repost"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True)
class Document:
    """A published document. `number` is `None` where its text has none."""

    id: str
    region: str
    title: str
    short: str
    number: str | None
    issuer: str
    issued: dt.date | None
    period: Period
    role: str
    coverage: str
    evidence: Evidence
    end_note: str | None
    successors: tuple[str, ...]


@dataclass(frozen=True)
class Point:
    """One provision within a clause: a gist of our own, and why no measure states it, if none does."""

    number: int
    gist: str
    left_out: str | None


@dataclass(frozen=True)
class Clause:
    """A clause under the id it is cited by, e.g. 二(六), 附件3, 表一5.3."""

    document: str
    id: str
    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, order=True)
class Citation:
    """Document, clause and point (`None` when the clause has a single one)."""

    document: str
    clause: str
    point: int | None = None
