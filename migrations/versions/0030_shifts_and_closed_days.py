"""A clerk takes over and hands over; a day of a shop is closed by two, and stays as it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030"
down_revision = "0029"

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
_MOMENT = sa.DateTime(timezone=True)


def _own(table: str, *columns: sa.Column[object], refer: dict[str, str]) -> None:
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


def upgrade() -> None:
    _own(
        "shop_shift",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("clerk_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("opened_at", _MOMENT, nullable=False),
        sa.Column("handed_at", _MOMENT, nullable=True),
        sa.Column("counts", JSON, nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("second_at", _MOMENT, nullable=True),
        sa.CheckConstraint("status IN ('open', 'waiting', 'closed')", name=op.f("ck_shop_shift_status")),
        sa.CheckConstraint("second_id <> clerk_id", name=op.f("ck_shop_shift_two_people")),
        refer={"shop_id": "shop_shop", "clerk_id": "people_account"},
    )
    op.create_index("ix_shop_shift_opened", "shop_shift", ["community_id", "shop_id", "opened_at"])
    op.create_index(
        "uq_shop_shift_open",
        "shop_shift",
        ["community_id", "clerk_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    _own(
        "shop_day_close",
        sa.Column("shop_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("starts_at", _MOMENT, nullable=False),
        sa.Column("until_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("sold_tenths", sa.BigInteger(), nullable=False),
        sa.Column("undone", sa.BigInteger(), nullable=False),
        sa.Column("undone_tenths", sa.BigInteger(), nullable=False),
        sa.Column("pieces", sa.BigInteger(), nullable=False),
        sa.Column("figures", JSON, nullable=False),
        sa.Column("books", sa.Text(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("handed_by", sa.Uuid(), nullable=True),
        sa.Column("handed_at", _MOMENT, nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=True),
        sa.Column("signed_at", _MOMENT, nullable=True),
        sa.Column("signed_as", sa.Text(), nullable=False),
        sa.UniqueConstraint(
            "community_id", "shop_id", "day", name=op.f("uq_shop_day_close_community_id_shop_id_day")
        ),
        sa.CheckConstraint("status IN ('waiting', 'closed')", name=op.f("ck_shop_day_close_status")),
        sa.CheckConstraint("signed_by <> handed_by", name=op.f("ck_shop_day_close_two_people")),
        refer={"shop_id": "shop_shop"},
    )
    op.create_index("ix_goods_stock_move_at", "goods_stock_move", ["community_id", "at"])
