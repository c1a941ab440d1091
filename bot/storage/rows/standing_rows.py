"""How recipients stand at the moment of sending, over one open connection."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.handover.case import State as CaseState
from bot.core.messaging.delivery import Standing
from bot.services.delivery.delivery_ports import SENDING, STOPPED, Recipient
from bot.services.people.consents import ALERTS
from bot.storage.encryption import Cipher, UnreadableError
from bot.storage.tables.delivery_tables import broadcasts, deliveries
from bot.storage.tables.handover_tables import handovers
from bot.storage.tables.people_tables import consents, people, subscriptions

LENGTHS = (1, 4, 16, 64)
_ROW = deliveries.c
_AGREED = select(consents.c.id).where(consents.c.person == _ROW.person, consents.c.purpose == ALERTS).exists()
_HANDED_OVER = (
    select(handovers.c.id)
    .where(handovers.c.address_hash == people.c.address_hash, handovers.c.state != CaseState.CLOSED.value)
    .exists()
)
_STANDING = (
    select(
        *(_ROW[name] for name in ("id", "broadcast", "person", "wording", "attempts", "part")),
        *(people.c[name] for name in ("content", "blocked_at")),
        *(broadcasts.c[name] for name in ("state", "expires_at")),
        _AGREED.label("agreed"),
        _HANDED_OVER.label("handed_over"),
    )
    .join(broadcasts, broadcasts.c.id == _ROW.broadcast)
    .outerjoin(people, people.c.id == _ROW.person)
    .where(_ROW.id.in_(bindparam("ids", expanding=True)))
)


def padded(ids: Collection[int]) -> list[int]:
    """The same ids, the last one repeated: lists of few lengths make few statements, which the database knows then."""
    several = list(ids)
    length = next((size for size in LENGTHS if size >= len(several)), len(several))
    return several + several[-1:] * (length - len(several))


class StandingRows:
    """Recipients with consent, block, handover and the state of their broadcast, all of one moment."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def recipients(self, claims: Collection[int], topics: Mapping[int, frozenset[str]]) -> Sequence[Recipient]:
        """Claimed deliveries as they stand now, in the order of `claims`."""
        rows = {row.id: row for row in await self._connection.execute(_STANDING, {"ids": padded(claims)})}
        wanted = sorted({row.person for row in rows.values() if row.person and topics.get(row.broadcast)})
        theirs = await self._topics(wanted) if wanted else {}
        return [self._recipient(rows[each], topics, theirs) for each in claims if each in rows]

    async def _topics(self, persons: Sequence[str]) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {}
        query = select(subscriptions.c.person, subscriptions.c.topic).where(subscriptions.c.person.in_(persons))
        for person, topic in await self._connection.execute(query):
            found.setdefault(person, set()).add(topic)
        return found

    def _recipient(self, row: Any, topics: Mapping[int, frozenset[str]], theirs: Mapping[str, set[str]]) -> Recipient:
        needed = topics.get(row.broadcast, frozenset())
        address = self._address(row)
        standing = Standing(
            is_running=row.state == SENDING,
            is_over=row.state == STOPPED,
            expires_at=row.expires_at,
            is_known=row.content is not None,
            is_readable=address is not None,
            is_blocked=row.blocked_at is not None,
            is_listening=bool(row.agreed) and (not needed or bool(needed & theirs.get(row.person, set()))),
            is_handed_over=bool(row.handed_over),
        )
        return Recipient(
            row.id, row.broadcast, row.person, address or "", row.wording == "easy", row.attempts, row.part, standing
        )

    def _address(self, row: Any) -> str | None:
        """Where they are; empty if they are gone, `None` if sealed with a key that is not there."""
        if row.content is None:
            return ""
        try:
            address: str = orjson.loads(self._cipher.unseal(row.content, row.person))["address"]
        except UnreadableError:
            return None
        return address
