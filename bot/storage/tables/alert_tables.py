"""Tables of how people want to be told of things, and what they were told. Every change comes with a migration."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, SmallInteger, String, Table

from bot.storage.tables.people_tables import metadata, people
from bot.storage.tables.record_tables import records

_Person = String(32)

alert_wishes = Table(
    "alert_wishes",
    metadata,
    Column("person", _Person, ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("pace", String(10)),
    Column("quiet_begins", SmallInteger),  # minutes of the day
    Column("quiet_ends", SmallInteger),
)

asked_reminders = Table(
    "asked_reminders",
    metadata,
    Column("person", _Person, ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("record", String(14), ForeignKey(records.c.number, ondelete="CASCADE"), primary_key=True, index=True),
)

# One row per message that nobody asked for just then, under a name that makes it sent once: moments in milliseconds.
told_alerts = Table(
    "told_alerts",
    metadata,
    Column("person", _Person, ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("what", String(60), primary_key=True),
    Column("told_at", BigInteger, nullable=False),
    Index(None, "told_at"),
)
