"""Who may collect for whom, and which sales somebody collected."""

from __future__ import annotations

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _own(
        "people_collector",
        sa.Column("purse_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("month_tenths", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint("person_id <> owner_id", name=op.f("ck_people_collector_two_people")),
        sa.CheckConstraint("month_tenths > 0", name=op.f("ck_people_collector_month_tenths")),
        sa.CheckConstraint(
            "confirmed_by <> made_by OR seen = ''", name=op.f("ck_people_collector_two_of_the_office")
        ),
        refer={"purse_id": "people_purse", "owner_id": "people_person", "person_id": "people_person"},
    )
    standing = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_people_collector_standing",
        "people_collector",
        ["community_id", "purse_id", "person_id"],
        unique=True,
        sqlite_where=standing,
        postgresql_where=standing,
    )
    op.create_index("ix_people_collector_person", "people_collector", ["community_id", "person_id"])
    op.create_index("ix_people_collector_purse", "people_collector", ["community_id", "purse_id"])
    _own(
        "shop_collected",
        sa.Column("redemption_id", sa.Uuid(), nullable=False),
        sa.Column("collector_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.UniqueConstraint(
            "community_id", "redemption_id", name=op.f("uq_shop_collected_community_id_redemption_id")
        ),
        refer={
            "redemption_id": "shop_redemption",
            "collector_id": "people_collector",
            "person_id": "people_person",
        },
    )
    op.create_index("ix_shop_collected_collector", "shop_collected", ["community_id", "collector_id"])
    for statement in _guards("shop_collected", op.get_bind().dialect.name):
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
