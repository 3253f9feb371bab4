"""How a CHECK is changed in place on every engine: nothing is copied, so triggers, keys and indexes stay."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

#: from here on SQLite alters constraints itself
_ALTERS = (3, 53, 0)


def replace_check(table: str, name: str, old: str, new: str) -> None:
    """Let the CHECK `name` of a table say `new` instead of `old`; both as they stand between the brackets."""
    bind = op.get_bind()
    version = getattr(bind.dialect.dbapi, "sqlite_version_info", None)
    if bind.dialect.name == "sqlite" and version < _ALTERS:
        _rewrite(bind, table, f"CONSTRAINT {name} CHECK ({old})", f"CONSTRAINT {name} CHECK ({new})")
        return
    bind.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    bind.exec_driver_sql(f"ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({new})")


def _rewrite(bind: sa.Connection, table: str, old: str, new: str) -> None:
    """The way SQLite's own documentation gives: rows already there are known to pass, as `new` only allows more."""
    stands = bind.scalar(
        sa.text("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = :name"), {"name": table}
    )
    if stands is None or stands.count(old) != 1:
        raise RuntimeError(f"{table} has no CHECK that says: {old}")
    known = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.execute(
        sa.text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": stands.replace(old, new), "name": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={known + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=OFF")
