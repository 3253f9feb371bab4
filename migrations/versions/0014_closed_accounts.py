"""An account says when it was closed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("people_account", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
