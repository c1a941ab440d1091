"""Looks at policy documents, drafts of imports, and counts of people who do not know of a measure."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.document_tables  # noqa: F401

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "document_checks",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("document", sa.String(100), nullable=False),
        sa.Column("on", sa.Date, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_document_checks_document", "document_checks", ["document"])
    op.create_table(
        "document_drafts",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
    )
    op.create_index("ix_document_drafts_made_at", "document_drafts", ["made_at"])
    op.create_table(
        "unaware_counts",
        sa.Column("source", sa.String(10), primary_key=True),
        sa.Column("region", sa.String(6), primary_key=True),
        sa.Column("measure", sa.String(100), primary_key=True),
        sa.Column("fits", sa.Integer, nullable=False),
        sa.Column("untold", sa.Integer, nullable=False),
    )
    op.create_table(
        "unaware_counted",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("unaware_counted", "unaware_counts", "document_drafts", "document_checks"):
        op.drop_table(table)
