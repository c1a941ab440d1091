"""Records and their history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.record_tables  # noqa: F401

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "records",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("number", sa.String(14), nullable=False),
        sa.Column("register", sa.String(60), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("subject", sa.String(64)),
        sa.Column("one", sa.String(64)),
        sa.Column("period", sa.String(6)),
        sa.Column("state", sa.String(40)),
        sa.Column("state_since", sa.Date),
        sa.Column("open", sa.Text, nullable=False),
        sa.Column("secret", sa.Text),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", sa.String(100), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(100), nullable=False),
        sa.UniqueConstraint("number", name="uq_records_number"),
        sa.UniqueConstraint("one", name="uq_records_one"),
    )
    op.create_index("ix_records_subject", "records", ["subject"])
    op.create_index("ix_records_register_region", "records", ["register", "region"])
    op.create_table(
        "record_events",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column(
            "record",
            sa.String(14),
            sa.ForeignKey("records.number", name="fk_record_events_record", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
    )
    op.create_index("ix_record_events_record", "record_events", ["record"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("record_events", "records"):
        op.drop_table(table)
