"""Settings are proposed before they are decided; places close, relations end and say who said so."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "people_proposal",
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", json, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", moment, nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'withdrawn', 'decided')", name="status"),
        sa.CheckConstraint(
            "(status = 'decided') = (version IS NOT NULL)", name="version"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name="fk_people_proposal_community_id"
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name="pk_people_proposal"),
    )
    opened = sa.text("status = 'open'")
    op.create_index(
        "uq_people_proposal_open",
        "people_proposal",
        ["community_id", "name"],
        unique=True,
        sqlite_where=opened,
        postgresql_where=opened,
    )
    op.create_index("ix_people_proposal_name", "people_proposal", ["community_id", "name", "created_at"])
    op.add_column("people_place", sa.Column("closed_at", moment, nullable=True))
    op.add_column("people_relation", sa.Column("source", sa.Text(), nullable=True))
    op.add_column("people_relation", sa.Column("noted_by", sa.Uuid(), nullable=True))
    op.add_column("people_relation", sa.Column("ended_at", moment, nullable=True))
