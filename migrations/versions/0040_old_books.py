"""What old books have beside services and redemptions: balances carried over, deductions, goods that went, old cards."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

from migrations.changing import replace_check

revision = "0040"
down_revision = "0039"

KINDS = (
    "'delivery', 'redemption', 'return', 'write_off', 'correction', 'transfer_out', 'transfer_in', 'kit_out',"
    " 'kit_in'"
)
DIRECTION = (
    "(kind = 'redemption' AND quantity < 0) OR (kind IN ('return', 'delivery') AND quantity > 0)"
    " OR kind IN ('correction') OR (kind = 'write_off' AND quantity < 0)"
    " OR (kind IN ('transfer_out', 'kit_out') AND quantity < 0)"
    " OR (kind IN ('transfer_in', 'kit_in') AND quantity > 0)"
)
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    replace_check(
        "goods_stock_move",
        op.f("ck_goods_stock_move_kind"),
        f"kind IN ({KINDS})",
        f"kind IN ({KINDS}, 'opening', 'old_out')",
    )
    replace_check(
        "goods_stock_move",
        op.f("ck_goods_stock_move_direction"),
        DIRECTION,
        f"{DIRECTION} OR (kind = 'opening' AND quantity > 0) OR (kind = 'old_out' AND quantity < 0)",
    )
    _own(
        "ledger_old_line",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("tenths", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.UniqueConstraint(
            "community_id", "transfer_id", name=op.f("uq_ledger_old_line_community_id_transfer_id")
        ),
        sa.CheckConstraint("kind IN ('opening', 'deduction')", name=op.f("ck_ledger_old_line_kind")),
        sa.CheckConstraint("tenths > 0 AND tenths <= asked", name=op.f("ck_ledger_old_line_tenths")),
        refer={"account_id": "ledger_account", "transfer_id": "ledger_transfer"},
    )
    _own(
        "goods_old_out",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_goods_old_out_quantity")),
        refer={"item_id": "goods_item"},
    )
    _own(
        "people_old_number",
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("adopted_at", _MOMENT, nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        refer={"household_id": "people_household"},
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_people_old_number_standing",
        "people_old_number",
        ["community_id", "number"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index("ix_people_old_number_household", "people_old_number", ["community_id", "household_id"])
    op.drop_index("uq_shop_redemption_line_item", "shop_redemption_line")
    unpriced = sa.text("price_id IS NULL")
    op.create_index(
        "uq_shop_redemption_line_item",
        "shop_redemption_line",
        ["community_id", "redemption_id", "item_id", "unit_tenths"],
        unique=True,
        sqlite_where=unpriced,
        postgresql_where=unpriced,
    )
    for table in ("ledger_old_line", "goods_old_out"):
        for statement in _guards(table, op.get_bind().dialect.name):
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
