"""What the books had of an item when it was counted stands with the count: a clock that is put back does not move it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("goods_count", sa.Column("stood", sa.BigInteger(), nullable=True))
