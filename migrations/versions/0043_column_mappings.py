"""What the columns of others' tables are: kept by each community, for the headings that come again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0043"
down_revision = "0042"

_MOMENT = sa.DateTime(timezone=True)
_JSON = sa.JSON().with_variant(JSONB(), "postgresql")
_CHECKS = {
    "book": (
        "book IN ('rules', 'penalties', 'goods', 'roster', 'attendance', 'register', 'deliveries', 'redemptions')"
    ),
    "ended": "(ended_at IS NULL) = (ended_why = '')",
    "ended_why": "ended_why IN ('', 'replaced', 'ended')",
}


def upgrade() -> None:
    op.create_table(
        "imports_mapping",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("fields", _JSON, nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=False),
        *(
            sa.CheckConstraint(said, name=op.f(f"ck_imports_mapping_{name}"))
            for name, said in _CHECKS.items()
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f("fk_imports_mapping_community_id")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f("pk_imports_mapping")),
        sqlite_with_rowid=False,
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_imports_mapping_standing",
        "imports_mapping",
        ["community_id", "signature"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
