"""An account knows when its owner was told that the password is one that others guess."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.add_column("people_account", sa.Column("easy_told_at", sa.DateTime(timezone=True), nullable=True))
