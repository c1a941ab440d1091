"""Tables of records, their history, marks to find them by, and who looked at them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, DateTime, ForeignKey, Index, Integer, String, Table, Text, text

from bot.storage.tables.people_tables import metadata, people

_Id = BigInteger().with_variant(Integer, "sqlite")
_Name = String(200).with_variant(String(200, collation="C"), "postgresql")
_HAS_EMPLOYER = text("employer IS NOT NULL")

records = Table(
    "records",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("number", String(14), nullable=False, unique=True),
    Column("register", String(60), nullable=False),
    Column("region", String(6), nullable=False),
    Column("owner", String(32), ForeignKey(people.c.id, ondelete="CASCADE"), index=True),
    Column("subject", String(64), index=True),
    Column("one", String(64), unique=True),
    Column("employer", _Name),
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
    # A copy kept at hand is brought up to date from these alone, as far as content has not changed.
    Index("ix_records_lines", "register", "state", "id", "version", "changed_at"),
    Index("ix_records_changes", "register", "changed_at"),
    # Lists are narrowed, sorted and counted in this alone; only the rows of a page are read.
    Index("ix_records_pages", "register", "id", "region", "state", "period"),
    # Employers are found, counted and sorted in this alone.
    Index(
        "ix_records_employers",
        *("region", "employer", "register", "state", "changed_at", "id"),
        sqlite_where=_HAS_EMPLOYER,
        postgresql_where=_HAS_EMPLOYER,
    ),
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

record_marks = Table(
    "record_marks",
    metadata,
    Column("record", String(14), ForeignKey(records.c.number, ondelete="CASCADE"), primary_key=True),
    Column("kind", String(20), primary_key=True),
    Column("mark", String(64), primary_key=True),
    Index(None, "mark"),
)

accesses = Table(
    "accesses",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("staff", String(100), nullable=False),
    Column("what", String(40), nullable=False),
    Column("register", String(60)),
    Column("person", String(32), ForeignKey(people.c.id, ondelete="SET NULL"), index=True),
    Column("record", String(14), ForeignKey(records.c.number, ondelete="SET NULL"), index=True),
)
