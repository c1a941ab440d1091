"""Repositories over one open connection."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Row, and_, bindparam, delete, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.conversation.session import Session, from_document, to_document
from bot.core.handover.case import State
from bot.core.messaging.reply import Button, Reply
from bot.services.ports import Notice, Stored, Undelivered, VersionConflict
from bot.storage.encryption import Cipher
from bot.storage.tables.handover_tables import handovers
from bot.storage.tables.people_tables import conversations, handled_updates, outgoing_replies

# Built once: these two run at every turn.
_MINE = conversations.c.id.in_(bindparam("of", expanding=True))
_LOAD = select(conversations.c.id, conversations.c.state, conversations.c.version).where(_MINE)
_SAVE = (
    update(conversations)
    .where(_MINE, conversations.c.version == bindparam("after"))
    .values({name: bindparam(f"new_{name}") for name in ("id", "state", "version", "updated_at")})
)

NO_TURN = 0
"""A notice belongs to no turn."""
UNASKED = ("alerts", "policy_notices")
"""Purposes of messages that nobody waits for: they wait until a conversation with staff is closed."""
_WITH_STAFF = (
    select(handovers.c.id)
    .where(handovers.c.address_hash == outgoing_replies.c.address_hash, handovers.c.state != State.CLOSED.value)
    .exists()
)
CLAIMED_AT_ONCE = 100
"""Notices one sender holds: several share a long list, and none of them has all of it in memory."""
FIRST_VERSIONS = 2**30
"""Room for a conversation's first version; turns count on from there."""


class ConversationRows:
    """Conversations by a keyed hash of their id; their state is encrypted and opens in its own row only."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def load(self, conversation: str) -> Stored:
        """The stored state, or a fresh one with version 0."""
        of = self._cipher.hashes(conversation)
        row = (await self._connection.execute(_LOAD, {"of": of})).one_or_none()
        if row is None:
            return Stored(Session(), 0)
        return Stored(from_document(orjson.loads(self._cipher.unseal(row.state, row.id))), row.version)

    async def save(self, conversation: str, session: Session, version: int, now: dt.datetime) -> int:
        """Store the turn after `version`; one writer wins. Returns the new version.

        The first one is random: whoever remembers a conversation that was deleted and begun anew meets a conflict.
        """
        following = version + 1 if version else 1 + secrets.randbelow(FIRST_VERSIONS)
        of = self._cipher.hashes(conversation)
        # With whose it is: a new key makes another hash of it.
        state = self._cipher.seal(orjson.dumps({**to_document(session), "of": conversation}), of[0])
        values = {"id": of[0], "state": state, "version": following, "updated_at": now}
        if version == 0:
            try:
                await self._connection.execute(insert(conversations).values(values))
            except IntegrityError as error:
                raise VersionConflict from error
            return following
        new = {f"new_{name}": value for name, value in values.items()}
        result = await self._connection.execute(_SAVE, {"of": of, "after": version, **new})
        if result.rowcount != 1:
            raise VersionConflict
        return following

    async def delete(self, conversation: str) -> None:
        """Forget the conversation."""
        of = self._cipher.hashes(conversation)
        await self._connection.execute(delete(conversations).where(conversations.c.id.in_(of)))

    async def delete_idle(self, before: dt.datetime) -> int:
        """Forget conversations in which nothing has been said since this moment."""
        return (
            await self._connection.execute(delete(conversations).where(conversations.c.updated_at < before))
        ).rowcount


class UpdateRows:
    """Platform updates already handled."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def is_handled(self, channel: str, update_id: str) -> bool:
        """Whether this update has been handled."""
        table = handled_updates.c
        query = select(table.channel).where(table.channel == channel, table.update_id == update_id)
        return (await self._connection.execute(query)).first() is not None

    async def mark_handled(self, channel: str, update_id: str, now: dt.datetime) -> None:
        """Remember it. A second writer of the same update loses, as with a conversation's version."""
        row = {"channel": channel, "update_id": update_id, "handled_at": now}
        try:
            await self._connection.execute(insert(handled_updates).values(row))
        except IntegrityError as error:
            raise VersionConflict from error

    async def delete_before(self, moment: dt.datetime) -> int:
        """Nobody repeats an update so late."""
        return (
            await self._connection.execute(delete(handled_updates).where(handled_updates.c.handled_at < moment))
        ).rowcount


class OutgoingRows:
    """Replies and notices waiting to be sent; what they say and to whom is encrypted."""

    def __init__(self, connection: AsyncConnection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    async def add(
        self,
        channel: str,
        address: str,
        replies: Sequence[Reply],
        turn: int,
        now: dt.datetime,
        person: str | None = None,
        purpose: str | None = None,
    ) -> int:
        """Store replies to send, or a notice to `person`; returns their id."""
        row = self._row(channel, address, replies, turn, now, person, purpose)
        result = await self._connection.execute(insert(outgoing_replies).values(row))
        key = result.inserted_primary_key
        assert key is not None
        return int(key[0])

    async def add_notices(self, notices: Sequence[Notice], now: dt.datetime) -> None:
        """Store several notices at once."""
        rows = [
            self._row(each.channel, each.address, [each.reply], NO_TURN, now, each.person, each.purpose)
            for each in notices
        ]
        await self._connection.execute(insert(outgoing_replies), rows)

    async def remove(self, outgoing: int) -> None:
        """They were delivered or finally refused: neither text nor address is kept."""
        await self._connection.execute(delete(outgoing_replies).where(outgoing_replies.c.id == outgoing))

    async def drop(self, person: str, purpose: str) -> None:
        """Notices that wait are not sent."""
        table = outgoing_replies.c
        await self._connection.execute(delete(outgoing_replies).where(table.person == person, table.purpose == purpose))

    async def forget(self, channel: str, address: str) -> None:
        """Nothing is sent to this address any more."""
        hashes = self._cipher.hashes(f"{channel}:{address}")
        await self._connection.execute(delete(outgoing_replies).where(outgoing_replies.c.address_hash.in_(hashes)))

    async def unsent(self, channel: str) -> Sequence[Undelivered]:
        """Replies that a crash left behind, oldest first."""
        table = outgoing_replies.c
        query = select(outgoing_replies).where(table.channel == channel, table.person.is_(None)).order_by(table.id)
        return self._undelivered((await self._connection.execute(query)).all())

    async def claim(
        self, channel: str, held: Collection[int], now: dt.datetime, until: dt.datetime
    ) -> Sequence[Undelivered]:
        """The next free notices; those in `held` stay claimed."""
        table, claimed = outgoing_replies.c, {"claimed_until": int(until.timestamp())}
        if held:
            await self._connection.execute(update(outgoing_replies).where(table.id.in_(held)).values(claimed))
        is_free = and_(
            table.channel == channel,
            table.person.is_not(None),
            or_(table.claimed_until.is_(None), table.claimed_until < int(now.timestamp())),
            or_(table.purpose.is_(None), table.purpose.not_in(UNASKED), ~_WITH_STAFF),
        )
        first = (
            select(table.id)
            .where(is_free)
            .order_by(table.id)
            .limit(max(0, CLAIMED_AT_ONCE - len(held)))
            .scalar_subquery()
        )
        # Tested once more: on PostgreSQL another process may have claimed a row while this one waited for it.
        claim = update(outgoing_replies).where(table.id.in_(first), is_free).values(claimed)
        rows = (await self._connection.execute(claim.returning(outgoing_replies))).all()
        return self._undelivered(sorted(rows, key=lambda row: row.id))

    async def waiting(self, channel: str, address: str) -> Sequence[Undelivered]:
        """Notices of one address, oldest first."""
        query = select(outgoing_replies).where(self._notices_of(channel, address)).order_by(outgoing_replies.c.id)
        return self._undelivered((await self._connection.execute(query)).all())

    async def seen(self, channel: str, address: str, notices: Collection[int]) -> None:
        """The person has seen these."""
        mine = and_(self._notices_of(channel, address), outgoing_replies.c.id.in_(notices))
        await self._connection.execute(delete(outgoing_replies).where(mine))

    def _notices_of(self, channel: str, address: str) -> ColumnElement[bool]:
        table = outgoing_replies.c
        hashes = self._cipher.hashes(f"{channel}:{address}")
        may_wait = or_(table.purpose.is_(None), table.purpose.not_in(UNASKED), ~_WITH_STAFF)
        return and_(table.address_hash.in_(hashes), table.person.is_not(None), may_wait)

    def _undelivered(self, rows: Sequence[Row[Any]]) -> list[Undelivered]:
        return [self._opened(row) for row in rows]

    def _opened(self, row: Row[Any]) -> Undelivered:
        content = orjson.loads(self._cipher.unseal(row.content, row.address_hash))
        return Undelivered(row.id, row.channel, content["address"], _replies(content["replies"]), row.turn)

    def _row(
        self,
        channel: str,
        address: str,
        replies: Sequence[Reply],
        turn: int,
        now: dt.datetime,
        person: str | None,
        purpose: str | None,
    ) -> dict[str, Any]:
        where = self._cipher.hashes(f"{channel}:{address}")[0]
        content = orjson.dumps({"address": address, "replies": [asdict(reply) for reply in replies]})
        return {
            "channel": channel,
            "address_hash": where,
            "content": self._cipher.seal(content, where),
            "turn": turn,
            "created_at": now,
            "person": person,
            "purpose": purpose,
        }


def _replies(plain: Sequence[Mapping[str, Any]]) -> tuple[Reply, ...]:
    return tuple(
        Reply(reply["text"], tuple(Button(**button) for button in reply["buttons"]), reply.get("own_data", False))
        for reply in plain
    )
