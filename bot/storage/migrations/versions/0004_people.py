"""People instead of profiles; records may have an owner; addresses and replies no longer stand in clear."""

from __future__ import annotations

from typing import Any

import orjson
import sqlalchemy as sa
from alembic import context, op

from bot.storage.encryption import Cipher, UnreadableError

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_NATION = "000000"


def upgrade() -> None:
    """Rename what there was, add what is new, then seal and hash what stood in clear."""
    _people()
    _consents()
    _records()
    op.execute("ALTER TABLE outgoing_replies RENAME COLUMN address TO address_hash")
    op.execute("ALTER TABLE outgoing_replies RENAME COLUMN replies TO content")
    op.execute("ALTER TABLE outgoing_replies RENAME COLUMN profile TO person")
    op.add_column("outgoing_replies", sa.Column("purpose", sa.String(40)))
    op.drop_index("ix_outgoing_replies_profile", "outgoing_replies")
    op.create_index("ix_outgoing_replies_person", "outgoing_replies", ["person"])
    op.create_index("ix_outgoing_replies_address_hash", "outgoing_replies", ["address_hash"])
    op.create_index("ix_conversations_updated_at", "conversations", ["updated_at"])
    op.create_index("ix_handled_updates_handled_at", "handled_updates", ["handled_at"])
    connection, cipher = op.get_bind(), context.config.attributes.get("cipher")
    for convert in (_seal_people, _seal_conversations, _seal_replies):
        convert(connection, cipher)


def _people() -> None:
    op.rename_table("profiles", "people")
    op.add_column("people", sa.Column("region", sa.String(6), nullable=False, server_default=_NATION))
    op.add_column("people", sa.Column("role", sa.String(20)))
    op.add_column("people", sa.Column("easy", sa.Boolean, nullable=False, server_default=sa.false()))
    op.add_column("people", sa.Column("last_seen", sa.Date, nullable=False, server_default="1970-01-01"))
    op.add_column("people", sa.Column("warned_on", sa.Date))
    op.add_column("people", sa.Column("blocked_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE people SET last_seen = date(updated_at)")
    op.create_index("ix_people_region", "people", ["region"])
    op.create_index("ix_people_last_seen", "people", ["last_seen"])
    op.create_table(
        "subscriptions",
        _of_person("subscriptions", primary_key=True),
        sa.Column("topic", sa.String(40), primary_key=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_subscriptions_topic", "subscriptions", ["topic"])
    op.execute("ALTER TABLE told_measures RENAME COLUMN profile TO person")


def _consents() -> None:
    op.execute("ALTER TABLE consents RENAME COLUMN profile TO person")
    op.drop_index("ix_consents_profile", "consents")
    op.create_index("ix_consents_person", "consents", ["person"])
    with op.batch_alter_table("consents") as table:
        table.drop_constraint("fk_consents_profile", type_="foreignkey")
        table.create_foreign_key("fk_consents_person", "people", ["person"], ["id"], ondelete="SET NULL")


def _records() -> None:
    # Alembic would add the reference in a second step, which SQLite does not know.
    op.execute(
        "ALTER TABLE records ADD COLUMN owner VARCHAR(32)"
        " CONSTRAINT fk_records_owner REFERENCES people (id) ON DELETE CASCADE"
    )
    op.create_index("ix_records_owner", "records", ["owner"])
    op.create_table(
        "record_marks",
        _of_record("record_marks", "CASCADE", primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("mark", sa.String(64), primary_key=True),
    )
    op.create_index("ix_record_marks_mark", "record_marks", ["mark"])
    op.create_table(
        "accesses",
        sa.Column("id", _ID, primary_key=True, autoincrement=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff", sa.String(100), nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("register", sa.String(60)),
        _of_person("accesses", "SET NULL"),
        _of_record("accesses", "SET NULL"),
    )
    for column in ("at", "person", "record"):
        op.create_index(f"ix_accesses_{column}", "accesses", [column])


def _of_person(table: str, at_deletion: str = "CASCADE", *, primary_key: bool = False) -> sa.Column[str]:
    reference = sa.ForeignKey("people.id", name=f"fk_{table}_person", ondelete=at_deletion)
    return sa.Column("person", sa.String(32), reference, primary_key=primary_key)


def _of_record(table: str, at_deletion: str, *, primary_key: bool = False) -> sa.Column[str]:
    reference = sa.ForeignKey("records.number", name=f"fk_{table}_record", ondelete=at_deletion)
    return sa.Column("record", sa.String(14), reference, primary_key=primary_key)


def _seal_people(connection: sa.Connection, cipher: Cipher | None) -> None:
    """Region and wording stand beside the ciphertext now. What no key opens stays as it is."""
    change = sa.text("UPDATE people SET content = :content, region = :region, easy = :easy WHERE id = :id")
    for row in connection.execute(sa.text("SELECT id, content FROM people")).all():
        try:
            document: dict[str, Any] = orjson.loads(_needed(cipher).unseal(row.content, row.id))
        except UnreadableError:
            if cipher is None:
                raise
            continue
        where = {"region": document.pop("region"), "easy": document.pop("easy")}
        connection.execute(
            change, {"id": row.id, "content": _needed(cipher).seal(orjson.dumps(document), row.id), **where}
        )


def _seal_conversations(connection: sa.Connection, cipher: Cipher | None) -> None:
    """Known by a keyed hash now. What no key opens is nobody's any more."""
    change = sa.text("UPDATE conversations SET id = :hash, state = :state WHERE id = :id")
    for row in connection.execute(sa.text("SELECT id, state FROM conversations")).all():
        try:
            state = orjson.loads(_needed(cipher).decrypt(row.state))
        except UnreadableError:
            if cipher is None:
                raise
            connection.execute(sa.text("DELETE FROM conversations WHERE id = :id"), {"id": row.id})
            continue
        mark = _needed(cipher).hashes(row.id)[0]
        connection.execute(
            change,
            {"id": row.id, "hash": mark, "state": _needed(cipher).seal(orjson.dumps({**state, "of": row.id}), mark)},
        )


def _seal_replies(connection: sa.Connection, cipher: Cipher | None) -> None:
    change = sa.text("UPDATE outgoing_replies SET address_hash = :hash, content = :content WHERE id = :id")
    rows = connection.execute(sa.text("SELECT id, channel, address_hash, content FROM outgoing_replies")).all()
    for row in rows:
        content = {"address": row.address_hash, "replies": orjson.loads(row.content)}
        mark = _needed(cipher).hashes(f"{row.channel}:{row.address_hash}")[0]
        sealed = _needed(cipher).seal(orjson.dumps(content), mark)
        connection.execute(change, {"id": row.id, "hash": mark, "content": sealed})


def _needed(cipher: Cipher | None) -> Cipher:
    if cipher is None:
        raise UnreadableError("升级要用密钥把旧数据加密，请设置 TONGXING_SECRET_KEYS 后再升级。")
    return cipher


def downgrade() -> None:
    """There is no way back to addresses in clear."""
    raise NotImplementedError("0004 cannot be undone: restore a backup taken before it.")
