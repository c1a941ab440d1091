"""What the service learns from, and what it counts: questions, sentences not understood, corrections, trainings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.learning_tables  # noqa: F401

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _counts()
    _sentences()
    op.create_table(
        "trainings",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("asked_by", sa.String(100), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("step", sa.String(40), nullable=False),
        sa.Column("done", sa.Float, nullable=False),
        sa.Column("examples", sa.Integer),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
        sa.Column("ended_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )


def _counts() -> None:
    op.create_table(
        "question_counts",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("topic", sa.String(40), primary_key=True),
        sa.Column("region", sa.String(6), primary_key=True),
        sa.Column("role", sa.String(20), primary_key=True),
        sa.Column("outcome", sa.String(20), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "month_counts",
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("region", sa.String(6), primary_key=True),
        sa.Column("what", sa.String(20), primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _sentences() -> None:
    op.create_table(
        "unclear_messages",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("read_as", sa.String(40), nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("first_on", sa.Date, nullable=False),
        sa.Column("last_on", sa.Date, nullable=False),
        sa.Column("decision", sa.String(10), nullable=False),
        sa.Column("topic", sa.String(40)),
        sa.Column("correction", sa.String(32)),
        sa.Column("decided_by", sa.String(100)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("mark", name="uq_unclear_messages_mark"),
        sqlite_autoincrement=True,
    )
    for column in ("first_on", "last_on", "region"):
        op.create_index(f"ix_unclear_messages_{column}", "unclear_messages", [column])
    op.create_table(
        "corrections",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("topic", sa.String(40), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("corrections", "unclear_messages", "month_counts", "question_counts", "trainings"):
        op.drop_table(table)
