"""A price is wished for by one and approved by another; a batch's own price is found by the batch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

TABLE = "goods_price_proposal"


def upgrade() -> None:
    op.create_index(
        "ix_goods_price_batch",
        "goods_price",
        ["community_id", "batch_id"],
        sqlite_where=sa.text("batch_id IS NOT NULL"),
        postgresql_where=sa.text("batch_id IS NOT NULL"),
    )
    op.create_table(
        TABLE,
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("wished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("price_id", sa.Uuid(), nullable=True),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status IN ('open', 'decided', 'declined', 'withdrawn', 'stopped')", name=op.f("ck_goods_price_proposal_status")),
        sa.CheckConstraint("tenths > 0", name=op.f("ck_goods_price_proposal_tenths")),
        sa.CheckConstraint(
            "(status IN ('decided', 'stopped')) = (price_id IS NOT NULL)", name=op.f("ck_goods_price_proposal_price")
        ),
        sa.CheckConstraint("(status = 'open') = (closed_at IS NULL)", name=op.f("ck_goods_price_proposal_closed")),
        sa.CheckConstraint(
            "status = 'withdrawn' OR closed_by <> proposed_by", name=op.f("ck_goods_price_proposal_two_people")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["community_id", f"{name}_id"],
                [f"goods_{name}.community_id", f"goods_{name}.id"],
                name=op.f(f"fk_goods_price_proposal_community_id_{name}_id"),
            )
            for name in ("item", "batch", "price")
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_goods_price_proposal_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_goods_price_proposal")),
        sqlite_with_rowid=False,
    )
    for name, where in (
        ("item", "status = 'open' AND batch_id IS NULL"),
        ("batch", "status = 'open' AND batch_id IS NOT NULL"),
    ):
        op.create_index(
            f"uq_goods_price_proposal_{name}",
            TABLE,
            ["community_id", f"{name}_id"],
            unique=True,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    op.create_index("ix_goods_price_proposal_item", TABLE, ["community_id", "item_id", "created_at"])
    op.create_index("ix_goods_price_proposal_price", TABLE, ["community_id", "price_id"])
