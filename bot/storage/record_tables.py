"""Tables of records and their history."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Text

from bot.storage.tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")

records = Table(
    "records",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("number", String(14), nullable=False, unique=True),
    Column("register", String(60), nullable=False),
    Column("region", String(6), nullable=False),
    Column("subject", String(64), index=True),
    Column("one", String(64), unique=True),
    Column("period", String(6)),
    Column("state", String(40)),
    Column("state_since", Date),
    Column("open", Text, nullable=False),
    Column("secret", Text),
    Column("version", Integer, nullable=False),
    Column("entered_at", DateTime(timezone=True), nullable=False),
    Column("entered_by", String(100), nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    Column("changed_by", String(100), nullable=False),
    Index(None, "register", "region"),
)

record_events = Table(
    "record_events",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("record", String(14), ForeignKey(records.c.number, ondelete="CASCADE"), nullable=False, index=True),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("by", String(100), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("detail", Text, nullable=False),
)
