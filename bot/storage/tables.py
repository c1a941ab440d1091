"""Tables. Every change here comes with a migration under `migrations/`."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, Integer, MetaData, String, Table, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_Id = BigInteger().with_variant(Integer, "sqlite")

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("state", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", DateTime(timezone=True), nullable=False),
)

handled_updates = Table(
    "handled_updates",
    metadata,
    Column("channel", String(20), primary_key=True),
    Column("update_id", String(100), primary_key=True),
    Column("handled_at", DateTime(timezone=True), nullable=False),
)

outgoing_replies = Table(
    "outgoing_replies",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("address", String(200), nullable=False),
    Column("replies", Text, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Index(None, "channel"),
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
