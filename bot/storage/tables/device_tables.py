"""Tables of conversations that go on on another device. Every change comes with a migration.

Moments are milliseconds since 1970: SQLite would compare them as text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from bot.storage.tables.people_tables import metadata

device_codes = Table(
    "device_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),  # keyed: eight signs could be found by trying
    Column("address_hash", String(64), nullable=False, unique=True),
    Column("content", Text, nullable=False),
    Column("looks", Integer, nullable=False),
    Column("until", BigInteger, nullable=False, index=True),
)

left_addresses = Table(
    "left_addresses",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("left_at", BigInteger, nullable=False, index=True),
)
