"""Conversations go on on another device."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.device_tables  # noqa: F401

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "device_codes",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("looks", sa.Integer, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("address_hash", name="uq_device_codes_address_hash"),
    )
    op.create_index("ix_device_codes_until", "device_codes", ["until"])
    op.create_table(
        "left_addresses",
        sa.Column("address_hash", sa.String(64), primary_key=True),
        sa.Column("left_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_left_addresses_left_at", "left_addresses", ["left_at"])


def downgrade() -> None:
    """Drop the tables."""
    op.drop_table("left_addresses")
    op.drop_table("device_codes")
