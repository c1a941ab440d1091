"""Profiles with consents and what they were told; notices among the outgoing replies, claimed by one sender."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_PROFILE = "fk_outgoing_replies_profile"


def upgrade() -> None:
    """Create the tables, and let outgoing replies name a profile."""
    op.create_table(
        "profiles",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("address_hash", sa.String(64), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint("address_hash", name="uq_profiles_address_hash"),
    )
    op.create_table(
        "consents",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("profile", sa.String(32), sa.ForeignKey("profiles.id", name="fk_consents_profile")),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.String(20)),
    )
    op.create_index("ix_consents_profile", "consents", ["profile"])
    op.create_table(
        "told_measures",
        sa.Column(
            "profile",
            sa.String(32),
            sa.ForeignKey("profiles.id", name="fk_told_measures_profile", ondelete="CASCADE"),
            primary_key=True,
        ),
        sa.Column("mark", sa.String(64), primary_key=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    )
    # On SQLite the table is made anew, which is also how its ids come to be used once only.
    with op.batch_alter_table("outgoing_replies", table_kwargs={"sqlite_autoincrement": True}) as table:
        table.add_column(sa.Column("profile", sa.String(32)))
        table.add_column(sa.Column("claimed_until", sa.BigInteger))
        table.create_foreign_key(_PROFILE, "profiles", ["profile"], ["id"], ondelete="CASCADE")
    op.create_index("ix_outgoing_replies_profile", "outgoing_replies", ["profile"])


def downgrade() -> None:
    """Drop them; notices that wait are dropped with the profiles they belong to."""
    op.execute(sa.text("DELETE FROM outgoing_replies WHERE profile IS NOT NULL"))
    op.drop_index("ix_outgoing_replies_profile", "outgoing_replies")
    with op.batch_alter_table("outgoing_replies") as table:
        table.drop_constraint(_PROFILE, type_="foreignkey")
        table.drop_column("claimed_until")
        table.drop_column("profile")
    for name in ("told_measures", "consents", "profiles"):
        op.drop_table(name)
