"""The first books of every room, and the triggers that keep them: history is only ever added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

KEPT = (
    "audit_record",
    "goods_stock_move",
    "ledger_entry",
    "ledger_lot_use",
    "ledger_recoverable",
    "ledger_replay",
    "ledger_transfer",
    "ledger_txn",
    "shop_redemption",
    "shop_redemption_line",
    "volunteering_award",
)

POSTGRESQL_FUNCTION = """CREATE OR REPLACE FUNCTION foundation_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""


def upgrade() -> None:
    op.create_table(
        "audit_refused_count",
        sa.Column("minute", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("times", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("minute", "deed", "code", name=op.f("pk_audit_refused_count")),
    )
    op.create_table(
        "foundation_community",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "number > 0 AND number <= 4294967295", name=op.f("ck_foundation_community_number")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_foundation_community")),
        sa.UniqueConstraint("number", name=op.f("uq_foundation_community_number")),
    )
    op.create_table(
        "foundation_epoch",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_foundation_epoch")),
    )
    op.create_table(
        "foundation_job",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", JSON, nullable=True),
        sa.PrimaryKeyConstraint("name", "day", name=op.f("pk_foundation_job")),
    )
    op.create_table(
        "foundation_key",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("signs_until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 255", name=op.f("ck_foundation_key_number")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_foundation_key")),
    )
    op.create_table(
        "audit_record",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("commitments", JSON, nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('person', 'system', 'import', 'nobody')", name=op.f("ck_audit_record_actor_kind")
        ),
        sa.CheckConstraint("outcome IN ('done', 'refused')", name=op.f("ck_audit_record_outcome")),
        sa.CheckConstraint("length(leaf_hash) = 32", name=op.f("ck_audit_record_leaf_hash")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_audit_record_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_audit_record")),
    )
    op.create_index("ix_audit_record_at", "audit_record", ["community_id", "at", "id"], unique=False)
    op.create_index("ix_audit_record_subject", "audit_record", ["community_id", "subject_id"], unique=False)
    op.create_table(
        "foundation_import",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("report", JSON, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_foundation_import_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_foundation_import")),
    )
    op.create_table(
        "foundation_setting",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("value", JSON, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_foundation_setting_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_foundation_setting_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_foundation_setting")),
        sa.UniqueConstraint(
            "community_id", "name", "version", name=op.f("uq_foundation_setting_community_id_name_version")
        ),
    )
    op.create_table(
        "goods_item",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("glyph", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("shelf_days", sa.BigInteger(), nullable=True),
        sa.Column("safety_stock", sa.BigInteger(), nullable=False),
        sa.Column("limit_count", sa.BigInteger(), nullable=False),
        sa.Column("limit_window", sa.Text(), nullable=False),
        sa.Column("reference_fen", sa.BigInteger(), nullable=False),
        sa.Column("supply", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('goods', 'service')", name=op.f("ck_goods_item_kind")),
        sa.CheckConstraint(
            "limit_count > 0 OR limit_window = 'none'", name=op.f("ck_goods_item_limit_count")
        ),
        sa.CheckConstraint(
            "limit_window IN ('none', 'month', 'year')", name=op.f("ck_goods_item_limit_window")
        ),
        sa.CheckConstraint("status IN ('offered', 'withdrawn')", name=op.f("ck_goods_item_status")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_item_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_item")),
        sa.UniqueConstraint("community_id", "code", name=op.f("uq_goods_item_community_id_code")),
    )
    op.create_table(
        "goods_source",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('donor', 'partner', 'purchase')", name=op.f("ck_goods_source_kind")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_source_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_source")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_goods_source_community_id_name")),
    )
    op.create_table(
        "ledger_account",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("balance_mode", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'purse') = (balance_mode = 'strict')", name=op.f("ck_ledger_account_purse_is_strict")
        ),
        sa.CheckConstraint(
            "balance_mode IN ('strict', 'folded')", name=op.f("ck_ledger_account_balance_mode")
        ),
        sa.CheckConstraint(
            "kind IN ('purse', 'shop', 'issued', 'lapsed', 'pool', 'loss', 'correction')",
            name=op.f("ck_ledger_account_kind"),
        ),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_ledger_account_status")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_account_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ledger_account")),
    )
    op.create_table(
        "ledger_cap_use",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("subject", sa.Uuid(), nullable=False),
        sa.Column("time_window", sa.Text(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("allowed", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("used >= 0 AND used <= allowed", name=op.f("ck_ledger_cap_use_used")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_cap_use_community_id")
        ),
        sa.PrimaryKeyConstraint(
            "community_id", "rule", "subject", "time_window", name=op.f("pk_ledger_cap_use")
        ),
    )
    op.create_table(
        "ledger_txn",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("request_key", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("answer", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_txn_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ledger_txn")),
        sa.UniqueConstraint(
            "community_id", "request_key", name=op.f("uq_ledger_txn_community_id_request_key")
        ),
    )
    op.create_table(
        "oversight_check",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("findings", JSON, nullable=False),
        sa.CheckConstraint("outcome IN ('balanced', 'broken')", name=op.f("ck_oversight_check_outcome")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_oversight_check_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_oversight_check")),
    )
    op.create_table(
        "people_code_use",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("step", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_code_use_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "handle", "step", "purpose", name=op.f("pk_people_code_use")),
    )
    op.create_table(
        "people_device",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("last_seen", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'revoked')", name=op.f("ck_people_device_status")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_device_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_device")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_device_token_hash")),
    )
    op.create_table(
        "people_place",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind IN ('community', 'grid')) = (community_id IS NOT NULL)", name=op.f("ck_people_place_owner")
        ),
        sa.CheckConstraint(
            "kind IN ('district', 'street', 'community', 'grid')", name=op.f("ck_people_place_kind")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_place_community_id")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["people_place.id"], name=op.f("fk_people_place_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_place")),
    )
    op.create_table(
        "shop_shop",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("spot", sa.Text(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('open', 'closed')", name=op.f("ck_shop_shop_status")),
        sa.CheckConstraint("number > 0 AND number <= 4294967295", name=op.f("ck_shop_shop_number")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_shop_shop_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shop_shop")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_shop_shop_community_id_number")),
    )
    op.create_table(
        "volunteering_rule",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=False),
        sa.Column("cap", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("credits_to", sa.Text(), nullable=False),
        sa.Column("counts_hours", sa.Boolean(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "credits_to IN ('person', 'household')", name=op.f("ck_volunteering_rule_credits_to")
        ),
        sa.CheckConstraint("kind IN ('award', 'penalty')", name=op.f("ck_volunteering_rule_kind")),
        sa.CheckConstraint("tenths >= 0", name=op.f("ck_volunteering_rule_tenths")),
        sa.CheckConstraint("version > 0", name=op.f("ck_volunteering_rule_version")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_volunteering_rule_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_volunteering_rule")),
        sa.UniqueConstraint(
            "community_id", "code", "version", name=op.f("uq_volunteering_rule_community_id_code_version")
        ),
    )
    op.create_table(
        "audit_outbox",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "record_id"],
            ["audit_record.community_id", "audit_record.id"],
            name=op.f("fk_audit_outbox_community_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "record_id", name=op.f("pk_audit_outbox")),
    )
    op.create_table(
        "audit_private",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "record_id"],
            ["audit_record.community_id", "audit_record.id"],
            name=op.f("fk_audit_private_community_id_record_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "record_id", "name", name=op.f("pk_audit_private")),
    )
    op.create_table(
        "foundation_import_line",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.CheckConstraint("level IN ('taken', 'noted')", name=op.f("ck_foundation_import_line_level")),
        sa.ForeignKeyConstraint(
            ["community_id", "batch_id"],
            ["foundation_import.community_id", "foundation_import.id"],
            name=op.f("fk_foundation_import_line_community_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_foundation_import_line_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "key", name=op.f("pk_foundation_import_line")),
    )
    op.create_index(
        "ix_foundation_import_line_subject",
        "foundation_import_line",
        ["community_id", "subject_id"],
        unique=False,
    )
    op.create_table(
        "goods_barcode",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("barcode", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "item_id"],
            ["goods_item.community_id", "goods_item.id"],
            name=op.f("fk_goods_barcode_community_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "barcode", name=op.f("pk_goods_barcode")),
    )
    op.create_table(
        "goods_batch",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("on_hand", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_goods_batch_on_hand")),
        sa.CheckConstraint("received > 0", name=op.f("ck_goods_batch_received")),
        sa.ForeignKeyConstraint(
            ["community_id", "item_id"],
            ["goods_item.community_id", "goods_item.id"],
            name=op.f("fk_goods_batch_community_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "source_id"],
            ["goods_source.community_id", "goods_source.id"],
            name=op.f("fk_goods_batch_community_id_source_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_batch_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_batch")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_goods_batch_community_id_number")),
    )
    op.create_index(
        "ix_goods_batch_shelf", "goods_batch", ["community_id", "item_id", "expires_on"], unique=False
    )
    op.create_table(
        "goods_price",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tenths > 0", name=op.f("ck_goods_price_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "item_id"],
            ["goods_item.community_id", "goods_item.id"],
            name=op.f("fk_goods_price_community_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_price_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_price")),
        sa.UniqueConstraint(
            "community_id",
            "item_id",
            "effective_on",
            name=op.f("uq_goods_price_community_id_item_id_effective_on"),
        ),
    )
    op.create_table(
        "ledger_balance",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("held >= 0", name=op.f("ck_ledger_balance_held")),
        sa.CheckConstraint("posted - held >= 0", name=op.f("ck_ledger_balance_available")),
        sa.CheckConstraint("version >= 0", name=op.f("ck_ledger_balance_version")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_ledger_balance_community_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", name=op.f("pk_ledger_balance")),
    )
    op.create_table(
        "ledger_lot",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("granted", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("earned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lapses_on", sa.Date(), nullable=False),
        sa.CheckConstraint("kind IN ('earned', 'gifted')", name=op.f("ck_ledger_lot_kind")),
        sa.CheckConstraint("remaining >= 0 AND remaining <= granted", name=op.f("ck_ledger_lot_remaining")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_ledger_lot_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_lot_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ledger_lot")),
        sa.UniqueConstraint(
            "community_id",
            "account_id",
            "kind",
            "lapses_on",
            name=op.f("uq_ledger_lot_community_id_account_id_kind_lapses_on"),
        ),
    )
    op.create_table(
        "ledger_replay",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("txn_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "txn_id"],
            ["ledger_txn.community_id", "ledger_txn.id"],
            name=op.f("fk_ledger_replay_community_id_txn_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_replay_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ledger_replay")),
    )
    op.create_table(
        "ledger_transfer",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("txn_id", sa.Uuid(), nullable=False),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("point_kind", sa.Text(), nullable=False),
        sa.Column("resolves", sa.Uuid(), nullable=True),
        sa.Column("reverses", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(phase IN ('post', 'void')) = (resolves IS NOT NULL)", name=op.f("ck_ledger_transfer_resolves")
        ),
        sa.CheckConstraint(
            "phase IN ('single', 'pending', 'post', 'void')", name=op.f("ck_ledger_transfer_phase")
        ),
        sa.CheckConstraint("point_kind IN ('earned', 'gifted')", name=op.f("ck_ledger_transfer_point_kind")),
        sa.CheckConstraint("source_id <> target_id", name=op.f("ck_ledger_transfer_two_accounts")),
        sa.CheckConstraint("tenths > 0", name=op.f("ck_ledger_transfer_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "resolves"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_ledger_transfer_community_id_resolves"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "reverses"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_ledger_transfer_community_id_reverses"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "source_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_ledger_transfer_community_id_source_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "target_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_ledger_transfer_community_id_target_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "txn_id"],
            ["ledger_txn.community_id", "ledger_txn.id"],
            name=op.f("fk_ledger_transfer_community_id_txn_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_transfer_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ledger_transfer")),
        sa.UniqueConstraint(
            "community_id", "resolves", name=op.f("uq_ledger_transfer_community_id_resolves")
        ),
        sa.UniqueConstraint(
            "community_id", "reverses", name=op.f("uq_ledger_transfer_community_id_reverses")
        ),
    )
    op.create_index("ix_ledger_transfer_txn", "ledger_transfer", ["community_id", "txn_id"], unique=False)
    op.create_table(
        "people_household",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("head_id", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status IN ('active', 'left')", name=op.f("ck_people_household_status")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_household_community_id")
        ),
        sa.ForeignKeyConstraint(["place_id"], ["people_place.id"], name=op.f("fk_people_household_place_id")),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_household")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_people_household_community_id_number")),
    )
    op.create_table(
        "goods_stock_move",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'redemption' AND quantity < 0) OR (kind IN ('return', 'delivery') AND quantity > 0) OR kind IN ('correction') OR (kind = 'write_off' AND quantity < 0)",
            name=op.f("ck_goods_stock_move_direction"),
        ),
        sa.CheckConstraint(
            "kind IN ('delivery', 'redemption', 'return', 'write_off', 'correction')",
            name=op.f("ck_goods_stock_move_kind"),
        ),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_goods_stock_move_quantity")),
        sa.ForeignKeyConstraint(
            ["community_id", "batch_id"],
            ["goods_batch.community_id", "goods_batch.id"],
            name=op.f("fk_goods_stock_move_community_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "item_id"],
            ["goods_item.community_id", "goods_item.id"],
            name=op.f("fk_goods_stock_move_community_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_stock_move_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_stock_move")),
    )
    op.create_index(
        "ix_goods_stock_move_batch", "goods_stock_move", ["community_id", "batch_id"], unique=False
    )
    op.create_index(
        "ix_goods_stock_move_subject", "goods_stock_move", ["community_id", "subject_id"], unique=False
    )
    op.create_table(
        "ledger_entry",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=False),
        sa.Column("held_after", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "held_after >= 0 AND balance_after - held_after >= 0", name=op.f("ck_ledger_entry_after")
        ),
        sa.CheckConstraint("tenths <> 0 OR held <> 0", name=op.f("ck_ledger_entry_moves")),
        sa.CheckConstraint("version > 0", name=op.f("ck_ledger_entry_version")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_ledger_entry_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transfer_id"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_ledger_entry_community_id_transfer_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", "version", name=op.f("pk_ledger_entry")),
    )
    op.create_index("ix_ledger_entry_subject", "ledger_entry", ["community_id", "subject_id"], unique=False)
    op.create_index("ix_ledger_entry_transfer", "ledger_entry", ["community_id", "transfer_id"], unique=False)
    op.create_table(
        "ledger_lot_use",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("tenths <> 0", name=op.f("ck_ledger_lot_use_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "lot_id"],
            ["ledger_lot.community_id", "ledger_lot.id"],
            name=op.f("fk_ledger_lot_use_community_id_lot_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transfer_id"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_ledger_lot_use_community_id_transfer_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "transfer_id", "lot_id", name=op.f("pk_ledger_lot_use")),
    )
    op.create_index("ix_ledger_lot_use_lot", "ledger_lot_use", ["community_id", "lot_id"], unique=False)
    op.create_table(
        "ledger_recoverable",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tenths > 0", name=op.f("ck_ledger_recoverable_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_ledger_recoverable_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transfer_id"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_ledger_recoverable_community_id_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_ledger_recoverable_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_ledger_recoverable")),
    )
    op.create_table(
        "people_person",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("kinship", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("care_mode", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('active', 'left', 'dead', 'merged')", name=op.f("ck_people_person_status")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "household_id"],
            ["people_household.community_id", "people_household.id"],
            name=op.f("fk_people_person_community_id_household_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "merged_into"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_person_community_id_merged_into"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_person_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_person")),
        sa.UniqueConstraint(
            "community_id", "public_id", name=op.f("uq_people_person_community_id_public_id")
        ),
    )
    op.create_index(
        "ix_people_person_household", "people_person", ["community_id", "household_id"], unique=False
    )
    op.create_table(
        "people_account",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("session_epoch", sa.BigInteger(), nullable=False),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_sign_in", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('invited', 'active', 'closed')", name=op.f("ck_people_account_status")
        ),
        sa.CheckConstraint("failed >= 0", name=op.f("ck_people_account_failed")),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_account_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_account_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_account")),
        sa.UniqueConstraint("username", name=op.f("uq_people_account_username")),
    )
    op.create_index("ix_people_account_person", "people_account", ["community_id", "person_id"], unique=False)
    op.create_table(
        "people_handle",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.Text(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_handle_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_handle_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_handle")),
        sa.UniqueConstraint("community_id", "handle", name=op.f("uq_people_handle_community_id_handle")),
    )
    op.create_index("ix_people_handle_person", "people_handle", ["community_id", "person_id"], unique=False)
    op.create_table(
        "people_identity",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("gender", sa.Text(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_identity_community_id_person_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "person_id", name=op.f("pk_people_identity")),
    )
    op.create_index("ix_people_identity_name", "people_identity", ["community_id", "name"], unique=False)
    op.create_index("ix_people_identity_phone", "people_identity", ["community_id", "phone"], unique=False)
    op.create_table(
        "people_purse",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(household_id IS NULL) <> (person_id IS NULL)", name=op.f("ck_people_purse_one_owner")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_people_purse_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "household_id"],
            ["people_household.community_id", "people_household.id"],
            name=op.f("fk_people_purse_community_id_household_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_purse_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_purse_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_purse")),
        sa.UniqueConstraint(
            "community_id", "account_id", name=op.f("uq_people_purse_community_id_account_id")
        ),
        sa.UniqueConstraint(
            "community_id", "household_id", name=op.f("uq_people_purse_community_id_household_id")
        ),
        sa.UniqueConstraint("community_id", "person_id", name=op.f("uq_people_purse_community_id_person_id")),
    )
    op.create_table(
        "people_relation",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("person_id <> other_id", name=op.f("ck_people_relation_two_people")),
        sa.ForeignKeyConstraint(
            ["community_id", "other_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_relation_community_id_other_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_relation_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_relation_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_relation")),
        sa.UniqueConstraint(
            "community_id",
            "person_id",
            "other_id",
            name=op.f("uq_people_relation_community_id_person_id_other_id"),
        ),
    )
    op.create_table(
        "shop_voucher",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("spoken", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("key_number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'redeemed', 'returned', 'lapsed')", name=op.f("ck_shop_voucher_status")
        ),
        sa.CheckConstraint("tenths > 0", name=op.f("ck_shop_voucher_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_shop_voucher_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "hold_id"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_shop_voucher_community_id_hold_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_shop_voucher_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shop_shop.community_id", "shop_shop.id"],
            name=op.f("fk_shop_voucher_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_shop_voucher_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shop_voucher")),
        sa.UniqueConstraint("community_id", "hold_id", name=op.f("uq_shop_voucher_community_id_hold_id")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_shop_voucher_community_id_number")),
        sa.UniqueConstraint("community_id", "public_id", name=op.f("uq_shop_voucher_community_id_public_id")),
    )
    op.create_index("ix_shop_voucher_account", "shop_voucher", ["community_id", "account_id"], unique=False)
    op.create_index(
        "uq_shop_voucher_open_spoken",
        "shop_voucher",
        ["community_id", "spoken"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_table(
        "volunteering_activity",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("spot", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=True),
        sa.Column("capacity", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("planned_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origin IN ('planned', 'back_filled', 'imported')", name=op.f("ck_volunteering_activity_origin")
        ),
        sa.CheckConstraint(
            "status IN ('open', 'held', 'reviewed', 'cancelled')",
            name=op.f("ck_volunteering_activity_status"),
        ),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_volunteering_activity_times")),
        sa.ForeignKeyConstraint(
            ["community_id", "leader_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_volunteering_activity_community_id_leader_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "rule_id"],
            ["volunteering_rule.community_id", "volunteering_rule.id"],
            name=op.f("fk_volunteering_activity_community_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_volunteering_activity_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_volunteering_activity")),
        sa.UniqueConstraint(
            "community_id", "public_id", name=op.f("uq_volunteering_activity_community_id_public_id")
        ),
    )
    op.create_index(
        "ix_volunteering_activity_starts",
        "volunteering_activity",
        ["community_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "people_card",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("purse_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=True),
        sa.Column("failed", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('household', 'person', 'carer')", name=op.f("ck_people_card_kind")),
        sa.CheckConstraint("status IN ('active', 'revoked', 'replaced')", name=op.f("ck_people_card_status")),
        sa.CheckConstraint("failed >= 0", name=op.f("ck_people_card_failed")),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_people_card_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "purse_id"],
            ["people_purse.community_id", "people_purse.id"],
            name=op.f("fk_people_card_community_id_purse_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "replaced_by"],
            ["people_card.community_id", "people_card.id"],
            name=op.f("fk_people_card_community_id_replaced_by"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_card_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_card")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_people_card_community_id_number")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_card_token_hash")),
    )
    op.create_index("ix_people_card_purse", "people_card", ["community_id", "purse_id"], unique=False)
    op.create_table(
        "people_role_grant",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('resident', 'grid_worker', 'leader', 'officer', 'panel', 'committee', 'supervisor', 'shop_manager', 'clerk', 'merchant', 'donor', 'street', 'admin')",
            name=op.f("ck_people_role_grant_role"),
        ),
        sa.CheckConstraint("valid_from <= valid_until", name=op.f("ck_people_role_grant_dates")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=op.f("fk_people_role_grant_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_role_grant_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["place_id"], ["people_place.id"], name=op.f("fk_people_role_grant_place_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_role_grant")),
    )
    op.create_index(
        "ix_people_role_grant_account", "people_role_grant", ["community_id", "account_id"], unique=False
    )
    op.create_table(
        "people_slip",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=op.f("fk_people_slip_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_slip_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_slip")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_people_slip_code_hash")),
    )
    op.create_table(
        "people_token",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("session_epoch", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=op.f("fk_people_token_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_token_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_people_token_token_hash")),
    )
    op.create_table(
        "volunteering_attendance",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("method_in", sa.Text(), nullable=False),
        sa.Column("method_out", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "method_in IN ('leader_scan', 'self_scan', 'leader_tick', 'typed')",
            name=op.f("ck_volunteering_attendance_method_in"),
        ),
        sa.CheckConstraint(
            "out_at IS NULL OR out_at >= in_at", name=op.f("ck_volunteering_attendance_times")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "activity_id"],
            ["volunteering_activity.community_id", "volunteering_activity.id"],
            name=op.f("fk_volunteering_attendance_community_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_volunteering_attendance_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["foundation_community.id"],
            name=op.f("fk_volunteering_attendance_community_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_volunteering_attendance")),
        sa.UniqueConstraint(
            "community_id",
            "activity_id",
            "person_id",
            name=op.f("uq_volunteering_attendance_community_id_activity_id_person_id"),
        ),
    )
    op.create_table(
        "volunteering_service",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("served_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("quantity_tenths", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("first_by", sa.Uuid(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.Text(), nullable=False),
        sa.Column("publicity_until", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origin IN ('activity', 'claim', 'back_filled', 'imported')",
            name=op.f("ck_volunteering_service_origin"),
        ),
        sa.CheckConstraint(
            "status IN ('draft', 'submitted', 'verified', 'deliberated', 'in_publicity', 'objected', 'credited', 'rejected', 'reversed')",
            name=op.f("ck_volunteering_service_status"),
        ),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_volunteering_service_minutes")),
        sa.CheckConstraint("quantity_tenths >= 0", name=op.f("ck_volunteering_service_quantity")),
        sa.ForeignKeyConstraint(
            ["community_id", "activity_id"],
            ["volunteering_activity.community_id", "volunteering_activity.id"],
            name=op.f("fk_volunteering_service_community_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_volunteering_service_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "rule_id"],
            ["volunteering_rule.community_id", "volunteering_rule.id"],
            name=op.f("fk_volunteering_service_community_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_volunteering_service_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_volunteering_service")),
        sa.UniqueConstraint(
            "community_id",
            "activity_id",
            "person_id",
            name=op.f("uq_volunteering_service_community_id_activity_id_person_id"),
        ),
        sa.UniqueConstraint(
            "community_id", "public_id", name=op.f("uq_volunteering_service_community_id_public_id")
        ),
    )
    op.create_index(
        "ix_volunteering_service_person",
        "volunteering_service",
        ["community_id", "person_id", "served_on"],
        unique=False,
    )
    op.create_index(
        "ix_volunteering_service_status",
        "volunteering_service",
        ["community_id", "status", "served_on"],
        unique=False,
    )
    op.create_table(
        "volunteering_sign_up",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "status IN ('signed_up', 'withdrawn', 'no_show')", name=op.f("ck_volunteering_sign_up_status")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "activity_id"],
            ["volunteering_activity.community_id", "volunteering_activity.id"],
            name=op.f("fk_volunteering_sign_up_community_id_activity_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_volunteering_sign_up_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_volunteering_sign_up_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_volunteering_sign_up")),
        sa.UniqueConstraint(
            "community_id",
            "activity_id",
            "person_id",
            name=op.f("uq_volunteering_sign_up_community_id_activity_id_person_id"),
        ),
    )
    op.create_table(
        "shop_redemption",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("voucher_id", sa.Uuid(), nullable=True),
        sa.Column("card_id", sa.Uuid(), nullable=True),
        sa.Column("txn_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("scan_id", sa.Text(), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("balance_after", sa.BigInteger(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("redeemed_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("origin IN ('counter', 'imported')", name=op.f("ck_shop_redemption_origin")),
        sa.CheckConstraint("tenths > 0", name=op.f("ck_shop_redemption_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["ledger_account.community_id", "ledger_account.id"],
            name=op.f("fk_shop_redemption_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "card_id"],
            ["people_card.community_id", "people_card.id"],
            name=op.f("fk_shop_redemption_community_id_card_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "person_id"],
            ["people_person.community_id", "people_person.id"],
            name=op.f("fk_shop_redemption_community_id_person_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shop_shop.community_id", "shop_shop.id"],
            name=op.f("fk_shop_redemption_community_id_shop_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transfer_id"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_shop_redemption_community_id_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "txn_id"],
            ["ledger_txn.community_id", "ledger_txn.id"],
            name=op.f("fk_shop_redemption_community_id_txn_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "voucher_id"],
            ["shop_voucher.community_id", "shop_voucher.id"],
            name=op.f("fk_shop_redemption_community_id_voucher_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_shop_redemption_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shop_redemption")),
        sa.UniqueConstraint("community_id", "receipt", name=op.f("uq_shop_redemption_community_id_receipt")),
        sa.UniqueConstraint("community_id", "scan_id", name=op.f("uq_shop_redemption_community_id_scan_id")),
        sa.UniqueConstraint(
            "community_id", "transfer_id", name=op.f("uq_shop_redemption_community_id_transfer_id")
        ),
        sa.UniqueConstraint(
            "community_id", "voucher_id", name=op.f("uq_shop_redemption_community_id_voucher_id")
        ),
    )
    op.create_index(
        "ix_shop_redemption_account", "shop_redemption", ["community_id", "account_id"], unique=False
    )
    op.create_index("ix_shop_redemption_at", "shop_redemption", ["community_id", "at"], unique=False)
    op.create_table(
        "volunteering_award",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("rule_version", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "origin IN ('activity', 'claim', 'back_filled', 'imported')",
            name=op.f("ck_volunteering_award_origin"),
        ),
        sa.CheckConstraint("tenths > 0 OR reason <> ''", name=op.f("ck_volunteering_award_why_nothing")),
        sa.CheckConstraint(
            "(tenths > 0) = (transfer_id IS NOT NULL)", name=op.f("ck_volunteering_award_moved")
        ),
        sa.CheckConstraint("tenths >= 0 AND minutes >= 0", name=op.f("ck_volunteering_award_amounts")),
        sa.ForeignKeyConstraint(
            ["community_id", "rule_id"],
            ["volunteering_rule.community_id", "volunteering_rule.id"],
            name=op.f("fk_volunteering_award_community_id_rule_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "service_id"],
            ["volunteering_service.community_id", "volunteering_service.id"],
            name=op.f("fk_volunteering_award_community_id_service_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "transfer_id"],
            ["ledger_transfer.community_id", "ledger_transfer.id"],
            name=op.f("fk_volunteering_award_community_id_transfer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_volunteering_award_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_volunteering_award")),
        sa.UniqueConstraint(
            "community_id", "service_id", name=op.f("uq_volunteering_award_community_id_service_id")
        ),
    )
    op.create_index(
        "ix_volunteering_award_person", "volunteering_award", ["community_id", "person_id"], unique=False
    )
    op.create_table(
        "shop_redemption_line",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("redemption_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit_tenths", sa.BigInteger(), nullable=False),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0 AND unit_tenths > 0", name=op.f("ck_shop_redemption_line_amounts")),
        sa.CheckConstraint("tenths = quantity * unit_tenths", name=op.f("ck_shop_redemption_line_tenths")),
        sa.ForeignKeyConstraint(
            ["community_id", "item_id"],
            ["goods_item.community_id", "goods_item.id"],
            name=op.f("fk_shop_redemption_line_community_id_item_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "redemption_id"],
            ["shop_redemption.community_id", "shop_redemption.id"],
            name=op.f("fk_shop_redemption_line_community_id_redemption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_shop_redemption_line_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shop_redemption_line")),
        sa.UniqueConstraint(
            "community_id",
            "redemption_id",
            "item_id",
            name=op.f("uq_shop_redemption_line_community_id_redemption_id_item_id"),
        ),
    )
    op.create_index(
        "ix_shop_redemption_line_item", "shop_redemption_line", ["community_id", "item_id"], unique=False
    )
    op.create_table(
        "shop_undo",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("redemption_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("txn_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(status = 'confirmed') = (txn_id IS NOT NULL)", name=op.f("ck_shop_undo_confirmed")
        ),
        sa.CheckConstraint("status IN ('asked', 'confirmed', 'declined')", name=op.f("ck_shop_undo_status")),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_by <> asked_by", name=op.f("ck_shop_undo_two_people")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "redemption_id"],
            ["shop_redemption.community_id", "shop_redemption.id"],
            name=op.f("fk_shop_undo_community_id_redemption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "txn_id"],
            ["ledger_txn.community_id", "ledger_txn.id"],
            name=op.f("fk_shop_undo_community_id_txn_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_shop_undo_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shop_undo")),
        sa.UniqueConstraint(
            "community_id", "redemption_id", name=op.f("uq_shop_undo_community_id_redemption_id")
        ),
    )
    keep_history()


def keep_history() -> None:
    """Triggers that refuse UPDATE, DELETE and TRUNCATE on the tables of KEPT."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    if not sqlite:
        op.execute(POSTGRESQL_FUNCTION)
    for table in KEPT:
        if sqlite:
            for deed in ("update", "delete"):
                op.execute(
                    f"CREATE TRIGGER keep_{table}_{deed} BEFORE {deed.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
                )
            continue
        op.execute(
            f"CREATE TRIGGER keep_{table}_row BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION foundation_only_added()"
        )
        op.execute(
            f"CREATE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION foundation_only_added()"
        )
