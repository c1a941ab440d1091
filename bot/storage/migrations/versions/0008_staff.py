"""Staff accounts, the chats they use, and who left after a broadcast."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.staff_tables  # noqa: F401

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "staff",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("removed_at", sa.BigInteger),
        sa.Column("code_hash", sa.String(64)),
        sa.Column("code_until", sa.BigInteger),
        sa.UniqueConstraint("code_hash", name="uq_staff_code_hash"),
    )
    of_staff = sa.ForeignKey("staff.name", name="fk_staff_chats_staff", ondelete="CASCADE")
    op.create_table(
        "staff_chats",
        sa.Column("address_hash", sa.String(64), primary_key=True),
        sa.Column("staff", sa.String(100), of_staff, nullable=False),
        sa.Column("contact", sa.Text, nullable=False),
        sa.Column("linked_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_staff_chats_staff", "staff_chats", ["staff"])
    of_broadcast = sa.ForeignKey("broadcasts.id", name="fk_opt_outs_broadcast", ondelete="CASCADE")
    op.create_table(
        "opt_outs",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("broadcast", _ID, of_broadcast, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
    )
    op.create_index("ix_opt_outs_broadcast", "opt_outs", ["broadcast"])


def downgrade() -> None:
    """Drop the tables."""
    for table in ("opt_outs", "staff_chats", "staff"):
        op.drop_table(table)
