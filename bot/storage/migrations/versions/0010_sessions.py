"""Sign-ins of staff: sessions, second factors, wrong attempts, and what happened to accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.session_tables  # noqa: F401

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables, and note of which accounts the password has to be changed."""
    op.add_column("staff", sa.Column("must_change", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "staff_sessions",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("staff", sa.String(100), _staff("staff_sessions"), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("began_at", sa.BigInteger, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.Column("ends_at", sa.BigInteger, nullable=False),
        sa.Column("flash", sa.Text),
        sa.UniqueConstraint("token_hash", name="uq_staff_sessions_token_hash"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_staff_sessions_staff", "staff_sessions", ["staff"])
    op.create_index("ix_staff_sessions_ends_at", "staff_sessions", ["ends_at"])
    op.create_table(
        "staff_factors",
        sa.Column("staff", sa.String(100), _staff("staff_factors"), primary_key=True),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("confirmed", sa.Boolean, nullable=False),
        sa.Column("last_step", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "staff_recovery",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        sa.Column("staff", sa.String(100), _staff("staff_recovery"), nullable=False),
    )
    op.create_index("ix_staff_recovery_staff", "staff_recovery", ["staff"])
    op.create_table(
        "sign_in_failures",
        sa.Column("who", sa.String(64), primary_key=True),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("locked_until", sa.BigInteger, nullable=False),
        sa.Column("last_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_sign_in_failures_last_at", "sign_in_failures", ["last_at"])
    op.create_table(
        "staff_events",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("kind", sa.String(30), nullable=False),
        sa.Column("staff", sa.String(100)),
        sa.Column("by", sa.String(100)),
        sa.Column("detail", sa.String(100)),
    )
    op.create_index("ix_staff_events_at", "staff_events", ["at"])


def _staff(table: str) -> sa.ForeignKey:
    return sa.ForeignKey("staff.name", name=f"fk_{table}_staff", ondelete="CASCADE")


def downgrade() -> None:
    """Drop the tables."""
    for table in ("staff_events", "sign_in_failures", "staff_recovery", "staff_factors", "staff_sessions"):
        op.drop_table(table)
    op.drop_column("staff", "must_change")
