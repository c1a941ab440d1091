"""Tables of broadcasts, their recipients, the limits they keep, and the clock. Every change comes with a migration."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    false,
    text,
)

from bot.storage.tables.people_tables import metadata, people

_Id = BigInteger().with_variant(Integer, "sqlite")

# Moments are milliseconds since 1970: SQLite would compare them as text.
broadcasts = Table(
    "broadcasts",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("number", String(14), nullable=False, unique=True),
    Column("title", Text, nullable=False),
    Column("edition", Integer, nullable=False, server_default="1"),
    Column("texts", Text, nullable=False),
    Column("audience", Text, nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("region", String(6), nullable=False),
    Column("send_at", BigInteger),
    Column("expires_at", BigInteger),
    Column("created_at", BigInteger, nullable=False),
    Column("created_by", String(100), nullable=False),
    Column("approved_at", BigInteger),
    Column("approved_by", String(100)),
    Column("started_at", BigInteger),
    Column("started_by", String(100)),
    Column("finished_at", BigInteger),
    Column("finished_by", String(100)),
    Column("pause_reason", String(40)),
    Column("corrects", String(14)),
    Column("version", Integer, nullable=False, server_default="1"),
    sqlite_autoincrement=True,
)

broadcast_editions = Table(
    "broadcast_editions",
    metadata,
    Column("broadcast", _Id, ForeignKey(broadcasts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("edition", Integer, primary_key=True),
    Column("texts", Text, nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("by", String(100), nullable=False),
)

broadcast_files = Table(
    "broadcast_files",
    metadata,
    Column("broadcast", _Id, ForeignKey(broadcasts.c.id, ondelete="CASCADE"), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("media_type", String(100), nullable=False),
    Column("content", Text, nullable=False),  # base64: copies of the database are lines of text
    Column("platform_id", String(200)),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("broadcast", _Id, ForeignKey(broadcasts.c.id, ondelete="CASCADE"), nullable=False),
    Column("person", String(32), ForeignKey(people.c.id, ondelete="SET NULL")),
    Column("region", String(6), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("wording", String(8), nullable=False),
    Column("state", SmallInteger, nullable=False),
    Column("reason", String(20)),
    Column("attempts", SmallInteger, nullable=False, server_default="0"),
    Column("part", SmallInteger, nullable=False, server_default="0"),
    Column("due_at", BigInteger),
    Column("claimed_by", String(32)),
    Column("claimed_until", BigInteger),
    Column("sent_at", BigInteger),
    Column("edition", Integer),
    Column("message", String(40)),
    UniqueConstraint("person", "broadcast", name="uq_deliveries_person_broadcast"),
    Index("ix_deliveries_broadcast", "broadcast", "id"),
    sqlite_autoincrement=True,
)


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


# Only what something will still happen to: these stay small while the table grows.
PARTIAL = (
    Index(
        "ix_deliveries_queued", *(deliveries.c[name] for name in ("channel", "broadcast", "id")), **_where("state = 0")
    ),
    Index("ix_deliveries_retry", *(deliveries.c[name] for name in ("channel", "due_at")), **_where("state = 3")),
    Index("ix_deliveries_held", deliveries.c.claimed_until, **_where("state IN (1, 2)")),
)

# Microseconds since 1970, by the database's clock.
pace = Table(
    "pace",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("next_at", BigInteger, nullable=False),
    Column("held_until", BigInteger, nullable=False, server_default="0"),
)

chat_pace = Table(
    "chat_pace",
    metadata,
    Column("chat", BigInteger, primary_key=True, autoincrement=False),  # the first bits of a keyed hash of the address
    Column("next_at", BigInteger, nullable=False, index=True),
    Column("held", Boolean, nullable=False, server_default=false()),  # by the platform, not by the usual gap
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("holder", String(100), nullable=False),
    Column("until", BigInteger, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("detail", Text, nullable=False),
    Column("due_at", BigInteger, index=True),
    Column("repeats", String(100)),
    Column("last_at", BigInteger),
    Column("version", Integer, nullable=False, server_default="1"),
)
