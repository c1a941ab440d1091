"""Tables of documents and of counts: looks at documents, drafts of imports, people who do not know of a measure."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Integer, String, Table, Text

from bot.storage.tables.people_tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")

document_checks = Table(
    "document_checks",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("document", String(100), nullable=False, index=True),
    Column("on", Date, nullable=False),
    Column("by", String(100), nullable=False),
    Column("note", Text, nullable=False),
    sqlite_autoincrement=True,
)

# Moments are milliseconds since 1970: SQLite would compare them as text.
document_drafts = Table(
    "document_drafts",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("by", String(100), nullable=False),
    Column("made_at", BigInteger, nullable=False, index=True),
    Column("content", Text, nullable=False),
)

unaware_counts = Table(
    "unaware_counts",
    metadata,
    Column("source", String(10), primary_key=True),
    Column("region", String(6), primary_key=True),
    Column("measure", String(100), primary_key=True),
    Column("fits", Integer, nullable=False),
    Column("untold", Integer, nullable=False),
)

unaware_counted = Table(
    "unaware_counted",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),  # there is one row
    Column("at", BigInteger, nullable=False),
)
