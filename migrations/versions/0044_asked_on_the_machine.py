"""What was redeemed by old books may be taken back at the command line's wish, behind which there is no account."""

from __future__ import annotations

from migrations.changing import allow_null

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    allow_null("shop_undo", "asked_by", "CHAR(32)")
