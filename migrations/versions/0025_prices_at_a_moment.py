"""A price may begin at a moment of a day and be one batch's alone; a line says which price it cost; stock stands in a shop.
Whoever may stand in for the second person of an act may lend that to somebody for a day.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.changing import drop_unique

revision = "0025"
down_revision = "0024"

LINE = "shop_redemption_line"


def upgrade() -> None:
    op.add_column("goods_price", sa.Column("effective_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("goods_price", sa.Column("batch_id", sa.Uuid(), nullable=True))
    drop_unique(
        "goods_price",
        op.f("uq_goods_price_community_id_item_id_effective_on"),
        "community_id, item_id, effective_on",
        refer=("batch_id", "goods_batch"),
    )
    op.create_index("ix_goods_price_item", "goods_price", ["community_id", "item_id", "effective_on"])
    op.add_column(LINE, sa.Column("price_id", sa.Uuid(), nullable=True))
    drop_unique(
        LINE,
        op.f("uq_shop_redemption_line_community_id_redemption_id_item_id"),
        "community_id, redemption_id, item_id",
        refer=("price_id", "goods_price"),
    )
    for name, columns, where in (
        ("uq_shop_redemption_line_item", ["item_id"], "price_id IS NULL"),
        ("uq_shop_redemption_line_price", ["item_id", "price_id"], "price_id IS NOT NULL"),
    ):
        op.create_index(
            name,
            LINE,
            ["community_id", "redemption_id", *columns],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_table(
        "people_delegation",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("lent_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=op.f("fk_people_delegation_community_id_account_id"),
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_people_delegation_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_people_delegation")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_people_delegation_day", "people_delegation", ["community_id", "day", "act"])
    # what a community has stands in the shop that was opened first
    op.execute(
        "UPDATE goods_batch SET shop_id = (SELECT s.id FROM shop_shop s WHERE s.community_id = goods_batch.community_id"
        " AND s.number = (SELECT min(f.number) FROM shop_shop f WHERE f.community_id = goods_batch.community_id))"
        " WHERE shop_id IS NULL"
    )

