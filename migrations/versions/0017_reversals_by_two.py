"""An award is taken back by two: what one asks waits in a table for the other."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

TABLE = "volunteering_reversal_ask"
OPEN = sa.text("status = 'asked'")


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("award_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{TABLE}_community_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "award_id"],
            ["volunteering_award.community_id", "volunteering_award.id"],
            name=op.f(f"fk_{TABLE}_community_id_award_id"),
        ),
        sa.CheckConstraint("status IN ('asked', 'declined', 'done')", name=op.f(f"ck_{TABLE}_status")),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(
        f"uq_{TABLE}_open",
        TABLE,
        ["community_id", "award_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
