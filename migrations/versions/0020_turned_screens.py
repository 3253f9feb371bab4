"""A session knows to which card's holder its screen is turned."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    op.add_column("people_session", sa.Column("turned_to", sa.Uuid(), nullable=True))
