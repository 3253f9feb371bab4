"""The queue of an exchange day: a shop's day, and the numbers given for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _own(
        "shop_queue_day",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("given", sa.BigInteger(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint(
            "community_id", "shop_id", "day", name=op.f("uq_shop_queue_day_community_id_shop_id_day")
        ),
        sa.CheckConstraint("given >= 0 AND calls >= 0", name=op.f("ck_shop_queue_day_counts")),
        refer={"shop_id": "shop_shop"},
    )
    _own(
        "shop_queue_number",
        sa.Column("queue_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("elder", sa.Boolean(), nullable=False),
        sa.Column("slot_at", _MOMENT, nullable=True),
        sa.Column("taken_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("after", sa.BigInteger(), nullable=False),
        sa.Column("misses", sa.BigInteger(), nullable=False),
        sa.Column("till", sa.BigInteger(), nullable=True),
        sa.Column("called_by", sa.Uuid(), nullable=True),
        sa.Column("called_at", _MOMENT, nullable=True),
        sa.UniqueConstraint(
            "community_id", "queue_id", "number", name=op.f("uq_shop_queue_number_community_id_queue_id_number")
        ),
        sa.CheckConstraint("origin IN ('phone', 'paper')", name=op.f("ck_shop_queue_number_origin")),
        sa.CheckConstraint(
            "status IN ('waiting', 'called', 'came', 'missed', 'given_back')",
            name=op.f("ck_shop_queue_number_status"),
        ),
        sa.CheckConstraint(
            "household_id IS NULL OR person_id IS NULL", name=op.f("ck_shop_queue_number_holder")
        ),
        sa.CheckConstraint("number > 0", name=op.f("ck_shop_queue_number_number")),
        refer={
            "queue_id": "shop_queue_day",
            "household_id": "people_household",
            "person_id": "people_person",
            "called_by": "people_account",
        },
    )
    for name in ("household", "person"):
        stands = sa.text(f"{name}_id IS NOT NULL AND status <> 'given_back'")
        op.create_index(
            f"uq_shop_queue_number_{name}",
            "shop_queue_number",
            ["community_id", "day", f"{name}_id"],
            unique=True,
            sqlite_where=stands,
            postgresql_where=stands,
        )
    op.create_index("ix_shop_queue_number_day", "shop_queue_number", ["day"])


def _own(table: str, *columns: sa.schema.SchemaItem, refer: dict[str, str]) -> None:
    """A table of a community with its keys."""
    op.create_table(
        table,
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["community_id"], ["foundation_community.id"], name=op.f(f"fk_{table}_community_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["community_id", column],
                [f"{of}.community_id", f"{of}.id"],
                name=op.f(f"fk_{table}_community_id_{column}"),
            )
            for column, of in refer.items()
        ),
        sa.PrimaryKeyConstraint("community_id", "id", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
