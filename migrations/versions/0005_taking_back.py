"""An approval that posts at once waits a moment as 'approved'; what the officer saw and changed is kept with it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations.changing import replace_check

revision = "0005"
down_revision = "0004"

TABLE = "volunteering_service"
STATUS = "ck_volunteering_service_status"
BEFORE = (
    "status IN ('draft', 'submitted', 'verified', 'deliberated', 'in_publicity', 'objected', 'credited', "
    "'rejected', 'reversed')"
)
AFTER = BEFORE.replace("'deliberated', ", "'deliberated', 'approved', ")


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    op.add_column(TABLE, sa.Column("decision_id", sa.Uuid(), nullable=True))
    op.add_column(TABLE, sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(TABLE, sa.Column("weighed", json, nullable=True))
    replace_check(TABLE, STATUS, BEFORE, AFTER)
    waiting = sa.text("status = 'approved'")
    op.create_index(
        "ix_volunteering_service_due", TABLE, ["due_at"], sqlite_where=waiting, postgresql_where=waiting
    )
    op.create_index(
        "ix_volunteering_service_decision",
        TABLE,
        ["community_id", "decision_id"],
        sqlite_where=sa.text("decision_id IS NOT NULL"),
        postgresql_where=sa.text("decision_id IS NOT NULL"),
    )
