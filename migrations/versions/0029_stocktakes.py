"""Stocktakes: what is counted, each count with its moment, steps on the way, and what was signed. All of it is only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from points.foundation import guards

revision = "0029"
down_revision = "0028"

TABLES = (
    "goods_stocktake",
    "goods_stocktake_line",
    "goods_stocktake_step",
    "goods_count",
    "goods_signed_count",
)
REASONS = "'broken', 'expired', 'gave_more', 'gave_less', 'lost'"


def upgrade() -> None:
    _stocktakes()
    _counts()
    op.create_index("ix_goods_stocktake_begun", "goods_stocktake", ["community_id", "begun_at"])
    op.create_index("ix_goods_stocktake_step_of", "goods_stocktake_step", ["community_id", "stocktake_id"])
    guards.install(op.get_bind(), list(TABLES))


def _stocktakes() -> None:
    _table(
        "goods_stocktake",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("begun_by", sa.Uuid(), nullable=True),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        _among("goods_stocktake", "kind", "'opening', 'yearly', 'running'"),
        _among("goods_stocktake", "part", "'all', 'category', 'items'"),
    )
    _table(
        "goods_stocktake_line",
        sa.Column("stocktake_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        _within("goods_stocktake_line", "stocktake_id", "goods_stocktake"),
        _within("goods_stocktake_line", "item_id", "goods_item"),
        _unique("goods_stocktake_line", "stocktake_id", "item_id"),
    )
    _table(
        "goods_stocktake_step",
        sa.Column("stocktake_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _within("goods_stocktake_step", "stocktake_id", "goods_stocktake"),
        _among("goods_stocktake_step", "kind", "'handed_in', 'recount'"),
        _unique("goods_stocktake_step", "subject_id", "kind", "turn"),
    )


def _counts() -> None:
    _table(
        "goods_count",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("turn", sa.BigInteger(), nullable=False),
        sa.Column("mend", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counted_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        _within("goods_count", "line_id", "goods_stocktake_line"),
        _unique("goods_count", "line_id", "turn", "mend"),
        sa.CheckConstraint("quantity >= 0", name=op.f("ck_goods_count_quantity")),
    )
    _table(
        "goods_signed_count",
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("count_id", sa.Uuid(), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("difference", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("signed_as", sa.Text(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        _within("goods_signed_count", "line_id", "goods_stocktake_line"),
        _within("goods_signed_count", "count_id", "goods_count"),
        _unique("goods_signed_count", "line_id"),
        _among("goods_signed_count", "reason", f"'', {REASONS}"),
        sa.CheckConstraint(
            "(reason = '') = (difference = 0)", name=op.f("ck_goods_signed_count_reasoned")
        ),
    )


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{name}_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{name}")),
        sqlite_with_rowid=False,
    )


def _within(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column],
        [f"{target}.community_id", f"{target}.id"],
        name=op.f(f"fk_{table}_community_id_{column}"),
    )


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    names = ("community_id", *columns)
    return sa.UniqueConstraint(*names, name=op.f(f"uq_{table}_{'_'.join(names)}"))


def _among(table: str, column: str, words: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN ({words})", name=op.f(f"ck_{table}_{column}"))
