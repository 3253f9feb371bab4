"""What was typed into a form and not handed in yet lies on the server for a day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "people_draft",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("machine", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name="fk_people_draft_community_id_account_id",
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name="fk_people_draft_community_id"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_people_draft"),
        sa.UniqueConstraint("community_id", "account_id", "address", name="uq_people_draft_community_id_account_id_address"),
    )
    op.create_index("ix_people_draft_saved_at", "people_draft", ["saved_at"])
    op.create_index("ix_people_draft_machine", "people_draft", ["machine"])
