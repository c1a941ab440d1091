"""What a form has kept and fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.policies.measures import Role
from bot.core.records.record import Record


@dataclass(frozen=True)
class SubmitRecord:
    """Keep a new record with these fields, as JSON knows them. Yields `Kept` or `Refused`."""

    register: str
    region: str
    values: Mapping[str, Any]
    role: Role


@dataclass(frozen=True)
class OwnRecords:
    """The person's own records of a register. Yields them as `tuple[Record, ...]`, newest first."""

    register: str


@dataclass(frozen=True)
class OwnRecord:
    """One's own record by its number. Yields the `Record`, `None` if there is none or it is somebody else's."""

    number: str


@dataclass(frozen=True)
class ChangeOwn:
    """Put these fields in the place of those of one's own record. Yields `Kept` or `Refused`."""

    number: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class MoveOwn:
    """Take one's own record to a state to which its owner may take it. Yields `Kept` or `Refused`."""

    number: str
    state: str


@dataclass(frozen=True)
class RenewOwn:
    """Let one's own record stand as long again, from today. Yields `Kept` or `Refused`."""

    number: str


@dataclass(frozen=True)
class Kept:
    """It is kept."""

    record: Record


@dataclass(frozen=True)
class Refused:
    """It is not, and why, in sentences for the person."""

    sentences: tuple[str, ...]
