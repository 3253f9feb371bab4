"""A rule may say what cannot be counted yet; its words are kept, and it gives nothing new."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    # empty in what is there: those versions were read before words were kept, and no line of their history changes
    op.add_column("volunteering_rule", sa.Column("not_counted", sa.Text(), nullable=True))
