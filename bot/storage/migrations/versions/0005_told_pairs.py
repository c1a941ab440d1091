"""Which person was told of which job, and indexes by which records are kept at hand for matching."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the table known wherever the database is brought to this version, so that copies of it hold it.
import bot.storage.rows.told_pairs  # noqa: F401

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create them."""
    op.create_table(
        "told_pairs",
        sa.Column(
            "person",
            sa.String(32),
            sa.ForeignKey("people.id", name="fk_told_pairs_person", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column(
            "job",
            sa.String(14),
            sa.ForeignKey("records.number", name="fk_told_pairs_job", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("told_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_told_pairs_job", "told_pairs", ["job"])
    op.create_index("ix_records_lines", "records", ["register", "state", "id", "version", "changed_at"])
    op.create_index("ix_records_changes", "records", ["register", "changed_at"])


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_records_changes", "records")
    op.drop_index("ix_records_lines", "records")
    op.drop_table("told_pairs")
