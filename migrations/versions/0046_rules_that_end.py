"""A version of a rule may say that from its day on the rule is in force no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    # empty in what is there: no rule had ended, and no line of their history changes
    op.add_column("volunteering_rule", sa.Column("ended", sa.Boolean(), nullable=True))
