"""An audience as a condition on the table of people, and how many it is, over one open connection."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.core.handover.case import State as CaseState
from bot.core.messaging.audience import Audience, Size, Somebody
from bot.services.people.consents import ALERTS
from bot.storage.tables.handover_tables import handovers
from bot.storage.tables.people_tables import consents, people, subscriptions

AT_ONCE = 400
"""Ids in one statement: databases allow so many values."""
_ALERTS = (consents.c.person == people.c.id, consents.c.purpose == ALERTS)
_AGREED = select(consents.c.id).where(*_ALERTS).exists()
_CHANNEL = select(func.min(consents.c.channel)).where(*_ALERTS).scalar_subquery()
NEAR = 5000
"""Of so many a sample is tried first."""


def belongs(audience: Audience) -> ColumnElement[bool]:
    """Whether a row of `people` belongs to it, as far as that stands in clear; consent is not looked at here."""
    return and_(people.c.blocked_at.is_(None), _fits(audience))


def _fits(audience: Audience) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [people.c.id.is_not(None)]
    if audience.regions:
        conditions.append(_in_one_of(audience.regions))
    if audience.except_regions:
        conditions.append(not_(_in_one_of(audience.except_regions)))
    if audience.roles:
        conditions.append(people.c.role.in_(sorted(audience.roles)))
    if audience.seen_since is not None:
        conditions.append(people.c.last_seen >= audience.seen_since)
    if audience.topics:
        wanted = select(subscriptions.c.person).where(
            subscriptions.c.person == people.c.id, subscriptions.c.topic.in_(sorted(audience.topics))
        )
        conditions.append(wanted.exists())
    return and_(*conditions)


def _in_one_of(regions: Iterable[str]) -> ColumnElement[bool]:
    return or_(false(), *(_within(region) for region in sorted(regions)))


def _within(region: str) -> ColumnElement[bool]:
    """In this region or a part of it: parts share the digits that are not trailing pairs of zeros."""
    digits = region
    while digits.endswith("00"):
        digits = digits[:-2]
    return people.c.region.between(digits.ljust(6, "0"), digits.ljust(6, "9"))


class AudienceRows:
    """Counts an audience and shows some of it, without reading who they are."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def size(self, audience: Audience, among: Collection[str] | None = None) -> Size:
        """How many they are, by region and channel."""
        regions: dict[str, int] = {}
        channels: dict[str, int] = {}
        easy = handed_over = blocked = unsubscribed = 0
        for only in _parts(among):
            fits = and_(_fits(audience), *only)
            for region, channel, is_easy, is_blocked, count in await self._groups(fits):
                if is_blocked:
                    blocked += count
                elif channel is None:
                    unsubscribed += count
                else:
                    regions[region] = regions.get(region, 0) + count
                    channels[channel] = channels.get(channel, 0) + count
                    easy += count if is_easy else 0
            handed_over += await self._handed_over(fits)
        return Size(sum(regions.values()), easy, handed_over, blocked, unsubscribed, regions, channels)

    async def sample(self, audience: Audience, count: int, among: Collection[str] | None = None) -> Sequence[Somebody]:
        """Some of them; ids are random, so it is nobody in particular."""
        rows: Sequence[Any] = ()
        first = select(people.c.id).order_by(people.c.id).limit(NEAR).scalar_subquery()
        # Most audiences have some among the first; only for the others everybody is looked through.
        for within in ((people.c.id.in_(first),), ()) if among is None else _parts(among):
            columns = (people.c.id, people.c.region, people.c.role, people.c.easy, _CHANNEL.label("channel"))
            query = select(*columns).where(belongs(audience), _AGREED, *within).order_by(people.c.id).limit(count)
            rows = (await self._connection.execute(query)).all()
            if len(rows) == count:
                break
        topics = await self._topics([row.id for row in rows])
        return [Somebody(row.region, row.channel, row.easy, row.role, topics[row.id]) for row in rows]

    async def of(self, audience: Audience, among: Collection[str]) -> Sequence[str]:
        """Those of these people who belong to it and can be written to."""
        found: list[str] = []
        for only in _parts(among):
            query = select(people.c.id).where(belongs(audience), _AGREED, *only)
            found += (await self._connection.execute(query)).scalars()
        return found

    async def agreed_to(self, purpose: str, among: Collection[str]) -> frozenset[str]:
        """Those of these people who agreed to a purpose."""
        found: set[str] = set()
        several = sorted(among)
        for start in range(0, len(several), AT_ONCE):
            mine = consents.c.person.in_(several[start : start + AT_ONCE])
            query = select(consents.c.person).where(mine, consents.c.purpose == purpose)
            found |= {str(person) for person in (await self._connection.execute(query)).scalars()}
        return frozenset(found)

    async def _groups(self, condition: ColumnElement[bool]) -> Sequence[Any]:
        """Counts by region, channel, wording and block, in one go; whoever agreed to nothing has no channel."""
        easy, blocked = (case((is_so, 1), else_=0) for is_so in (people.c.easy, people.c.blocked_at.is_not(None)))
        labelled = (_CHANNEL.label("channel"), easy.label("easy"), blocked.label("blocked"))
        rows = select(people.c.region, *labelled).where(condition).subquery()
        kinds = tuple(rows.c)
        return (await self._connection.execute(select(*kinds, func.count()).group_by(*kinds))).all()

    async def _handed_over(self, condition: ColumnElement[bool]) -> int:
        open_cases = select(handovers.c.address_hash).where(handovers.c.state != CaseState.CLOSED.value)
        mine = people.c.address_hash.in_(open_cases)
        query = select(func.count()).select_from(people).where(mine, condition, people.c.blocked_at.is_(None), _AGREED)
        counted: int = (await self._connection.execute(query)).scalar_one()
        return counted

    async def _topics(self, several: Sequence[str]) -> dict[str, frozenset[str]]:
        theirs: dict[str, set[str]] = {person: set() for person in several}
        query = select(subscriptions.c.person, subscriptions.c.topic).where(subscriptions.c.person.in_(several))
        for person, topic in await self._connection.execute(query):
            theirs[person].add(topic)
        return {person: frozenset(topics) for person, topics in theirs.items()}


def _parts(among: Collection[str] | None) -> Iterable[tuple[ColumnElement[bool], ...]]:
    """Conditions that each let through a part of these people; one without any restriction if nobody is named."""
    if among is None:
        yield ()
        return
    several = sorted(among)
    for start in range(0, len(several), AT_ONCE):
        yield (people.c.id.in_(several[start : start + AT_ONCE]),)
