"""Recipients of broadcasts over one open connection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.core.messaging.audience import Audience
from bot.core.messaging.delivery import Reason, State, hindered
from bot.services.delivery.delivery_ports import (
    FETCHED,
    FINISHED,
    SENDING,
    Claim,
    Count,
    Enqueued,
    Recovered,
    Settled,
    Shown,
)
from bot.services.people.consents import ALERTS
from bot.storage.rows.audience_rows import belongs
from bot.storage.rows.broadcast_texts import running
from bot.storage.rows.standing_rows import StandingRows, padded
from bot.storage.rows.waiting_rows import IS_HELD, PUSHED, is_queued, is_retried, somebody_is_held, somebody_waits
from bot.storage.tables.delivery_tables import broadcasts, deliveries
from bot.storage.tables.people_tables import consents, people

AT_ONCE = 400
"""Ids in one statement: databases allow so many values."""
_ROW = deliveries.c
_HELD = (int(State.CLAIMED), int(State.SENDING), int(State.UNCERTAIN))
_WAITING = (int(State.QUEUED), int(State.RETRY))

# Built once: these run for every few messages.
_MARK = (
    update(deliveries)
    .where(
        _ROW.id.in_(bindparam("ids", expanding=True)),
        _ROW.state == int(State.CLAIMED),
        _ROW.claimed_by == bindparam("worker"),
    )
    .values(state=int(State.SENDING), claimed_until=bindparam("until"))
    .returning(_ROW.id)
)
_SETTLE = (
    update(deliveries)
    .where(
        _ROW.id == bindparam("of"),
        _ROW.claimed_by == bindparam("worker"),
        or_(*(_ROW.state == state for state in _HELD)),  # a list cannot stand in a statement for many rows
    )
    .values(
        {name: bindparam(f"new_{name}") for name in ("state", "reason", "attempts", "part", "due_at", "sent_at")}
        | {"message": func.coalesce(bindparam("new_message", type_=_ROW.message.type), _ROW.message)}
        | {"edition": func.coalesce(bindparam("new_edition", type_=_ROW.edition.type), _ROW.edition)}
    )
)
_TAKE = (
    update(deliveries)
    .where(_ROW.id.in_(bindparam("ids", expanding=True)), _ROW.state.in_(_WAITING))
    .values(state=int(State.CLAIMED), claimed_by=bindparam("worker"), claimed_until=bindparam("until"))
    .returning(_ROW.id, _ROW.broadcast)
)


class DeliveryRows(StandingRows):
    """Recipients. Several processes claim side by side: a row is changed only by who holds it."""

    async def enqueue(self, broadcast: int, audience: Audience, after: str, limit: int) -> Enqueued:
        """Queue those of the next people who belong to the audience."""
        following = select(people.c.id).where(people.c.id > after).order_by(people.c.id).limit(limit).subquery()
        last = (await self._connection.execute(select(func.max(following.c.id)))).scalar()
        if last is None:
            return Enqueued(0, None)
        # Said of both tables: else the database reads one of them as a whole each time.
        between = [condition for key in (people.c.id, consents.c.person) for condition in (key > after, key <= last)]
        return Enqueued(await self._insert(broadcast, *between, belongs(audience)), last)

    async def enqueue_people(self, broadcast: int, people_ids: Sequence[str]) -> int:
        """Queue these people."""
        added = 0
        for some in _parts(people_ids):
            added += await self._insert(broadcast, people.c.id.in_(some))
        return added

    async def _insert(self, broadcast: int, *conditions: ColumnElement[bool]) -> int:
        """Who agreed to several texts appears several times, and the database keeps the first."""
        channel = consents.c.channel
        reached = channel.in_(sorted(PUSHED | FETCHED))
        values = {
            "broadcast": literal(broadcast),
            "person": people.c.id,
            "region": people.c.region,
            "channel": channel,
            "wording": case((people.c.easy, "easy"), else_="standard"),
            "state": case((reached, int(State.QUEUED)), else_=int(State.SKIPPED)),
            "reason": case((reached, None), else_=Reason.NO_CHANNEL.value),
        }
        agreed = people.join(consents, and_(consents.c.person == people.c.id, consents.c.purpose == ALERTS))
        rows = select(*values.values()).select_from(agreed).where(*conditions).order_by(people.c.id)
        dialect = insert_sqlite if self._connection.dialect.name == "sqlite" else insert_postgresql
        change = dialect(deliveries).from_select(list(values), rows, include_defaults=False).on_conflict_do_nothing()
        counted = change.execution_options(preserve_rowcount=True)  # which SQLAlchemy forgets of insertions
        return (await self._connection.execute(counted)).rowcount

    async def claim(
        self, channel: str, broadcast: int, after: int, count: int, worker: str, until: int
    ) -> Sequence[Claim]:
        """Some queued deliveries after this id."""
        queued = (_ROW.state == int(State.QUEUED), _ROW.channel == channel, _ROW.broadcast == broadcast)
        return await self._take(select(_ROW.id).where(*queued, _ROW.id > after).order_by(_ROW.id), count, worker, until)

    async def claim_due(
        self, channel: str, broadcasts_ids: Collection[int], count: int, worker: str, now: int, until: int
    ) -> Sequence[Claim]:
        """Some of those whose time for another try has come."""
        due = (*_retry(channel, broadcasts_ids), _ROW.due_at <= now)
        return await self._take(select(_ROW.id).where(*due).order_by(_ROW.due_at), count, worker, until)

    async def _take(self, query: Select[Any], count: int, worker: str, until: int) -> Sequence[Claim]:
        found = await self._connection.execute(query.limit(count).with_for_update(skip_locked=True))
        ids = list(found.scalars())
        if not ids:
            return ()
        taken = await self._connection.execute(_TAKE, {"ids": padded(ids), "worker": worker, "until": until})
        return [Claim(row.id, row.broadcast) for row in sorted(taken, key=lambda row: ids.index(row.id))]

    async def mark(self, claims: Collection[int], worker: str, until: int) -> frozenset[int]:
        """They leave as soon as this is committed."""
        marked = await self._connection.execute(_MARK, {"ids": padded(claims), "worker": worker, "until": until})
        return frozenset(marked.scalars())

    async def settle(self, settled: Sequence[Settled], worker: str, now: int) -> None:
        """Store what became of them."""
        if settled:
            await self._connection.execute(_SETTLE, [_settled(each, worker, now) for each in settled])

    async def give_back(self, worker: str) -> None:
        """What it claimed and has not marked is queued again."""
        change = update(deliveries).where(IS_HELD, _ROW.claimed_by == worker, _ROW.state == int(State.CLAIMED))
        await self._connection.execute(change.values(state=_unclaimed()))

    async def give_back_some(self, claims: Collection[int], worker: str) -> None:
        """These have surely not left, whatever their rows say: they are queued again."""
        for some in _parts(sorted(claims)):
            held = (_ROW.id.in_(some), _ROW.claimed_by == worker, _ROW.state.in_(_HELD))
            await self._connection.execute(update(deliveries).where(*held).values(state=_unclaimed()))

    async def recover(self, now: int) -> Recovered:
        """Take up what workers held that have not been heard of."""

        async def change(state: State, values: Mapping[str, Any]) -> int:
            lost = (IS_HELD, _ROW.state == int(state), _ROW.claimed_until < now)
            return (await self._connection.execute(update(deliveries).where(*lost).values(values))).rowcount

        queued = await change(State.CLAIMED, {"state": _unclaimed()})
        died = {"state": int(State.UNCERTAIN), "reason": Reason.WORKER_DIED.value}
        return Recovered(queued, await change(State.SENDING, died))

    async def counts(self, broadcast: int) -> Sequence[Count]:
        """All recipients by state, reason, region and channel."""
        kinds = (_ROW.state, _ROW.reason, _ROW.region, _ROW.channel)
        query = select(*kinds, func.count()).where(_ROW.broadcast == broadcast).group_by(*kinds)
        return [Count(State(row[0]), *row[1:]) for row in await self._connection.execute(query)]

    async def is_open(self, broadcast: int, channel: str | None = None) -> bool:
        """Whether anything will still happen."""
        channels = (channel,) if channel else tuple(sorted(PUSHED))
        # In one statement, for a row may go from one to the other.
        found = or_(somebody_waits(broadcast, channels), somebody_is_held(broadcast, channels))
        return bool((await self._connection.execute(select(found))).scalar())

    async def next_due(self, channel: str, broadcasts_ids: Collection[int]) -> int | None:
        """When the first retry is due."""
        query = select(func.min(_ROW.due_at)).where(*_retry(channel, broadcasts_ids))
        due: int | None = (await self._connection.execute(query)).scalar()
        return due

    async def skip_rest(self, broadcast: int, reason: str, limit: int, now: int) -> int:
        """Skip some that wait."""
        values, skipped = {"state": int(State.SKIPPED), "reason": reason}, 0
        for waits in (is_queued(broadcast), is_retried(broadcast)):
            some = select(_ROW.id).where(waits).limit(limit - skipped)
            skipped += await self._change_some(some, _WAITING, values)
        return skipped

    async def requeue(self, broadcast: int, states: Collection[State], limit: int) -> int:
        """Queue some again."""
        wanted = tuple(int(state) for state in states)
        some = select(_ROW.id).where(_ROW.broadcast == broadcast, _ROW.state.in_(wanted)).limit(limit)
        values = {"state": int(State.QUEUED), "reason": None, "attempts": 0, "claimed_by": None}
        return await self._change_some(some, wanted, values)

    async def _change_some(self, some: Select[Any], states: tuple[int, ...], values: Mapping[str, Any]) -> int:
        ids, changed = list((await self._connection.execute(some)).scalars()), 0
        for part in _parts(ids):
            change = update(deliveries).where(_ROW.id.in_(part), _ROW.state.in_(states)).values(values)
            changed += (await self._connection.execute(change)).rowcount
        return changed

    async def waiting(self, channel: str, address: str, now: int) -> Sequence[Shown]:
        """What whoever is at this address has not seen yet."""
        query = select(_ROW.id, _ROW.broadcast, _ROW.wording).where(*self._theirs(channel, address))
        rows = (await self._connection.execute(query.order_by(_ROW.id))).all()
        if not rows:
            return ()
        ids, known = {row.broadcast for row in rows}, broadcasts.c
        stands = (known.state.in_((SENDING, FINISHED)), known.expires_at.is_(None) | (known.expires_at > now))
        found = await self._connection.execute(select(broadcasts).where(known.id.in_(ids), *stands))
        texts = {row.id: running(row) for row in found}
        topics = {number: text.topics for number, text in texts.items() if text.topics}
        standing = await self.recipients([row.id for row in rows if row.broadcast in texts], topics)
        # One that is being sent no more, because everybody else has it, is still there to be fetched.
        free = {each.id for each in standing if hindered(replace(each.standing, is_running=True), now) is None}
        return [Shown(row.id, texts[row.broadcast].wording(row.wording == "easy")) for row in rows if row.id in free]

    async def seen(self, channel: str, address: str, shown: Collection[int], now: int) -> None:
        """They have seen these."""
        edition = select(broadcasts.c.edition).where(broadcasts.c.id == _ROW.broadcast).scalar_subquery()
        values = {"state": int(State.SENT), "reason": None, "sent_at": now, "edition": edition}
        mine = (*self._theirs(channel, address), _ROW.id.in_(list(shown)))
        await self._connection.execute(update(deliveries).where(*mine).values(values))

    def _theirs(self, channel: str, address: str) -> tuple[ColumnElement[bool], ...]:
        hashes = self._cipher.hashes(f"{channel}:{address}")
        person = select(people.c.id).where(people.c.address_hash.in_(hashes)).scalar_subquery()
        return (_ROW.person == person, _ROW.channel == channel, _ROW.state.in_(_WAITING))


def _retry(channel: str, several: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    return (_ROW.state == int(State.RETRY), _ROW.channel == channel, _ROW.broadcast.in_(list(several)))


def _unclaimed() -> Any:
    """What has been tried before waits for its time, which has come, as it did; the rest is queued."""
    return case((_ROW.due_at.is_not(None), int(State.RETRY)), else_=int(State.QUEUED))


def _settled(each: Settled, worker: str, now: int) -> dict[str, Any]:
    step = each.step
    return {
        "of": each.id,
        "worker": worker,
        "new_state": int(step.state),
        "new_reason": step.reason.value if step.reason else None,
        "new_attempts": step.attempts,
        "new_part": step.part,
        "new_due_at": step.due_at,
        "new_sent_at": now if step.message is not None else None,
        "new_message": step.message,
        "new_edition": each.edition or None,
    }


def _parts[T](several: Sequence[T]) -> Iterable[Sequence[T]]:
    return (several[start : start + AT_ONCE] for start in range(0, len(several), AT_ONCE))
