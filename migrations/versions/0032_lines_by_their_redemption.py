"""The lines of a redemption are found by it: the two rules that an item stands once each know but a part of them."""

from __future__ import annotations

from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_index("ix_shop_redemption_line_of", "shop_redemption_line", ["community_id", "redemption_id"])
