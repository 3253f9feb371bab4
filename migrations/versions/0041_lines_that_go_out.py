"""What came in can go out again: which import or undoing took a line out, and which import an undoing takes back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.changing import replace_check

revision = "0041"
down_revision = "0040"

KINDS = (
    "'delivery', 'redemption', 'return', 'write_off', 'correction', 'transfer_out', 'transfer_in', 'kit_out',"
    " 'kit_in', 'opening', 'old_out'"
)
DIRECTION = (
    "(kind = 'redemption' AND quantity < 0) OR (kind IN ('return', 'delivery') AND quantity > 0)"
    " OR kind IN ('correction'{0}) OR (kind = 'write_off' AND quantity < 0)"
    " OR (kind IN ('transfer_out', 'kit_out') AND quantity < 0)"
    " OR (kind IN ('transfer_in', 'kit_in') AND quantity > 0)"
    " OR (kind = 'opening' AND quantity > 0) OR (kind = 'old_out' AND quantity < 0)"
)


def upgrade() -> None:
    replace_check(
        "goods_stock_move",
        op.f("ck_goods_stock_move_kind"),
        f"kind IN ({KINDS})",
        f"kind IN ({KINDS}, 'taken_back')",
    )
    replace_check(
        "goods_stock_move",
        op.f("ck_goods_stock_move_direction"),
        DIRECTION.format(""),
        DIRECTION.format(", 'taken_back'"),
    )
    op.add_column("foundation_import", sa.Column("undoes", sa.Uuid(), nullable=True))
    op.add_column("foundation_import_line", sa.Column("out_by", sa.Uuid(), nullable=True))
    gone = sa.text("out_by IS NOT NULL")
    op.create_index(
        "ix_foundation_import_line_out",
        "foundation_import_line",
        ["community_id", "out_by"],
        sqlite_where=gone,
        postgresql_where=gone,
    )
    once = sa.text("undoes IS NOT NULL")
    op.create_index(
        "ix_foundation_import_undoes",
        "foundation_import",
        ["community_id", "undoes"],
        sqlite_where=once,
        postgresql_where=once,
    )
