"""Tables of sign-ins: sessions, second factors, wrong attempts, and what happened to accounts.

Every change comes with a migration. Moments are milliseconds since 1970: SQLite would compare them as text.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Integer, String, Table, Text

from bot.storage.tables.people_tables import metadata
from bot.storage.tables.staff_tables import staff

_Id = BigInteger().with_variant(Integer, "sqlite")

staff_sessions = Table(
    "staff_sessions",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("token_hash", String(64), nullable=False, unique=True),  # of 256 random bits: nobody finds it by trying
    Column("staff", String(100), ForeignKey(staff.c.name, ondelete="CASCADE"), nullable=False, index=True),
    Column("stage", String(10), nullable=False),
    Column("began_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("ends_at", BigInteger, nullable=False, index=True),
    Column("flash", Text),
    sqlite_autoincrement=True,
)

staff_factors = Table(
    "staff_factors",
    metadata,
    Column("staff", String(100), ForeignKey(staff.c.name, ondelete="CASCADE"), primary_key=True),
    Column("secret", Text, nullable=False),
    Column("confirmed", Boolean, nullable=False),
    Column("last_step", BigInteger, nullable=False),
)

staff_recovery = Table(
    "staff_recovery",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("staff", String(100), ForeignKey(staff.c.name, ondelete="CASCADE"), nullable=False, index=True),
)

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("who", String(64), primary_key=True),  # a keyed hash of a name or of an address
    Column("attempts", Integer, nullable=False),
    Column("locked_until", BigInteger, nullable=False),
    Column("last_at", BigInteger, nullable=False, index=True),
)

staff_events = Table(
    "staff_events",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("kind", String(30), nullable=False),
    Column("staff", String(100)),
    Column("by", String(100)),
    Column("detail", String(100)),
)
