"""The states of a case and the ways between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.records.fields import Value
from bot.core.records.staff import Staff, StaffRole


@dataclass(frozen=True)
class Move:
    """The way into one state: from which states, by whom, with which fields filled.

    `by_another`: whoever entered the record may not take this step themselves. `by_owner`: the person whose record it
    is may take it too, alone among those outside.
    """

    to: str
    start: frozenset[str]
    roles: frozenset[StaffRole]
    by_another: bool
    needs: tuple[str, ...]
    by_owner: bool = False


@dataclass(frozen=True)
class States:
    """Labels by state in their order, the first one being where a record begins, and the moves by where they lead."""

    labels: Mapping[str, str]
    moves: Mapping[str, Move]

    @property
    def first(self) -> str:
        """Where a record begins."""
        return next(iter(self.labels))

    def onward(self, state: str) -> tuple[str, ...]:
        """Where one can go from a state; nowhere from a final one."""
        return tuple(to for to, move in self.moves.items() if state in move.start)

    def owner_onward(self, state: str) -> tuple[str, ...]:
        """Where the owner of a record may take it from a state."""
        return tuple(to for to in self.onward(state) if self.moves[to].by_owner)

    def named(self, text: str) -> str | None:
        """The state of this id or label."""
        return next((state for state, label in self.labels.items() if text in (state, label)), None)


@dataclass(frozen=True)
class Stopped:
    """Why a step is refused: `kind` names the sentence, `missing` the fields to fill first."""

    kind: str
    missing: tuple[str, ...] = ()


def stopped(
    states: States, state: str, to: str, values: Mapping[str, Value], staff: Staff, entered_by: str
) -> Stopped | None:
    """Why a record in `state` may not go `to`; `None` if it may."""
    move = states.moves.get(to)
    if move is None or state not in move.start:
        return Stopped("no_way")
    if staff.role not in move.roles:
        return Stopped("not_your_step")
    if move.by_another and staff.id == entered_by:
        return Stopped("needs_another")
    missing = tuple(field for field in move.needs if field not in values)
    return Stopped("needs_first", missing) if missing else None
