"""Tables of conversations, of people, and of what they agreed to and were told."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
_Id = BigInteger().with_variant(Integer, "sqlite")

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),  # a keyed hash: an address tells who somebody is
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False, index=True),
)

handled_updates = Table(
    "handled_updates",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", String(100), primary_key=True),
    Column("handled_at", DateTime(timezone=True), nullable=False, index=True),
)

people = Table(
    "people",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("address_hash", String(64), nullable=False, unique=True),
    Column("content", Text, nullable=False),
    Column("region", String(6), nullable=False),
    Column("role", String(20)),
    Column("easy", Boolean, nullable=False),
    Column("last_seen", Date, nullable=False),
    Column("warned_on", Date),
    Column("blocked_at", DateTime(timezone=True)),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
    Index(None, "region"),
    Index(None, "last_seen"),
    Index("ix_people_pages", "last_seen", "id", "region", "role", "easy"),
)

consents = Table(
    "consents",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("person", String(32), ForeignKey(people.c.id, ondelete="SET NULL"), index=True),
    Column("purpose", String(40), nullable=False),
    Column("version", String(40), nullable=False),
    Column("channel", String(20), nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    Column("withdrawn_at", DateTime(timezone=True)),
    Column("reason", String(20)),
    Index("ix_consents_pages", "person", "purpose", "channel"),
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("person", String(32), ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("topic", String(40), primary_key=True),
    Column("since", DateTime(timezone=True), nullable=False),
    Index(None, "topic"),
)

told_measures = Table(
    "told_measures",
    metadata,
    Column("person", String(32), ForeignKey(people.c.id, ondelete="CASCADE"), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Column("told_at", DateTime(timezone=True), nullable=False),
)

outgoing_replies = Table(
    "outgoing_replies",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("address_hash", String(64), nullable=False, index=True),
    Column("content", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("person", String(32), ForeignKey(people.c.id, ondelete="CASCADE"), index=True),
    Column("purpose", String(40)),
    Column("claimed_until", BigInteger),  # seconds since 1970: SQLite would compare moments as text
    Index(None, "channel"),
    # Whoever still holds the id of a row that is gone must not meet another one under it.
    sqlite_autoincrement=True,
)

imported_clauses = Table(
    "imported_clauses",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("region", String(6), nullable=False, index=True),
    Column("document_title", Text, nullable=False),
    Column("number", Text),
    Column("position", Integer, nullable=False),
    Column("clause", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("effective_from", Date),
    Column("effective_to", Date),
    Column("imported_at", DateTime(timezone=True), nullable=False),
)
