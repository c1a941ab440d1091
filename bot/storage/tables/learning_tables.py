"""Tables of what the service learns from: counts of questions, sentences not understood, corrections, trainings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Date, Float, Index, Integer, String, Table, Text

from bot.storage.tables.people_tables import metadata

_Id = BigInteger().with_variant(Integer, "sqlite")

question_counts = Table(
    "question_counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("topic", String(40), primary_key=True),
    Column("region", String(6), primary_key=True),  # 000000 also where nobody said any
    Column("role", String(20), primary_key=True),  # empty where nobody said any
    Column("outcome", String(20), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)

# Nothing here leads to a conversation or a person: no address, no hash of one, no moment but a day.
unclear_messages = Table(
    "unclear_messages",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("mark", String(64), nullable=False, unique=True),  # keyed hash of region and text
    Column("content", Text, nullable=False),  # sealed: the text, and a note of staff
    Column("region", String(6), nullable=False),
    Column("read_as", String(40), nullable=False),
    Column("times", Integer, nullable=False),
    Column("first_on", Date, nullable=False, index=True),
    Column("last_on", Date, nullable=False, index=True),
    Column("decision", String(10), nullable=False),
    Column("topic", String(40)),
    Column("correction", String(32)),
    Column("decided_by", String(100)),
    Column("version", Integer, nullable=False),
    Index(None, "region"),
    sqlite_autoincrement=True,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("text", Text, nullable=False),  # sealed
    Column("topic", String(40), nullable=False),
    Column("region", String(6), nullable=False),
    Column("by", String(100), nullable=False),
    Column("on", Date, nullable=False),
)

# Moments are milliseconds since 1970: SQLite would compare them as text.
trainings = Table(
    "trainings",
    metadata,
    Column("id", _Id, primary_key=True, autoincrement=True),
    Column("asked_by", String(100), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("stage", String(10), nullable=False),
    Column("step", String(40), nullable=False),
    Column("done", Float, nullable=False),
    Column("examples", Integer),
    Column("before", Text),
    Column("after", Text),
    Column("ended_at", BigInteger),
    sqlite_autoincrement=True,
)

month_counts = Table(
    "month_counts",
    metadata,
    Column("month", String(7), primary_key=True),
    Column("region", String(6), primary_key=True),
    Column("what", String(20), primary_key=True),
    Column("count", Integer, nullable=False),
)
