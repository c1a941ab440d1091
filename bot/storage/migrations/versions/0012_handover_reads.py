"""Which messages of handed over conversations staff have seen."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.handover_tables  # noqa: F401

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "handover_reads",
        sa.Column("handover", sa.String(14), sa.ForeignKey("handovers.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("staff", sa.String(100), primary_key=True),
        sa.Column("upto", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("handover_reads")
