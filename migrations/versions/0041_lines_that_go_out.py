"""What came in can go out again: which import or undoing took a line out, and which import an undoing takes back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"


def upgrade() -> None:
    op.add_column("foundation_import", sa.Column("undoes", sa.Uuid(), nullable=True))
    op.add_column("foundation_import_line", sa.Column("out_by", sa.Uuid(), nullable=True))
    gone = sa.text("out_by IS NOT NULL")
    op.create_index(
        "ix_foundation_import_line_out",
        "foundation_import_line",
        ["community_id", "out_by"],
        sqlite_where=gone,
        postgresql_where=gone,
    )
    once = sa.text("undoes IS NOT NULL")
    op.create_index(
        "ix_foundation_import_undoes",
        "foundation_import",
        ["community_id", "undoes"],
        sqlite_where=once,
        postgresql_where=once,
    )
