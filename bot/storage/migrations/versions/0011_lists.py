"""Lists of very many records and people, and files that wait to be taken in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the table known wherever the database is brought to this version, so that copies of it hold it.
import bot.storage.tables.upload_tables  # noqa: F401

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, and indexes that hold everything by which lists are narrowed and sorted."""
    op.create_table(
        "uploads",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("staff", sa.String(100), nullable=False),
        sa.Column("target", sa.String(60), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_uploads_until", "uploads", ["until"])
    op.create_index("ix_records_pages", "records", ["register", "id", "region", "state", "period"])
    op.create_index("ix_consents_pages", "consents", ["person", "purpose", "channel"])
    op.create_index("ix_people_pages", "people", ["last_seen", "id", "region", "role", "easy"])


def downgrade() -> None:
    """Drop the table and the indexes."""
    op.drop_index("ix_people_pages", "people")
    op.drop_index("ix_consents_pages", "consents")
    op.drop_index("ix_records_pages", "records")
    op.drop_table("uploads")
