"""How a constraint is changed on every engine, with the rows, triggers, keys and indexes that are there."""

from __future__ import annotations

import re

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
        raise RuntimeError(f"{table} does not say: {old}")
    known = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    bind.execute(
        sa.text("UPDATE sqlite_schema SET sql = :sql WHERE type = 'table' AND name = :name"),
        {"sql": stands.replace(old, new), "name": table},
    )
    bind.exec_driver_sql(f"PRAGMA schema_version={known + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=OFF")


def allow_null(table: str, column: str, kind: str) -> None:
    """Let a column be empty; `kind` is its type as SQLite's own text of the table has it."""
    bind = op.get_bind()
    version = getattr(bind.dialect.dbapi, "sqlite_version_info", None)
    if bind.dialect.name == "sqlite" and version < _ALTERS:
        _rewrite(bind, table, f"{column} {kind} NOT NULL", f"{column} {kind}")
        return
    bind.exec_driver_sql(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")


def drop_unique(table: str, name: str, columns: str, *, refer: tuple[str, str] | None = None) -> None:
    """Take a UNIQUE of a table away, `columns` as they stand between its brackets; and let a column `refer` to a row of
    another table of the same community. SQLite does neither in place: there the table is made anew, with its rows,
    indexes and triggers."""
    bind = op.get_bind()
    if bind.dialect.name == "sqlite":
        _remake(
            bind, table, f"CONSTRAINT {name} UNIQUE ({columns})", _reference(table, *refer) if refer else ""
        )
        return
    bind.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    if refer:
        bind.exec_driver_sql(f"ALTER TABLE {table} ADD {_reference(table, *refer)}")


def _reference(table: str, column: str, target: str) -> str:
    return (
        f"CONSTRAINT fk_{table}_community_id_{column} FOREIGN KEY(community_id, {column})"
        f" REFERENCES {target} (community_id, id)"
    )


def _remake(bind: sa.Connection, table: str, old: str, new: str) -> None:
    query = sa.text("SELECT type, sql FROM sqlite_schema WHERE tbl_name = :name AND sql IS NOT NULL")
    stands = [(row.type, row.sql) for row in bind.execute(query, {"name": table})]
    [made] = [sql for kind, sql in stands if kind == "table"]
    said = re.compile(r",\s*" + re.escape(old))
    if len(said.findall(made)) != 1:
        raise RuntimeError(f"{table} has no {old}")
    made = said.sub(f", {new}" if new else "", made)
    made = re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_new", made, count=1)
    bind.exec_driver_sql(made)
    bind.exec_driver_sql(f"INSERT INTO {table}_new SELECT * FROM {table}")
    bind.exec_driver_sql(f"DROP TABLE {table}")
    bind.exec_driver_sql(f"ALTER TABLE {table}_new RENAME TO {table}")
    for kind, sql in stands:
        if kind != "table":
            bind.exec_driver_sql(sql)
