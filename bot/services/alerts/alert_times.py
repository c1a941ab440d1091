"""When each of several people may be told of something they did not ask for just now."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from bot.core.timing.wishes import Rules
from bot.services.alerts.alert_ports import Listening
from bot.services.ports import UnitOfWork

LOOK_AGAIN = dt.timedelta(minutes=10)
"""After how long somebody whom staff are talking with is looked at again."""


@dataclass(frozen=True)
class Later:
    """Somebody is to be looked at again at a moment; `is_owed`: their time had come already."""

    at: dt.datetime
    is_owed: bool


class AlertTimes:
    """Knows quiet hours, how many messages a day may have, and that a conversation with staff is not interrupted."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules

    async def later(self, people: Sequence[str], work: UnitOfWork, now: dt.datetime) -> Mapping[str, dt.datetime]:
        """Of those who may not be written to now, when to try again. `now` is in the service's time zone."""
        found: dict[str, dt.datetime] = {}
        for person, each in (await work.alerts.standing(people, _midnight(now))).items():
            opens = self._opens(each, now)
            if opens is not None:
                found[person] = opens
        return found

    async def digests_later(
        self, people: Sequence[str], since: dt.datetime, owed: Collection[str], work: UnitOfWork, now: dt.datetime
    ) -> Mapping[str, Later]:
        """The same for messages that people may want daily or weekly only.

        `since`: when this was last asked of everybody; whose time has come since then is told now, as are those to whom
        it is `owed` because they could not be told at their time.
        """
        found: dict[str, Later] = {}
        for person, each in (await work.alerts.standing(people, _midnight(now))).items():
            slot = self.rules.last_slot(each.wish, now)
            is_due = slot is None or person in owed or slot.timestamp() > since.timestamp()
            opens = self._opens(each, now) if is_due else self.rules.next_slot(each.wish, now)
            if opens is not None:
                found[person] = Later(opens, is_due)
        return found

    def _opens(self, each: Listening, now: dt.datetime) -> dt.datetime | None:
        opens = self.rules.opens(each.wish, now, each.told)
        return max(now + LOOK_AGAIN, opens or now) if each.is_handed_over else opens


def message_name(kind: str) -> str:
    """A name of its own for a message that is kept from being sent twice by other notes."""
    return f"{kind}.{secrets.token_hex(8)}"


def _midnight(now: dt.datetime) -> dt.datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)
