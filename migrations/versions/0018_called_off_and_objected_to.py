"""Activities are called off with a reason, objections are kept until they are decided, and what was read is told no more."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

OBJECTION, READ, ACTIVITY = "volunteering_objection", "volunteering_notice_read", "volunteering_activity"
OPEN = sa.text("status = 'open'")


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.add_column(ACTIVITY, sa.Column("cancelled_at", moment, nullable=True))
    op.add_column(ACTIVITY, sa.Column("cancel_reason", sa.Text(), nullable=True))
    op.add_column(ACTIVITY, sa.Column("resumed_at", moment, nullable=True))
    op.create_index(
        "ix_volunteering_service_reversed",
        "volunteering_service",
        ["community_id", "decided_at"],
        sqlite_where=sa.text("status = 'reversed'"),
        postgresql_where=sa.text("status = 'reversed'"),
    )
    op.create_table(
        OBJECTION,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("raised_at", moment, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{OBJECTION}_community_id")
        ),
        *(_within(OBJECTION, column, table) for column, table in (
            ("service_id", "volunteering_service"), ("person_id", "people_person"),
        )),
        sa.CheckConstraint("status IN ('open', 'upheld', 'dismissed')", name=op.f(f"ck_{OBJECTION}_status")),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{OBJECTION}")),
    )
    op.create_index(f"ix_{OBJECTION}_service", OBJECTION, ["community_id", "service_id"])
    op.create_index(f"ix_{OBJECTION}_person", OBJECTION, ["community_id", "person_id"])
    op.create_index(
        f"uq_{OBJECTION}_open",
        OBJECTION,
        ["community_id", "service_id"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_table(
        READ,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{READ}_community_id")
        ),
        _within(READ, "person_id", "people_person"),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{READ}")),
        sa.UniqueConstraint(
            "community_id", "person_id", "about_id", name=op.f(f"uq_{READ}_community_id_person_id_about_id")
        ),
    )


def _within(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["community_id", column],
        [f"{other}.community_id", f"{other}.id"],
        name=op.f(f"fk_{table}_community_id_{column}"),
    )
