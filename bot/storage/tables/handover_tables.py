"""Tables of handovers. Every change here comes with a migration."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text

from bot.storage.tables.people_tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")

# Moments are seconds since 1970: SQLite would compare them as text.
handovers = Table(
    "handovers",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("number", String(14), nullable=False, unique=True),
    Column("address_hash", String(64), nullable=False, index=True),
    Column("contact", Text, nullable=False),
    Column("region", String(6), nullable=False),
    Column("role", String(20)),
    Column("easy", Boolean, nullable=False),
    Column("reason", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("opened_at", BigInteger, nullable=False),
    Column("awaited", String(20), nullable=False),
    Column("since", BigInteger, nullable=False),
    Column("silent", Boolean, nullable=False),
    Column("staff", String(100)),
    Column("closed_at", BigInteger),
    Column("ended_by", String(20)),
    Column("version", Integer, nullable=False),
)

handover_messages = Table(
    "handover_messages",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("handover", String(14), ForeignKey(handovers.c.number, ondelete="CASCADE"), nullable=False, index=True),
    Column("speaker", String(20), nullable=False),
    Column("staff", String(100)),
    Column("at", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
)

handover_reads = Table(
    "handover_reads",
    metadata,
    Column("handover", String(14), ForeignKey(handovers.c.number, ondelete="CASCADE"), primary_key=True),
    Column("staff", String(100), primary_key=True),
    Column("upto", BigInteger, nullable=False),
)
