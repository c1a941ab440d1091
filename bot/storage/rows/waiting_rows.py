"""Recipients that wait or are held, found by the small indexes of just these, however many have had their message.

The conditions stand word for word as in those indexes: SQLite uses one only if the statement says its condition.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, ColumnElement, and_, exists, literal_column, or_, text

from bot.services.delivery.delivery_ports import FETCHED
from bot.storage.tables.delivery_tables import deliveries

PUSHED = frozenset(("telegram", "wechat"))
"""Channels on which a message is sent to people."""
IS_HELD = text("state IN (1, 2)")
"""Claimed by a worker, or on its way."""
_CHANNELS = tuple(sorted(PUSHED | FETCHED))
# By the index of broadcasts all recipients would be gone through.
_BROADCAST = literal_column("+deliveries.broadcast", BigInteger)

type Broadcast = int | ColumnElement[int]


def is_queued(broadcast: Broadcast, channels: tuple[str, ...] = _CHANNELS) -> ColumnElement[bool]:
    """The recipient waits for a broadcast for the first time."""
    return and_(text("state = 0"), deliveries.c.broadcast == broadcast, deliveries.c.channel.in_(channels))


def is_retried(broadcast: Broadcast, channels: tuple[str, ...] = _CHANNELS) -> ColumnElement[bool]:
    """The recipient waits for another try."""
    return and_(text("state = 3"), _BROADCAST.op("=")(broadcast), deliveries.c.channel.in_(channels))


def somebody_waits(broadcast: Broadcast, channels: tuple[str, ...] = _CHANNELS) -> ColumnElement[bool]:
    """Whether a broadcast has a recipient that waits."""
    several = (is_queued(broadcast, channels), is_retried(broadcast, channels))
    return or_(*(exists().select_from(deliveries).where(each) for each in several))


def somebody_is_held(broadcast: Broadcast, channels: tuple[str, ...]) -> ColumnElement[bool]:
    """Whether a broadcast has a recipient whom a worker sees to."""
    mine = (_BROADCAST.op("=")(broadcast), deliveries.c.channel.in_(channels))
    return exists().select_from(deliveries).where(IS_HELD, *mine)
