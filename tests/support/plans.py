"""How a statement would be read in full books: EXPLAIN with the statistics of many rows, and which tables are scanned.

PostgreSQL plans by the size a table really has, so every table is filled with made-up rows, past its keys and CHECKs,
in a database that is for nothing else. SQLite plans by `sqlite_stat1` alone, so there the statistics are written down.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event

from points.foundation import db
from tests.support.databases import Workshop

#: what SQLite is told a table has; PostgreSQL gets the rows themselves, enough that an index pays
SAID, MADE = 1_000_000, 3_000
COMMUNITIES = 100
#: states in which few rows are at a time: one row in so many has it, the others share the rest
RARE = {
    ("shop_voucher", "status"): ("open", 50),
    ("volunteering_service", "status"): ("submitted", 50),
    ("volunteering_activity", "status"): ("held", 50),
    ("shop_undo", "status"): ("asked", 50),
}
#: a value of each type of column; text is anything
_EXAMPLES: tuple[tuple[type[sa.types.TypeEngine[Any]], Any], ...] = (
    (sa.Uuid, UUID(int=7)),
    (sa.Boolean, True),
    (sa.Integer, 1),
    (sa.DateTime, datetime(2026, 1, 1, tzinfo=UTC)),
    (sa.Date, date(2026, 1, 1)),
    (sa.LargeBinary, b"\x07" * 32),
    (sa.JSON, {}),
)


@dataclass(frozen=True)
class Plan:
    """How one engine would read a statement: the tables it reads from end to end, and its own words."""

    scanned: tuple[str, ...]
    text: str


class _Caught(Exception):
    """Ends the execution of a statement that is only to be explained."""


def fill(engine: sa.Engine, metadata: sa.MetaData) -> None:
    """Make this migrated, empty database plan as full books do; it is good for nothing else afterwards."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            _say_sizes(connection)
            return
        connection.execute(sa.text("SET session_replication_role = replica"))
        for table in metadata.sorted_tables:
            for name in _limits(connection, table.name):
                connection.execute(sa.text(f'ALTER TABLE {table.name} DROP CONSTRAINT "{name}" CASCADE'))
            connection.execute(sa.text(_rows(table)))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text("ANALYZE"))
    engine.dispose()


def explain(
    engine: sa.Engine,
    statement: sa.Executable,
    values: Mapping[str, Any] | None = None,
    *,
    tables: Iterable[str],
) -> Plan:
    """How this statement would be read. Values it names and is not given are made up by their types."""
    text, parameters = _caught(engine, statement, {**examples(statement), **(values or {})})
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        if engine.dialect.name == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {text}", parameters)
            steps = [(row[1], row[3]) for row in cursor.fetchall()]
            return Plan(_scanned_sqlite(steps, text, set(tables)), "\n".join(line for _, line in steps))
        cursor.execute(f"EXPLAIN (FORMAT JSON) {text}", parameters)
        found = cursor.fetchone()[0]
        nodes = found if isinstance(found, list) else json.loads(found)
        return Plan(tuple(sorted(set(_scans(nodes[0]["Plan"])))), json.dumps(nodes, indent=1))
    finally:
        raw.rollback()
        raw.close()


def examples(statement: sa.Executable) -> dict[str, Any]:
    """A value for each named parameter that has none yet, by its type."""
    compiled = statement.compile()  # type: ignore[attr-defined]
    return {
        name: [_example(bind.type)] if bind.expanding else _example(bind.type)
        for name, bind in compiled.binds.items()
        if bind.required or (bind.value is None and bind.callable is None)
    }


def _example(kind: sa.types.TypeEngine[Any]) -> Any:
    if isinstance(kind, sa.types.TupleType):
        return tuple(_example(one) for one in kind.types)
    kind = kind.impl_instance if isinstance(kind, sa.TypeDecorator) else kind
    return next((value for known, value in _EXAMPLES if isinstance(kind, known)), "x")


def _caught(engine: sa.Engine, statement: sa.Executable, values: Mapping[str, Any]) -> tuple[str, Any]:
    """The text and the values as the driver would get them."""
    seen: list[tuple[str, Any]] = []

    def catch(_connection: Any, _cursor: Any, text: str, parameters: Any, _context: Any, many: bool) -> None:
        if not text.startswith(("BEGIN", "PRAGMA")):
            seen.append((text, parameters[0] if many else parameters))
            raise _Caught

    event.listen(engine, "before_cursor_execute", catch)
    try:
        with engine.connect() as connection:
            connection.execute(statement, values)
    except _Caught:
        return seen[0]
    finally:
        event.remove(engine, "before_cursor_execute", catch)
    raise AssertionError("nothing was executed")


def _scans(node: Mapping[str, Any]) -> list[str]:
    """Tables that a plan of PostgreSQL reads from end to end, wherever in it; by an index without a condition as well."""
    below = [name for one in node.get("Plans", ()) for name in _scans(one)]
    whole = node["Node Type"] == "Seq Scan" or (
        node["Node Type"] in ("Index Scan", "Index Only Scan") and "Index Cond" not in node
    )
    return [*below, node["Relation Name"]] if whole else below


def _scanned_sqlite(steps: list[tuple[int, str]], text: str, tables: set[str]) -> tuple[str, ...]:
    """The same of SQLite, by the tables' own names instead of aliases; a step is what it belongs to, and its words.

    A table is read whole by SCAN, with or without an index; by a SEARCH that names no index, which looks for the least
    or the greatest; where an index is made for this one statement; and by the community alone for every row of another
    table, which a list that is cut off may do and a join may not. (Of an INSERT it explains keys it never follows.)
    """
    aliases = {alias: table for table, alias in re.findall(r"\b(\w+) AS (\w+)", text)}
    found, outer = set(), set()
    for above, line in steps:
        if not line.startswith(("SCAN ", "SEARCH ")):
            continue
        alone = above in outer and line.endswith("(community_id=?)") and not text.startswith("INSERT")
        if line.startswith("SCAN ") or alone or " USING " not in line or " AUTOMATIC " in line:
            found.add(line.split()[1])
        outer.add(above)
    return tuple(sorted({aliases.get(name, name) for name in found} & tables))


def _limits(connection: sa.Connection, table: str) -> list[str]:
    """Foreign keys and CHECKs, which made-up rows break; primary and unique keys stay, as plans use them."""
    query = sa.text(
        "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:table AS regclass) AND contype IN ('f', 'c')"
    )
    return [row[0] for row in connection.execute(query, {"table": table})]


def _rows(table: sa.Table) -> str:
    """An INSERT of made-up rows: communities share them out, keys differ, everything else repeats."""
    unique = _differing(table)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    values = ", ".join(_value(table, column, column.name in unique) for column in table.columns)
    return f"INSERT INTO {table.name} ({names}) SELECT {values} FROM generate_series(1, {MADE}) AS n"


def _differing(table: sa.Table) -> set[str]:
    """The columns that make every unique key unique: the last of each that is no word of a list."""
    keys = [list(table.primary_key.columns)]
    keys += [list(one.columns) for one in table.constraints if isinstance(one, sa.UniqueConstraint)]
    keys += [list(one.columns) for one in table.indexes if one.unique]
    listed = _listed(table)
    return {[one.name for one in key if one.name not in listed][-1] for key in keys}


def _listed(table: sa.Table) -> dict[str, list[str]]:
    """Columns that take only some words, with the words."""
    found = {}
    for one in table.constraints:
        if isinstance(one, sa.CheckConstraint):
            match = re.fullmatch(r"(\w+) IN \((.*)\)", str(one.sqltext))
            if match:
                found[match[1]] = re.findall(r"'([^']*)'", match[2])
    return found


def _value(table: sa.Table, column: sa.Column[Any], differs: bool) -> str:
    """One column of made-up row `n`, in SQL."""
    step = "n" if differs else "(n / 10)"
    listed = _listed(table).get(column.name)
    if listed:
        return _word(listed, RARE.get((table.name, column.name)))
    if column.name == "community_id" and table.name != "foundation_community":
        return f"md5('c' || n % {COMMUNITIES})::uuid"
    kind = column.type.dialect_impl(sa.dialects.postgresql.dialect()).compile(
        dialect=sa.dialects.postgresql.dialect()
    )
    return {
        "UUID": f"md5('{column.name}' || {step})::uuid",
        "TEXT": f"'{column.name}' || {step}",
        "VARCHAR": f"'{column.name}' || {step}",
        "BIGINT": step if differs else "n % 1000",
        "INTEGER": step if differs else "n % 1000",
        "BOOLEAN": "n % 2 = 0",
        "DATE": f"date '2026-01-01' - {step}",
        "TIMESTAMP WITH TIME ZONE": f"timestamptz '2026-01-01' - {step} * interval '1 minute'",
        "BYTEA": f"decode(md5('x' || {step}), 'hex')",
        "JSONB": "'{}'::jsonb",
        "JSON": "'{}'::json",
    }[kind]


def _word(words: list[str], rare: tuple[str, int] | None) -> str:
    if rare is None:
        return f"(ARRAY{words})[1 + n % {len(words)}]"
    word, every = rare
    others = [one for one in words if one != word]
    return f"CASE WHEN n % {every} = 0 THEN '{word}' ELSE (ARRAY{others})[1 + n % {len(others)}] END"


def _say_sizes(connection: sa.Connection) -> None:
    """Tell SQLite that every table is full and every index narrows it down column by column."""
    connection.execute(sa.text("ANALYZE"))
    connection.execute(sa.text("DELETE FROM sqlite_stat1"))
    tables = (
        connection.execute(sa.text("SELECT name FROM sqlite_schema WHERE type = 'table'")).scalars().all()
    )
    for table in tables:
        indexes = connection.execute(sa.text(f"PRAGMA index_list({table})")).all()
        for index in indexes:
            columns = len(connection.execute(sa.text(f"PRAGMA index_info({index[1]})")).all())
            values = {"table": table, "index": index[1], "stat": _narrowing(columns, bool(index[2]))}
            connection.execute(sa.text("INSERT INTO sqlite_stat1 VALUES (:table, :index, :stat)"), values)


def _narrowing(columns: int, unique: bool) -> str:
    """Rows in all, then rows that share the first column, the first two, and so on."""
    shares = [max(10, SAID // COMMUNITIES // 100**number) for number in range(columns)]
    if unique:
        shares[-1] = 1
    return " ".join(map(str, [SAID, *shares]))


@pytest.fixture(scope="session")
def full_books(engine: str, workshop: Workshop) -> Iterator[Flask]:
    """An application on a database that plans as full books do; made once a worker."""
    house = workshop.house(workshop.fresh(engine))
    with house.app_context():
        fill(db.engine, db.metadata)
    yield house
    with house.app_context():
        db.engine.dispose()


def plan(full_books: Flask, statement: sa.Executable, **values: object) -> Plan:
    """How this statement would be read in these full books."""
    with full_books.app_context():
        return explain(db.engine, statement, values, tables=db.metadata.tables)
