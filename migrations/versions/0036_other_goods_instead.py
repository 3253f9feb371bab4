"""Somebody who asks for a sale to be taken back may say what is taken instead: pieces by item, or by the word of a batch."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    takes = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("shop_undo", sa.Column("takes", takes, nullable=True))
