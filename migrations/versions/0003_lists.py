"""Lists: words of a search under a number, who has a card by person, and who went through an import's faults."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "people_search",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("list", sa.Text(), nullable=False),
        sa.Column("words", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=op.f("fk_people_search_community_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("community_id", "account_id", "number", name=op.f("pk_people_search")),
    )
    op.create_index("ix_people_search_created_at", "people_search", ["created_at"], unique=False)
    op.create_index("ix_people_card_person", "people_card", ["community_id", "person_id"], unique=False)
    op.add_column("foundation_import", sa.Column("checked_by", sa.Uuid(), nullable=True))
    op.add_column("foundation_import", sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_foundation_import_line_batch",
        "foundation_import_line",
        ["community_id", "batch_id", "file", "sheet", "row"],
        unique=False,
    )
