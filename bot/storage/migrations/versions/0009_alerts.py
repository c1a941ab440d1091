"""How people want to be told of things, of which fairs they want to be reminded, and what they were told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.alert_tables  # noqa: F401

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "alert_wishes",
        _person("alert_wishes"),
        sa.Column("pace", sa.String(10)),
        sa.Column("quiet_begins", sa.SmallInteger),
        sa.Column("quiet_ends", sa.SmallInteger),
    )
    record = sa.ForeignKey("records.number", name="fk_asked_reminders_record", ondelete="CASCADE")
    op.create_table(
        "asked_reminders",
        _person("asked_reminders"),
        sa.Column("record", sa.String(14), record, primary_key=True),
    )
    op.create_index("ix_asked_reminders_record", "asked_reminders", ["record"])
    op.create_table(
        "told_alerts",
        _person("told_alerts"),
        sa.Column("what", sa.String(60), primary_key=True),
        sa.Column("told_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_told_alerts_told_at", "told_alerts", ["told_at"])


def _person(table: str) -> sa.Column[str]:
    reference = sa.ForeignKey("people.id", name=f"fk_{table}_person", ondelete="CASCADE")
    return sa.Column("person", sa.String(32), reference, primary_key=True)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("told_alerts", "asked_reminders", "alert_wishes"):
        op.drop_table(table)
