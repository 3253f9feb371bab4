"""The installation remembers when its clock was last believed, what devices of staff say of it, and who asks that a day's
lapses be taken back."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

CLOCK, REPORT, BACK = "operation_clock", "operation_clock_report", "operation_lapses_ask"
OPEN = sa.text("status IN ('asked', 'confirmed')")


def upgrade() -> None:
    op.create_table(
        CLOCK,
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doubt", sa.Text(), nullable=False),
        sa.Column("doubted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled", sa.BigInteger(), nullable=False),
        sa.Column("settled_how", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("number = 1", name=op.f(f"ck_{CLOCK}_one")),
        sa.CheckConstraint(
            "doubt IN ('', 'back', 'ahead', 'moved', 'devices')", name=op.f(f"ck_{CLOCK}_doubt")
        ),
        sa.CheckConstraint(
            "settled_how IN ('', 'right', 'wrong', 'devices')", name=op.f(f"ck_{CLOCK}_settled_how")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f(f"pk_{CLOCK}")),
    )
    op.create_table(
        REPORT,
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("ahead", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", name=op.f(f"pk_{REPORT}")),
    )
    op.create_table(
        BACK,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{BACK}_community_id")
        ),
        sa.CheckConstraint(
            "status IN ('asked', 'declined', 'confirmed', 'done')", name=op.f(f"ck_{BACK}_status")
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{BACK}")),
    )
    op.create_index(
        f"uq_{BACK}_open",
        BACK,
        ["community_id", "day"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
