"""The database notes what every record of an action names, so that a trail can follow a person; old records as well.

A voucher is also found by the eight digits people read, when it is long used; and what watchers look at by day (what
doers did, what was typed afterwards or expires) is found by an index.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

INTO = "INSERT INTO audit_mention (community_id, named_id, at, record_id) "
FACTS = {
    "sqlite": (
        "SELECT {r}.community_id, replace(f.atom, '-', '') AS named_id, {r}.at, {r}.id AS record_id"
        " FROM {source}json_tree({r}.facts) AS f WHERE f.type = 'text'"
        " AND NOT (f.path = '$' AND f.key IN ('place_id', 'rule_id', 'shop_id', 'transfer_id'))"
        " AND length(f.atom) = 36 AND f.atom GLOB '????????-????-????-????-????????????'"
        " AND replace(f.atom, '-', '') NOT GLOB '*[^0-9a-f]*'"
    ),
    "postgresql": (
        "SELECT {r}.community_id, CAST(f.value #>> '{{}}' AS uuid) AS named_id, {r}.at, {r}.id AS record_id"
        " FROM {source}jsonb_each({r}.facts) AS k(key, value),"
        " jsonb_path_query(k.value, 'strict $.**') AS f(value)"
        " WHERE k.key NOT IN ('place_id', 'rule_id', 'shop_id', 'transfer_id')"
        " AND jsonb_typeof(f.value) = 'string'"
        " AND f.value #>> '{{}}' ~ '^[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}$'"
    ),
}
SUBJECT = (
    " UNION SELECT {r}.community_id, {r}.subject_id, {r}.at, {r}.id{from_} WHERE {r}.subject_id IS NOT NULL"
)


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    op.create_table(
        "audit_mention",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("named_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "record_id"],
            ["audit_record.community_id", "audit_record.id"],
            name=op.f("fk_audit_mention_community_id"),
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "named_id", "at", "record_id", name=op.f("pk_audit_mention")
        ),
        sqlite_with_rowid=False,
    )
    said = FACTS[dialect] + SUBJECT
    op.execute(INTO + said.format(r="r", source="audit_record AS r, ", from_=" FROM audit_record AS r"))
    noted = INTO + said.format(r="NEW", source="", from_="")
    if dialect == "sqlite":
        op.execute(f"CREATE TRIGGER mention_audit_record AFTER INSERT ON audit_record BEGIN {noted}; END")
        for deed in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER keep_audit_mention_{deed} BEFORE {deed.upper()} ON audit_mention "
                "BEGIN SELECT RAISE(ABORT, 'audit_mention is only ever added to'); END"
            )
    else:
        op.execute(
            "CREATE OR REPLACE FUNCTION mention_audit_record() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {noted}; RETURN NULL; END $$"
        )
        op.execute(
            "CREATE TRIGGER mention_audit_record AFTER INSERT ON audit_record "
            "FOR EACH ROW EXECUTE FUNCTION mention_audit_record()"
        )
        op.execute(
            "CREATE TRIGGER keep_audit_mention_row BEFORE UPDATE OR DELETE ON audit_mention "
            "FOR EACH ROW EXECUTE FUNCTION foundation_only_added()"
        )
        op.execute(
            "CREATE TRIGGER keep_audit_mention_truncate BEFORE TRUNCATE ON audit_mention "
            "FOR EACH STATEMENT EXECUTE FUNCTION foundation_only_added()"
        )
    op.create_index("ix_shop_voucher_spoken", "shop_voucher", ["community_id", "spoken"])
    op.create_index("ix_audit_record_actor", "audit_record", ["community_id", "actor_id", "at", "id"])
    op.create_index("ix_audit_record_deed", "audit_record", ["community_id", "deed", "at", "id"])
    few = {
        ("ix_goods_batch_left", "goods_batch", "expires_on"): "on_hand > 0",
        ("ix_volunteering_service_typed", "volunteering_service", "created_at"): "origin = 'back_filled'",
    }
    for (name, table, column), where in few.items():
        here = sa.text(where)
        op.create_index(
            name, table, ["community_id", column, "id"], sqlite_where=here, postgresql_where=here
        )
