"""Broadcasts, one row per recipient, the limits of platforms, leases and schedules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

# Makes the tables known wherever the database is brought to this version, so that copies of it hold them.
import bot.storage.tables.delivery_tables  # noqa: F401

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create the tables."""
    _broadcasts()
    _deliveries()
    op.create_table(
        "pace",
        sa.Column("name", sa.String(40), primary_key=True),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("held_until", sa.BigInteger, nullable=False, server_default="0"),
    )
    op.create_table(
        "chat_pace",
        sa.Column("chat", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("next_at", sa.BigInteger, nullable=False),
        sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_chat_pace_next_at", "chat_pace", ["next_at"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("holder", sa.String(100), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "schedules",
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("repeats", sa.String(100)),
        sa.Column("last_at", sa.BigInteger),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
    )
    op.create_index("ix_schedules_due_at", "schedules", ["due_at"])


def _broadcasts() -> None:
    op.create_table(
        "broadcasts",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("number", sa.String(14), nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("edition", sa.Integer, nullable=False, server_default="1"),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("audience", sa.Text, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("send_at", sa.BigInteger),
        sa.Column("expires_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.String(100), nullable=False),
        *(column for what in ("approved", "started", "finished") for column in _done(what)),
        sa.Column("pause_reason", sa.String(40)),
        sa.Column("corrects", sa.String(14)),
        sa.Column("version", sa.Integer, nullable=False, server_default="1"),
        sa.UniqueConstraint("number", name="uq_broadcasts_number"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"])
    op.create_table(
        "broadcast_editions",
        _of_broadcast("broadcast_editions", primary_key=True),
        sa.Column("edition", sa.Integer, primary_key=True),
        sa.Column("texts", sa.Text, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("by", sa.String(100), nullable=False),
    )
    op.create_table(
        "broadcast_files",
        _of_broadcast("broadcast_files", primary_key=True),
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("platform_id", sa.String(200)),
    )


def _deliveries() -> None:
    person = sa.ForeignKey("people.id", name="fk_deliveries_person", ondelete="SET NULL")
    op.create_table(
        "deliveries",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        _of_broadcast("deliveries"),
        sa.Column("person", sa.String(32), person),
        sa.Column("region", sa.String(6), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("wording", sa.String(8), nullable=False),
        sa.Column("state", sa.SmallInteger, nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("part", sa.SmallInteger, nullable=False, server_default="0"),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("claimed_by", sa.String(32)),
        sa.Column("claimed_until", sa.BigInteger),
        sa.Column("sent_at", sa.BigInteger),
        sa.Column("edition", sa.Integer),
        sa.Column("message", sa.String(40)),
        sa.UniqueConstraint("person", "broadcast", name="uq_deliveries_person_broadcast"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_deliveries_broadcast", "deliveries", ["broadcast", "id"])
    _partial("queued", ["channel", "broadcast", "id"], "state = 0")
    _partial("retry", ["channel", "due_at"], "state = 3")
    _partial("held", ["claimed_until"], "state IN (1, 2)")


def _partial(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(f"ix_deliveries_{name}", "deliveries", columns, sqlite_where=where, postgresql_where=where)


def _done(what: str) -> tuple[sa.Column[int], sa.Column[str]]:
    return sa.Column(f"{what}_at", sa.BigInteger), sa.Column(f"{what}_by", sa.String(100))


def _of_broadcast(table: str, *, primary_key: bool = False) -> sa.Column[int]:
    reference = sa.ForeignKey("broadcasts.id", name=f"fk_{table}_broadcast", ondelete="CASCADE")
    return sa.Column("broadcast", _ID, reference, primary_key=primary_key, nullable=False)


def downgrade() -> None:
    """Drop the tables."""
    for table in ("schedules", "leases", "chat_pace", "pace", "deliveries", "broadcast_files", "broadcast_editions"):
        op.drop_table(table)
    op.drop_table("broadcasts")
