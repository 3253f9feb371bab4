"""A second proof beside the password: a sealed secret of an app, and codes on paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    _table(
        "people_second_factor",
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        unique=("community_id", "account_id"),
    )
    _table(
        "people_recovery_code",
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        unique=("community_id", "account_id", "digest"),
    )


def _table(name: str, *columns: sa.Column[object], unique: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        *columns,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=f"fk_{name}_community_id"
        ),
        sa.ForeignKeyConstraint(
            ["community_id", "account_id"],
            ["people_account.community_id", "people_account.id"],
            name=f"fk_{name}_community_id_account_id",
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=f"pk_{name}"),
        sa.UniqueConstraint(*unique, name=f"uq_{name}_{'_'.join(unique)}"),
    )
