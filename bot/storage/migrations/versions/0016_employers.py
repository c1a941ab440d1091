"""The employer a record is about, so that employers can be listed."""

from __future__ import annotations

import unicodedata
from typing import Any

import orjson
import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_LONGEST = 200
_AT_ONCE = 1000
_FIELDS = {
    "employer": ("enterprise_visits", "job_pushes", "jobs"),
    "institution": ("training_classes",),
    "name": (
        "employment_bases", "hr_agencies", "incubators", "institutions", "named_organisations",
        "service_institutions", "startup_carriers", "supported_institutions", "training_bases",
    ),
    "source": ("labour_projects",),
    "unit": (
        "base_support_requests", "discredit_forwarding", "dispatch_filing_referrals", "federation_share",
        "internship_posts", "internship_subsidy_requests", "job_referral_subsidy_requests", "new_hire_subsidy_requests",
        "new_post_reward_requests", "notice_reviews", "over_quota_reward_requests", "placement_confirmations",
        "placement_plans", "placement_publication", "public_posts", "public_sector_ledger", "reserved_posts",
        "responsibility_report_data", "service_point_posts", "willing_employers",
    ),
}  # fmt: skip
"""Registers by the field that named the employer when this was written; those where it is encrypted are not here."""


def upgrade() -> None:
    """Add the column with its index, and fill it from what stands in clear."""
    name = sa.String(_LONGEST).with_variant(sa.String(_LONGEST, collation="C"), "postgresql")
    op.add_column("records", sa.Column("employer", name))
    for field, registers in _FIELDS.items():
        _fill(op.get_bind(), field, registers)
    where = sa.text("employer IS NOT NULL")
    columns = ["region", "employer", "register", "state", "changed_at", "id"]
    op.create_index("ix_records_employers", "records", columns, sqlite_where=where, postgresql_where=where)


def _fill(connection: sa.Connection, field: str, registers: tuple[str, ...]) -> None:
    table = sa.table("records", sa.column("id"), sa.column("register"), sa.column("open"), sa.column("employer"))
    row, last = table.c, 0
    write = sa.update(table).where(row.id == sa.bindparam("row")).values(employer=sa.bindparam("name"))
    while True:
        query = sa.select(row.id, row.open).where(row.register.in_(registers), row.id > last)
        some = connection.execute(query.order_by(row.id).limit(_AT_ONCE)).all()
        if not some:
            return
        last = some[-1].id
        read = ((each.id, orjson.loads(each.open).get(field)) for each in some)
        names = [{"row": number, "name": _plain(value)} for number, value in read if value is not None]
        if names:
            connection.execute(write, names)


def _plain(value: Any) -> str:
    return "".join(unicodedata.normalize("NFKC", str(value)).casefold().split())[:_LONGEST]


def downgrade() -> None:
    """Drop the index and the column."""
    op.drop_index("ix_records_employers", "records")
    op.drop_column("records", "employer")
