"""A role is proposed by one and confirmed by another; a slip knows what its account could do when it was printed; a rule
says how long a service by occasion has to be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"

TABLE = "people_role_grant"
COLUMNS: tuple[tuple[str, sa.types.TypeEngine[object]], ...] = (
    ("confirmed_by", sa.Uuid()),
    ("confirmed_at", sa.DateTime(timezone=True)),
    ("set_back_at", sa.DateTime(timezone=True)),
    ("objected_by", sa.Uuid()),
    ("objected_at", sa.DateTime(timezone=True)),
    ("objection", sa.Text()),
    ("answer", sa.Text()),
)


def upgrade() -> None:
    for name, kind in COLUMNS:
        op.add_column(TABLE, sa.Column(name, kind, nullable=True))
    # what was given before was given by one, and counts on
    op.execute("UPDATE people_role_grant SET confirmed_at = created_at")
    op.add_column(
        "people_slip", sa.Column("standing", sa.JSON().with_variant(JSONB(), "postgresql"), nullable=True)
    )
    # rules that stand ask for no length; their next versions may
    op.add_column(
        "volunteering_rule",
        sa.Column("least_minutes", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
    )
