"""How long something is kept after the last contact, and when people are told before it is deleted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.core.people.purposes import Purpose

WARNING_DAYS = 14
"""How long before something is deleted its person is told."""


@dataclass(frozen=True)
class Keeping:
    """Days for which a conversation, a handled update and a line of the audit are kept.

    So too a sentence that was not understood, and how often what was asked on a day.
    """

    conversation: int
    update: int
    access: int
    unclear: int
    question_count: int


@dataclass(frozen=True)
class Due:
    """The purposes whose time is up, and those of which the person is to be told now with the day they end."""

    over: tuple[str, ...]
    soon: tuple[str, ...]
    day: dt.date | None


def due(
    given: Iterable[str],
    purposes: Mapping[str, Purpose],
    last_seen: dt.date,
    warned_on: dt.date | None,
    today: dt.date,
    *,
    reachable: bool,
) -> Due:
    """What a person who agreed to the purposes `given` and wrote last on `last_seen` does not want kept any longer.

    Nothing is over before its person was told and had time to answer, unless no message reaches them.
    """
    warning = dt.timedelta(days=WARNING_DAYS)
    over: list[str] = []
    soon: dict[str, dt.date] = {}
    for purpose in dict.fromkeys(given):
        end = last_seen + dt.timedelta(days=purposes[purpose].days)
        told = warned_on is not None and warned_on >= end - warning
        if today >= end and (not reachable or (told and warned_on is not None and today >= warned_on + warning)):
            over.append(purpose)
        elif reachable and not told and today >= end - warning:
            soon[purpose] = max(end, today + warning)
    return Due(tuple(over), tuple(soon), min(soon.values()) if soon else None)
