"""Table of files that staff have uploaded and not taken in yet."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, String, Table, Text

from bot.storage.tables.people_tables import metadata

uploads = Table(
    "uploads",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("staff", String(100), nullable=False),
    Column("target", String(60), nullable=False),
    Column("content", Text, nullable=False),  # sealed: name, options and bytes of the file
    Column("until", BigInteger, nullable=False, index=True),
)
