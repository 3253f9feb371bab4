"""What the application's user may do in PostgreSQL where somebody else owns the tables: no more than the house does.

An owner can switch off a trigger, drop it or empty a table; who only may add cannot, whatever they got hold of.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from points.foundation.engines import engine_options
from points.foundation.guards import kept_tables

#: which migration the database has: written by migrations alone
VERSION = "alembic_version"
#: what is ever taken away again: what went with a day, and what proved somebody until it was replaced
TAKEN_AWAY = frozenset({
    "foundation_job", "goods_barcode", "operation_clock", "operation_clock_report", "people_code_sheet", "people_draft", "people_notice",
    "people_recovery_code", "people_search", "people_second_factor", "people_session", "people_sheet_code", "people_try",
    "shop_queue_day", "shop_queue_number",
    "volunteering_attendance",
})  # fmt: skip
_READ, _ADD, _CHANGE = ("SELECT",), ("SELECT", "INSERT"), ("SELECT", "INSERT", "UPDATE")
_TAKE = (*_CHANGE, "DELETE")
#: what one user may do with each table, and whether they can act as its owner
_HELD = sa.text(
    "SELECT c.relname AS name, pg_has_role(:who, c.relowner, 'USAGE') AS owned,"
    " ARRAY(SELECT one FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'])"
    " AS one WHERE has_table_privilege(:who, c.oid, one)) AS rights"
    " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') ORDER BY c.relname"
)


class NotTheOwner(RuntimeError):
    """Whoever is to migrate does not own the tables; the sentence says what to do."""


@contextmanager
def owner(engine: sa.Engine, address: str | None) -> Iterator[sa.Engine]:
    """The engine of whoever owns the tables: of this address where there is one, else the application's own."""
    if not address:
        yield engine
        return
    owning = sa.create_engine(address, **engine_options(address))
    try:
        yield owning
    finally:
        owning.dispose()


def allow(owning: sa.Engine, using: sa.Engine, metadata: sa.MetaData) -> None:
    """Give the application's user what it needs and take the rest away, where that is not so already."""
    if not differences(owning, using, metadata):
        return
    who, wanted = _user(using), _wanted(metadata)
    with owning.begin() as connection:
        quoted = connection.dialect.identifier_preparer.quote
        held = {row.name: row for row in connection.execute(_HELD, {"who": _user(owning)})}
        if foreign := [name for name, row in held.items() if not row.owned]:
            raise NotTheOwner(
                f"{_user(owning)} does not own {', '.join(foreign)}. As a superuser, in this database: "
                f"REASSIGN OWNED BY {quoted(who)} TO {quoted(_user(owning))}; then start again."
            )
        name = quoted(who)
        said = [
            f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}",
            f"REVOKE CREATE ON SCHEMA public FROM {name}",
            f"GRANT USAGE ON SCHEMA public TO {name}",
        ]
        said += [
            f"GRANT {', '.join(rights)} ON {quoted(table)} TO {name}"
            for table, rights in wanted.items()
            if table in held
        ]
        for statement in said:
            connection.exec_driver_sql(statement)


def differences(owning: sa.Engine, using: sa.Engine, metadata: sa.MetaData) -> list[str]:
    """In what the application's user has other rights than it needs; nothing where it owns the tables by intent."""
    if owning.dialect.name == "sqlite" or _user(owning) == _user(using):
        return []
    who, wanted = _user(using), _wanted(metadata)
    with owning.connect() as connection:
        found = connection.execute(_HELD, {"who": who}).all()
    owned = [f"{who} can act as the owner of {row.name}" for row in found if row.owned]
    return owned or [
        f"{who} may {', '.join(sorted(row.rights)) or 'nothing'} on {row.name}, not {', '.join(sorted(wanted[row.name]))}"
        for row in found
        if row.name in wanted and set(row.rights) != set(wanted[row.name])
    ]


def _wanted(metadata: sa.MetaData) -> dict[str, tuple[str, ...]]:
    wanted: dict[str, tuple[str, ...]] = dict.fromkeys(metadata.tables, _CHANGE)
    wanted.update(dict.fromkeys(TAKEN_AWAY, _TAKE))
    wanted.update(dict.fromkeys(kept_tables(metadata), _ADD))
    return {**wanted, VERSION: _READ}


def _user(engine: sa.Engine) -> str:
    with engine.connect() as connection:
        return str(connection.scalar(sa.text("SELECT current_user")))
