"""Rows that give power or set values keep their history; what stands there now is its first line, as found."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from points.foundation.ids import new_id

revision = "0024"
down_revision = "0023"

#: what a line says of a row, column by column; of bytes and secrets it keeps a digest
SAID = {
    "foundation_setting": "created_at:time decided_by effective_on name value:json version",
    "goods_item": "category code created_at:time kind limit_count limit_window reference_fen safety_stock shelf_days"
    " status supply unit",
    "goods_price": "created_at:time effective_on item_id tenths",
    "people_account": "closed_at:time created_at:time opened_by password_hash:secret person_id status",
    "people_card": "ended_at:time issued_at:time kind number person_id pin_hash:secret purse_id replaced_by status"
    " token_hash:bytes",
    "people_code_sheet": "account_id confirmed_at:time created_at:time",
    "people_device": "created_at:time public_key:bytes shop_id status token_hash:bytes",
    "people_household": "created_at:time head_id number place_id status",
    "people_person": "created_at:time household_id merged_into public_id registered_by status",
    "people_purse": "account_id created_at:time household_id person_id",
    "people_recovery_code": "account_id created_at:time digest:bytes used_at:time",
    "people_relation": "created_at:time ended_at:time kind noted_by other_id person_id source:secret",
    "people_role_grant": "account_id answer:secret confirmed_at:time confirmed_by created_at:time ended_at:time"
    " granted_by objected_at:time objected_by objection:secret place_id role set_back_at:time valid_from valid_until",
    "people_second_factor": "account_id confirmed_at:time created_at:time sealed:bytes",
    "people_slip": "account_id code_hash:bytes created_at:time issued_by standing:json used_at:time valid_until:time",
    "people_token": "account_id created_at:time expires_at:time revoked_at:time scope session_epoch token_hash:bytes",
    "people_way": "account_id batch card_id confirmed_at:time confirmed_by confirmed_how ended_at:time ended_how"
    " made_at:time made_by person_id purse_id since:time slip_id",
    "shop_shop": "created_at:time hours:json number place_id status",
    "volunteering_rule": "cap category code counts_hours created_at:time credits_to effective_on evidence kind"
    " least_minutes name name_en tenths tier unit version",
}
RECORD = sa.table(
    "audit_record",
    *(sa.column(name, sa.Uuid) for name in ("community_id", "id", "subject_id")),
    *(sa.column(name, sa.Text) for name in ("actor_kind", "deed", "subject_kind", "outcome", "origin")),
    *(sa.column(name, sa.JSON().with_variant(JSONB(), "postgresql")) for name in ("facts", "commitments")),
    sa.column("at", sa.DateTime(timezone=True)),
    sa.column("leaf_hash", sa.LargeBinary),
)
LINE = sa.table(
    "audit_row_history",
    *(sa.column(name, sa.Uuid) for name in ("community_id", "row_id", "record_id")),
    *(sa.column(name, sa.Text) for name in ("kind", "state")),
    sa.column("seq", sa.BigInteger),
)


def upgrade() -> None:
    op.create_table(
        "audit_row_history",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("seq > 0", name=op.f("ck_audit_row_history_seq")),
        sa.ForeignKeyConstraint(
            ["community_id", "record_id"],
            ["audit_record.community_id", "audit_record.id"],
            name=op.f("fk_audit_row_history_community_id_record_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "kind", "row_id", "seq", name=op.f("pk_audit_row_history")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_audit_row_history_record", "audit_row_history", ["community_id", "record_id"])
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)
    for community_id in op.get_bind().execute(sa.text("SELECT id FROM foundation_community")).scalars():
        _begin(community_id if isinstance(community_id, UUID) else UUID(community_id))


def _guards(dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        for deed in ("update", "delete"):
            yield (
                f"CREATE TRIGGER keep_audit_row_history_{deed} BEFORE {deed.upper()} ON audit_row_history "
                "BEGIN SELECT RAISE(ABORT, 'audit_row_history is only ever added to'); END"
            )
        return
    yield (
        "CREATE TRIGGER keep_audit_row_history_row BEFORE UPDATE OR DELETE ON audit_row_history "
        "FOR EACH ROW EXECUTE FUNCTION foundation_only_added()"
    )
    yield (
        "CREATE TRIGGER keep_audit_row_history_truncate BEFORE TRUNCATE ON audit_row_history "
        "FOR EACH STATEMENT EXECUTE FUNCTION foundation_only_added()"
    )


def _begin(community_id: UUID) -> None:
    """The first line of each row, and the record that covers them."""
    bind = op.get_bind()
    lines = [
        {"kind": table, "row_id": row_id, "seq": 1, "state": said}
        for table in sorted(SAID)
        for row_id, said in _rows(bind, table, community_id)
    ]
    if not lines:
        return
    spelled = "\n".join(sorted(f"{one['kind']}|{one['row_id'].hex}|1|{one['state']}" for one in lines))
    record = _record(community_id, hashlib.sha256(spelled.encode()).hexdigest(), len(lines))
    bind.execute(RECORD.insert(), [record])
    bind.execute(
        LINE.insert(), [{**one, "community_id": community_id, "record_id": record["id"]} for one in lines]
    )


def _rows(bind: sa.Connection, table: str, community_id: UUID) -> Any:
    sql = f"SELECT t.id, {_said(table, bind.dialect.name)} FROM {table} t WHERE t.community_id = :c ORDER BY t.id"
    query = sa.text(sql).bindparams(sa.bindparam("c", type_=sa.Uuid)).columns(id=sa.Uuid, said=sa.Text)
    return bind.execute(query, {"c": community_id})


def _said(table: str, dialect: str) -> str:
    pairs = []
    for one in SAID[table].split():
        name, _, kind = one.partition(":")
        pairs.append(f"'{name}', {_value(name, kind, dialect)}")
    listed = ", ".join(pairs)
    if dialect == "sqlite":
        return f"json_patch('{{}}', json_object({listed}))"
    return f"CAST(jsonb_strip_nulls(jsonb_build_object({listed})) AS text)"


def _value(name: str, kind: str, dialect: str) -> str:
    if dialect == "sqlite":
        return f"sha256_hex(t.{name})" if kind in ("bytes", "secret") else f"t.{name}"
    return {
        "bytes": f"encode(sha256(t.{name}), 'hex')",
        "secret": f"encode(sha256(convert_to(t.{name}, 'UTF8')), 'hex')",
        "json": f"CAST(t.{name} AS text)",
        "time": f"t.{name} AT TIME ZONE 'UTC'",
    }.get(kind, f"t.{name}")


def _record(community_id: UUID, digest: str, rows: int) -> dict[str, Any]:
    now = datetime.now(UTC)
    hashed: dict[str, Any] = {
        "community_id": str(community_id),
        "id": str(new_id()),
        "at": now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "actor_kind": "system",
        "actor_id": None,
        "device_id": None,
        "deed": "history.begun",
        "subject_kind": "community",
        "subject_id": str(community_id),
        "outcome": "done",
        "origin": "entered",
        "facts": {"rows": rows},
        "commitments": {"rows": digest},
    }
    said = json.dumps(hashed, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return {
        **{name: value for name, value in hashed.items() if name not in ("actor_id", "device_id")},
        "community_id": community_id,
        "id": UUID(hashed["id"]),
        "subject_id": community_id,
        "at": now,
        "leaf_hash": hashlib.sha256(b"\x00" + said).digest(),
    }
