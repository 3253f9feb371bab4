"""What a database must refuse or do by itself, and whether it does: triggers and CHECKs, by name and text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import sqlalchemy as sa

PG_FUNCTION = """CREATE OR REPLACE FUNCTION foundation_only_added() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"""


#: another table, and which of its columns takes which of the new row
Copied = tuple[str, dict[str, str]]
#: a word for it, and the statement about the row NEW, by dialect
Noted = tuple[str, Callable[[str], str]]


def kept_tables(metadata: sa.MetaData) -> list[str]:
    """Tables whose rows are only ever added, by name."""
    return sorted(table.name for table in metadata.tables.values() if table.info.get("kept"))


def trigger_statements(table: str, dialect: str) -> Iterator[str]:
    """The statements that make a table refuse UPDATE, DELETE and, on PostgreSQL, TRUNCATE."""
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


def copied_tables(metadata: sa.MetaData) -> dict[str, Copied]:
    """Tables whose new rows are noted down in another one."""
    return {
        table.name: table.info["copied"] for table in metadata.tables.values() if table.info.get("copied")
    }


def noted_tables(metadata: sa.MetaData) -> dict[str, Noted]:
    """Tables with each new row of which the database runs a statement of their own."""
    return {table.name: table.info["noted"] for table in metadata.tables.values() if table.info.get("noted")}


def copy_statements(table: str, to: Copied, dialect: str) -> Iterator[str]:
    """The statements that make the database note every new row of a table in another one, in the same transaction."""
    target, columns = to
    values = ", ".join(f"NEW.{one}" for one in columns.values())
    noted = f"INSERT INTO {target} ({', '.join(columns)}) VALUES ({values})"  # noqa: S608 - names of our models
    yield from note_statements(table, "copy", noted, dialect)


def note_statements(table: str, word: str, noted: str, dialect: str) -> Iterator[str]:
    """The statements that make the database run `noted` with every new row of a table."""
    if dialect == "sqlite":
        yield f"CREATE TRIGGER {word}_{table} AFTER INSERT ON {table} BEGIN {noted}; END"
        return
    yield (
        f"CREATE OR REPLACE FUNCTION {word}_{table}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {noted}; RETURN NULL; END $$"
    )
    yield f"CREATE TRIGGER {word}_{table} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {word}_{table}()"


def install(connection: sa.Connection, tables: list[str]) -> None:
    """Create the triggers for these tables; for migrations and for the scratch copy of the comparison."""
    dialect = connection.dialect.name
    if dialect != "sqlite":
        connection.execute(sa.text(PG_FUNCTION))
    for table in tables:
        for statement in trigger_statements(table, dialect):
            connection.execute(sa.text(statement))


def differences(engine: sa.Engine, metadata: sa.MetaData) -> list[str]:
    """Every CHECK and trigger that the models want and the database lacks, has more, or has in other words.

    Both sides are read back from the same engine, one of them from a scratch copy made from the models, so
    that the engine's own spelling does not count.
    """
    if engine.dialect.name == "sqlite":
        scratch = sa.create_engine("sqlite://", module=engine.dialect.dbapi)
        with scratch.connect() as fresh, engine.connect() as real:
            _build(fresh, metadata)
            return _compare(_read_sqlite(fresh), _read_sqlite(real))
    with engine.connect() as connection:
        real_guards = _read_postgresql(connection, "public")
        connection.execute(sa.text("CREATE SCHEMA scratch_guards"))
        connection.execute(sa.text("SET LOCAL search_path TO scratch_guards"))
        _build(connection, metadata)
        wanted = _read_postgresql(connection, "scratch_guards")
        connection.rollback()
        return _compare(wanted, real_guards)


def weakened(connection: sa.Connection, metadata: sa.MetaData) -> list[str]:
    """What keeps the books and does not stand as it should: triggers gone, switched off, of other words or beside ours,
    and CHECKs and keys that are gone. Only what the engine lists is read, so that it may be asked while the counter is open.
    """
    dialect = connection.dialect.name
    wanted = dict(_wanted(metadata, dialect))
    there = _listed_sqlite(connection) if dialect == "sqlite" else _listed_postgresql(connection)
    kept = {
        str(connection.dialect.identifier_preparer.format_constraint(one)).strip('"')
        for table in metadata.tables.values()
        for one in table.constraints
        if isinstance(one, sa.CheckConstraint | sa.UniqueConstraint)
    }
    return [
        *_compare(wanted, there),
        *(f"missing: {name}" for name in sorted(kept - _constraints(connection))),
    ]


def _wanted(metadata: sa.MetaData, dialect: str) -> Iterator[tuple[str, str]]:
    """Triggers, and the functions they run, as an engine lists them."""
    for statement in _statements(metadata, dialect):
        if dialect == "sqlite":
            yield statement.split()[2], " ".join(statement.split())
        elif function := _FUNCTION.match(statement):
            yield f"function {function[1]}", " ".join(function[2].split())
        elif trigger := _TRIGGER.match(statement):
            name, when, deeds, table, each, runs = trigger.groups()
            on = sum(_BITS[one] for one in (when, each, *deeds.split(" OR ")))
            yield name, f"on {table}, {on}, runs {runs}, enabled"


#: how PostgreSQL says when a trigger runs
_BITS = {
    "ROW": 1,
    "STATEMENT": 0,
    "BEFORE": 2,
    "AFTER": 0,
    "INSERT": 4,
    "DELETE": 8,
    "UPDATE": 16,
    "TRUNCATE": 32,
}
_TRIGGER = re.compile(
    r"CREATE TRIGGER (\w+) (BEFORE|AFTER) ([A-Z ]+?) ON (\w+)\s+FOR EACH (ROW|STATEMENT) EXECUTE FUNCTION (\w+)"
)
_FUNCTION = re.compile(r"CREATE OR REPLACE FUNCTION (\w+)\(\).*?\$\$(.*)\$\$", re.DOTALL)


def _statements(metadata: sa.MetaData, dialect: str) -> Iterator[str]:
    """All that make the triggers of these tables."""
    if dialect != "sqlite":
        yield PG_FUNCTION
    for table in kept_tables(metadata):
        yield from trigger_statements(table, dialect)
    for table, to in copied_tables(metadata).items():
        yield from copy_statements(table, to, dialect)
    for table, (word, noted) in noted_tables(metadata).items():
        yield from note_statements(table, word, noted(dialect), dialect)


def _build(connection: sa.Connection, metadata: sa.MetaData) -> None:
    metadata.create_all(connection, checkfirst=False)
    for statement in _statements(metadata, connection.dialect.name):
        connection.execute(sa.text(statement))


def _listed_sqlite(connection: sa.Connection) -> dict[str, str]:
    asked = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    return {name: " ".join(sql.split()) for name, sql in connection.execute(asked)}


def _listed_postgresql(connection: sa.Connection) -> dict[str, str]:
    """A trigger with a WHEN is not ours; one that does not run for everybody is switched off."""
    asked = sa.text(
        "SELECT t.tgname, c.relname, t.tgtype, p.proname, t.tgenabled, t.tgqual IS NULL AS always, p.prosrc"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE NOT t.tgisinternal AND c.relnamespace = CAST(current_schema() AS regnamespace)"
    )
    found: dict[str, str] = {}
    for name, table, on, runs, enabled, always, source in connection.execute(asked):
        stands = "enabled" if enabled in ("O", "A") and always else "not always"
        found[name] = f"on {table}, {on}, runs {runs}, {stands}"
        found[f"function {runs}"] = " ".join(source.split())
    return found


def _constraints(connection: sa.Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        asked = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND sql IS NOT NULL")
        return {
            name for (sql,) in connection.execute(asked) for name in re.findall(r"CONSTRAINT \"?(\w+)", sql)
        }
    asked = sa.text(
        "SELECT conname FROM pg_constraint WHERE convalidated"
        " AND connamespace = CAST(current_schema() AS regnamespace)"
    )
    return set(connection.scalars(asked))


def _read_sqlite(connection: sa.Connection) -> dict[str, str]:
    found = {f"trigger {name}": text for name, text in _listed_sqlite(connection).items()}
    inspector = sa.inspect(connection)
    for table in inspector.get_table_names():
        for check in inspector.get_check_constraints(table):
            found[f"check {table}.{check['name']}"] = " ".join(check["sqltext"].split())
    return found


def _read_postgresql(connection: sa.Connection, schema: str) -> dict[str, str]:
    checks = sa.text(
        "SELECT 'check ' || c.relname || '.' || k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k"
        " JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE k.contype = 'c' AND n.nspname = :schema"
    )
    triggers = sa.text(
        "SELECT 'trigger ' || t.tgname, replace(pg_get_triggerdef(t.oid), :prefix, '') FROM pg_trigger t"
        " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE NOT t.tgisinternal AND n.nspname = :schema"
    )
    facts = {"schema": schema}
    # a result has keys() of its own, so dict() would take it for a mapping
    found: dict[str, str] = dict(list(connection.execute(checks, facts)))  # type: ignore[arg-type]
    for name, text in connection.execute(triggers, {**facts, "prefix": f"{schema}."}):
        found[name] = text
    return found


def _compare(wanted: dict[str, str], real: dict[str, str]) -> list[str]:
    missing = [f"missing: {name}" for name in sorted(wanted.keys() - real.keys())]
    more = [f"not in the models: {name}" for name in sorted(real.keys() - wanted.keys())]
    other = [
        f"in other words: {name}: {real[name]} instead of {wanted[name]}"
        for name in sorted(wanted.keys() & real.keys())
        if wanted[name] != real[name]
    ]
    return missing + more + other
