"""Conversations handed over to a person, and what was said in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.handover_tables  # noqa: F401

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "handovers",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("number", sa.String(14), nullable=False),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("role", sa.String(20)),
        sa.Column("easy", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("awaited", sa.String(20), nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("silent", sa.Boolean, nullable=False),
        sa.Column("staff", sa.String(100)),
        sa.Column("closed_at", sa.BigInteger),
        sa.Column("ended_by", sa.String(20)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.UniqueConstraint("number", name="uq_handovers_number"),
    )
    op.create_index("ix_handovers_address_hash", "handovers", ["address_hash"])
    op.create_index("ix_handovers_state", "handovers", ["state"])
    op.create_table(
        "handover_messages",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column(
            "handover",
            sa.String(14),
            sa.ForeignKey("handovers.number", name="fk_handover_messages_handover", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("speaker", sa.String(20), nullable=False),
        sa.Column("staff", sa.String(100)),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_handover_messages_handover", "handover_messages", ["handover"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("handover_messages", "handovers"):
        op.drop_table(table)
