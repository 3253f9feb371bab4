"""What was redeemed by old books may be taken back at the command line's wish, behind which there is no account; and a line that
counts beside another that its book has now is remembered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from migrations.changing import allow_null

revision = "0044"
down_revision = "0043"


def upgrade() -> None:
    allow_null("shop_undo", "asked_by", "CHAR(32)")
    op.add_column("foundation_import_line", sa.Column("beside", sa.Uuid(), nullable=True))
