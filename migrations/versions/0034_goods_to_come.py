"""Goods that are to come, by whom and by when, and which lines of deliveries they became."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _own(
        "stockroom_expectation",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("came", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", _MOMENT, nullable=True),
        sa.Column("why", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('open', 'came', 'withdrawn')", name=op.f("ck_stockroom_expectation_status")
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stockroom_expectation_quantity")),
        sa.CheckConstraint("came >= 0 AND came <= quantity", name=op.f("ck_stockroom_expectation_pieces")),
        sa.CheckConstraint(
            "(status = 'came') = (came = quantity)", name=op.f("ck_stockroom_expectation_whole")
        ),
        refer={"item_id": "goods_item", "source_id": "goods_source"},
    )
    op.create_index(
        "ix_stockroom_expectation_due", "stockroom_expectation", ["community_id", "status", "due_on"]
    )
    _own(
        "stockroom_expected_arrival",
        sa.Column("expectation_id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_stockroom_expected_arrival_quantity")),
        sa.UniqueConstraint(
            "community_id",
            "expectation_id",
            "line_id",
            name=op.f("uq_stockroom_expected_arrival_community_id_expectation_id_line_id"),
        ),
        refer={"expectation_id": "stockroom_expectation", "line_id": "stockroom_delivery_line"},
    )
    op.create_index(
        "ix_stockroom_expected_arrival_line", "stockroom_expected_arrival", ["community_id", "line_id"]
    )
    for statement in _guards("stockroom_expected_arrival", op.get_bind().dialect.name):
        op.execute(statement)


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


def _guards(table: str, dialect: str) -> Iterator[str]:
    if dialect == "sqlite":
        for deed in ("update", "delete"):
            yield (
                f"CREATE TRIGGER keep_{table}_{deed} BEFORE {deed.upper()} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )
        return
    yield (
        f"CREATE TRIGGER keep_{table}_row BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION foundation_only_added()"
    )
    yield (
        f"CREATE TRIGGER keep_{table}_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION foundation_only_added()"
    )
