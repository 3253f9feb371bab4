"""An item may have a limit for each person, beside the one of the household."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

#: both empty for everything that is there, so that no line of an item's history reads otherwise
COLUMNS = (
    ("person_limit_count", sa.BigInteger(), "person_limit_count > 0"),
    ("person_limit_window", sa.Text(), "person_limit_window IN ('day', 'month', 'quarter', 'year')"),
)


def upgrade() -> None:
    bind = op.get_bind()
    for name, kind, check in COLUMNS:
        said = kind.compile(dialect=bind.dialect)
        bind.exec_driver_sql(
            f"ALTER TABLE goods_item ADD COLUMN {name} {said} CONSTRAINT ck_goods_item_{name} CHECK ({check})"
        )
