"""A receipt carries a mark made with the instance's key; older ones keep their digest alone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.add_column("shop_redemption", sa.Column("mark", sa.LargeBinary(), nullable=True))
