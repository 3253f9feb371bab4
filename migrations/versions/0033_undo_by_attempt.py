"""A sale may be asked to be taken back more than once: each attempt is a row, and at most one of them stands. It says what
is kept of the goods, and which sale says so from then on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from sqlalchemy.dialects.postgresql import JSONB

from migrations.changing import drop_unique, replace_check

revision = "0033"
down_revision = "0032"

JSON = sa.JSON().with_variant(JSONB(), "postgresql")
STANDING, WAITING = sa.text("status IN ('asked', 'confirmed')"), sa.text("status = 'asked'")


def upgrade() -> None:
    replace_check(
        "shop_undo",
        "ck_shop_undo_status",
        "status IN ('asked', 'confirmed', 'declined')",
        "status IN ('asked', 'confirmed', 'declined', 'withdrawn')",
    )
    replace_check(
        "shop_undo",
        "ck_shop_undo_two_people",
        "decided_by IS NULL OR decided_by <> asked_by",
        "decided_by IS NULL OR (decided_by = asked_by) = (status = 'withdrawn')",
    )
    op.add_column("shop_undo", sa.Column("keeps", JSON, nullable=True))
    op.add_column("shop_undo", sa.Column("replaced_by", sa.Uuid(), nullable=True))
    drop_unique(
        "shop_undo",
        "uq_shop_undo_community_id_redemption_id",
        "community_id, redemption_id",
        refer=("replaced_by", "shop_redemption"),
    )
    replaced = sa.text("replaced_by IS NOT NULL")
    op.create_index(
        "uq_shop_undo_replaced_by",
        "shop_undo",
        ["community_id", "replaced_by"],
        unique=True,
        sqlite_where=replaced,
        postgresql_where=replaced,
    )
    op.create_index("ix_shop_undo_redemption", "shop_undo", ["community_id", "redemption_id"])
    op.create_index(
        "uq_shop_undo_standing",
        "shop_undo",
        ["community_id", "redemption_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_index(
        "ix_shop_undo_asked",
        "shop_undo",
        ["community_id", "asked_at"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
