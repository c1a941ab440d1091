"""Tables of staff accounts, the chats they use, and who left after a broadcast. Every change comes with a migration."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text, false

from bot.storage.tables.delivery_tables import broadcasts
from bot.storage.tables.people_tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")

# Moments are milliseconds since 1970: SQLite would compare them as text.
staff = Table(
    "staff",
    metadata,
    Column("name", String(100), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("region", String(6), nullable=False),
    Column("password", String(200), nullable=False),  # an argon2 hash
    Column("created_at", BigInteger, nullable=False),
    Column("removed_at", BigInteger),
    Column("code_hash", String(64), unique=True),  # a keyed hash of the code that links a chat
    Column("code_until", BigInteger),
    Column("must_change", Boolean, nullable=False, server_default=false()),
)

staff_chats = Table(
    "staff_chats",
    metadata,
    Column("address_hash", String(64), primary_key=True),
    Column("staff", String(100), ForeignKey(staff.c.name, ondelete="CASCADE"), nullable=False, index=True),
    Column("contact", Text, nullable=False),
    Column("linked_at", BigInteger, nullable=False),
)

opt_outs = Table(
    "opt_outs",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("broadcast", _Id, ForeignKey(broadcasts.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("reason", String(20), nullable=False),
)
