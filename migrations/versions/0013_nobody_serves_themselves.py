"""An undo says why two people were enough; a voucher can be set aside for another clerk to serve."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0013"
down_revision = "0012"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    op.add_column("shop_undo", sa.Column("two_reason", sa.Text(), nullable=True))
    op.add_column("shop_voucher", sa.Column("aside_by", sa.Uuid(), nullable=True))
    op.add_column("shop_voucher", sa.Column("aside_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("shop_voucher", sa.Column("aside_items", JSON, nullable=True))
    open_aside = sa.text("status = 'open' AND aside_at IS NOT NULL")
    op.create_index(
        "ix_shop_voucher_aside",
        "shop_voucher",
        ["community_id", "aside_at"],
        sqlite_where=open_aside,
        postgresql_where=open_aside,
    )
    by_two = sa.text("two_reason IS NOT NULL")
    op.create_index(
        "ix_shop_undo_two",
        "shop_undo",
        ["community_id", "decided_at"],
        sqlite_where=by_two,
        postgresql_where=by_two,
    )
