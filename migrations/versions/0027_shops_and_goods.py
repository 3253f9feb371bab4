"""Shops are opened by two and may be closed for a day; goods come in packages, have pictures, and a limit a quarter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

from migrations.changing import replace_check
from points.foundation.guards import trigger_statements

revision = "0027"
down_revision = "0026"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    for name, kind in (("package", sa.Text()), ("package_pieces", sa.BigInteger()), ("fair_shelf", sa.Boolean())):
        op.add_column("goods_item", sa.Column(name, kind, nullable=True))
    replace_check(
        "goods_item",
        "ck_goods_item_limit_window",
        "limit_window IN ('none', 'month', 'year')",
        "limit_window IN ('none', 'month', 'quarter', 'year')",
    )
    op.create_index("ix_goods_stock_move_item", "goods_stock_move", ["community_id", "item_id", "moved_on"])
    op.create_table(
        "goods_picture",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_picture_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "item_id"],
            ["goods_item.community_id", "goods_item.id"],
            name=op.f("fk_goods_picture_community_id_item_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_picture")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_goods_picture_item", "goods_picture", ["community_id", "item_id"])
    for statement in trigger_statements("goods_picture", op.get_bind().dialect.name):
        op.execute(statement)
    for name, kind in (("asked_by", sa.Uuid()), ("decided_by", sa.Uuid()), ("decided_at", sa.DateTime(timezone=True))):
        op.add_column("shop_shop", sa.Column(name, kind, nullable=True))
    replace_check(
        "shop_shop",
        "ck_shop_shop_status",
        "status IN ('open', 'closed')",
        "status IN ('open', 'closed', 'asked', 'declined')",
    )
    op.create_table(
        "shop_day",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('closed', 'open')", name=op.f("ck_shop_day_kind")),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_shop_day_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "shop_id"],
            ["shop_shop.community_id", "shop_shop.id"],
            name=op.f("fk_shop_day_community_id_shop_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_shop_day")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "uq_shop_day_standing",
        "shop_day",
        ["community_id", "shop_id", "day"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
