"""Runs a built statement on the driver itself: what SQLAlchemy does for any statement costs more than a hot one does.

SQLAlchemy still writes the statement, converts every value by the type of its column, and holds connection and
transaction; only its way from there to the driver and back is cut short. A list of any length is
written out for the next power of two, its last value repeated, so that a statement has few texts and each stays
prepared. What SQLAlchemy would have to fill in (a default of Python) is left to it: such a statement has no plan here.

Inserts that nobody waits for are sent together, one round trip instead of one each, and many rows of one table are copied
in; PostgreSQL only, as SQLite has no trip to save. It knows no table and no session.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.visitors import iterate, replacement_traverse

#: where a connection keeps the inserts that wait
_WAITING = "waiting"
#: and where its cursors
_CURSORS = "cursors"
#: a cursor holds its last answer; one that had more rows than this is not kept
LONG_ANSWER = 64
#: a longer list is SQLAlchemy's to write, each time
LONGEST_LIST = 256
#: so many rows are copied in on PostgreSQL
MANY_ROWS = 500

Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A statement in the driver's own words, with what becomes of the values that go in and come out."""

    text: str
    #: the names of the values, in the driver's order
    names: tuple[str, ...]
    #: values that are part of the statement, converted
    fixed: Mapping[str, Any]
    into: Mapping[str, Convert]
    out_of: tuple[tuple[int, Convert], ...]
    row: Any
    by_position: bool
    #: the table it writes to, and every word of it with the tables whose rows it refers to
    table: str
    words: frozenset[str]
    #: PostgreSQL's COPY of such rows; empty where there is none
    copy: str

    def values(self, given: Mapping[str, Any]) -> Any:
        """The values as the driver takes them; one that is missing is a bug."""
        into, fixed = self.into, self.fixed
        found = {
            name: (into[name](given[name]) if name in into else given[name]) if name in given else fixed[name]
            for name in self.names
        }
        return tuple(found[name] for name in self.names) if self.by_position else found

    def rows(self, found: Sequence[Sequence[Any]]) -> list[Any]:
        """The rows as values with names."""
        make = self.row._make
        if not self.out_of:
            return [make(one) for one in found]
        converted = []
        for one in found:
            row = list(one)
            for place, convert in self.out_of:
                row[place] = convert(row[place])
            converted.append(make(row))
        return converted


def plan(statement: sa.Executable, dialect: sa.Dialect, columns: Sequence[str] | None = None) -> Plan | None:
    """The plan of a statement, or None where it is SQLAlchemy's. `columns`: those that rows to insert have.

    Of a statement in plain text only the answer says which columns it has.
    """
    if isinstance(statement, sa.TextClause | sa.TextualSelect):
        return None
    compiled = statement.compile(dialect=dialect, column_keys=columns)  # type: ignore[attr-defined]
    assert isinstance(compiled, SQLCompiler)
    if compiled.post_compile_params or compiled.literal_execute_params or compiled.insert_prefetch:
        return None
    into = {}
    for bound, name in compiled.bind_names.items():
        convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
        if convert is not None:
            into[name] = convert
    fixed = {
        name: into[name](bound.value) if name in into else bound.value
        for bound, name in compiled.bind_names.items()
        if not bound.required and columns is None
    }
    names = tuple(compiled.positiontup or compiled.bind_names.values())
    shown = list(getattr(statement, "exported_columns", ()))
    out_of = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in shown]
    return Plan(
        text=compiled.string,
        names=names,
        fixed=fixed,
        into=into,
        out_of=tuple((place, convert) for place, convert in enumerate(out_of) if convert is not None),
        row=namedtuple("Row", [one.key for one in shown], rename=True),  # type: ignore[misc]
        by_position=compiled.positional,
        table=_table(statement),
        words=_words(statement, compiled.string),
        copy=_copying(statement, dialect, names) if columns and dialect.name == "postgresql" else "",
    )


def _table(statement: sa.Executable) -> str:
    return statement.table.name if isinstance(statement, sa.Insert | sa.Update | sa.Delete) else ""  # type: ignore[union-attr]


def _copying(statement: sa.Executable, dialect: sa.Dialect, names: Sequence[str]) -> str:
    table, quoted = statement.table, dialect.identifier_preparer  # type: ignore[attr-defined]
    columns = ", ".join(quoted.format_column(table.c[name]) for name in names)
    return f"COPY {quoted.format_table(table)} ({columns}) FROM STDIN"


def _words(statement: sa.Executable, text: str) -> frozenset[str]:
    """The tables a statement may look at are among its words; rows of others it may refer to by a foreign key."""
    words = frozenset(re.findall(r"\w+", text))
    if not _table(statement):
        return words
    keys = statement.table.foreign_key_constraints  # type: ignore[attr-defined]
    return words | {one.referred_table.name for one in keys if words.issuperset(one.column_keys)}


def lists(statement: sa.Executable) -> tuple[str, ...]:
    """The names of the lists that are handed in."""
    found = (one for one in iterate(cast("Any", statement)) if isinstance(one, sa.BindParameter))
    return tuple(sorted({one.key for one in found if one.expanding and one.required}))


def width(values: Sequence[Any]) -> int:
    """For how many values a list is written out; none where it is SQLAlchemy's: empty, too long, or of pairs."""
    if not 0 < len(values) <= LONGEST_LIST or isinstance(values[0], tuple):
        return 0
    return 1 << (len(values) - 1).bit_length()


def written_out(statement: sa.Executable, widths: Mapping[str, int]) -> sa.Executable:
    """The statement with a value for each place of its lists."""

    def write(element: Any, **_kw: Any) -> Any:
        if not (isinstance(element, sa.BindParameter) and element.expanding and element.key in widths):
            return None
        places = _places(element.key, widths[element.key])
        return sa.tuple_(*(sa.bindparam(place, type_=element.type) for place in places))

    written: sa.Executable = replacement_traverse(cast("Any", statement), {}, write)
    return written


def filled(name: str, values: Sequence[Any], count: int) -> dict[str, Any]:
    """These values by the places of a list, the last one as often as it takes."""
    last = len(values) - 1
    return {place: values[min(at, last)] for at, place in enumerate(_places(name, count))}


def _places(name: str, count: int) -> list[str]:
    return [f"{name}__{at}" for at in range(count)]


def ask(connection: sa.Connection, told: Plan, given: Mapping[str, Any]) -> tuple[list[Any], int]:
    """The rows a statement gives, and how many it met."""
    cursor = _run(connection, told.text, told.values(given), many=False)
    rows, met = told.rows(cursor.fetchall()) if told.row._fields else [], cursor.rowcount
    if len(rows) > LONG_ANSWER:
        connection.info[_CURSORS].pop(told.text).close()
    return rows, met


def write(connection: sa.Connection, told: Plan, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; within a pipeline nobody waits for them.

    Many rows make a small table large within one transaction, where nobody can count it anew. How its keys are looked up
    was planned while any index would do; such plans are thrown away.
    """
    values = [told.values(row) for row in rows]
    many = len(values) > 1
    if _is_copied(told, rows):
        _run(connection, "DISCARD PLANS", None, many=False)
        _run(connection, told.copy, values, many=many, run=_copy)
    else:
        _run(connection, told.text, values if many else values[0], many=many)


def _is_copied(told: Plan, rows: Sequence[Any]) -> bool:
    return bool(told.copy) and len(rows) >= MANY_ROWS


def _copy(cursor: Any, text: str, values: Sequence[Mapping[str, Any]]) -> None:
    with cursor.copy(text) as copy:
        for one in values:
            copy.write_row(tuple(one.values()))


def _run(
    connection: sa.Connection, text: str, values: Any, *, many: bool, run: Callable[..., None] | None = None
) -> Any:
    """One statement on the driver's cursor; who watches the statements of an engine sees it like any other."""
    cursor = _cursor(connection, text)
    watched = connection.dispatch
    for see in watched.before_cursor_execute:
        see(connection, cursor, text, values, None, many)
    try:
        if run:
            run(cursor, text, values)
        else:
            (cursor.executemany if many else cursor.execute)(text, values)
    except connection.dialect.loaded_dbapi.Error as error:
        raise told_as_usual(connection, error) from error
    for see in watched.after_cursor_execute:
        see(connection, cursor, text, values, None, many)
    return cursor


def _cursor(connection: sa.Connection, text: str) -> Any:
    """The cursor of a statement on this connection, kept as long as both: the driver's knows how to send its values
    from the last time, and a new one has to find out again."""
    cursors = connection.info.setdefault(_CURSORS, {})
    if text not in cursors:
        cursors[text] = connection.connection.dbapi_connection.cursor()  # type: ignore[union-attr]
    return cursors[text]


def wait(connection: sa.Connection, told: Plan, rows: Sequence[Mapping[str, Any]]) -> None:
    """Let these rows wait for the COMMIT, or a statement that might miss them."""
    connection.info.setdefault(_WAITING, []).append((told, list(rows)))


def make_way(connection: sa.Connection, told: Plan) -> None:
    """Send what waits before a statement that might miss it; another one may go ahead of it."""
    if any(one.table in told.words for one, _ in connection.info.get(_WAITING, ())):
        send(connection)


def send(connection: sa.Connection) -> None:
    """Send the inserts that wait, several of them in one go; the first that is refused refuses them all."""
    waiting = connection.info.pop(_WAITING, ())
    # no pipeline takes a COPY
    if len(waiting) < 2 or any(_is_copied(told, rows) for told, rows in waiting):
        for told, rows in waiting:
            write(connection, told, rows)
        return
    driver, errors = connection.connection.driver_connection, connection.dialect.loaded_dbapi.Error
    try:
        with driver.pipeline():  # type: ignore[union-attr]
            for told, rows in waiting:
                write(connection, told, rows)
    except errors as error:
        raise told_as_usual(connection, error) from error


def watch(engine: sa.Engine) -> None:
    """Send what waits before any statement that SQLAlchemy runs, and forget it where the transaction is taken back."""

    @event.listens_for(engine, "before_execute")
    def _send(connection: sa.Connection, *_: Any) -> None:
        if _WAITING in connection.info:
            send(connection)

    @event.listens_for(engine, "rollback")
    def _forget(connection: sa.Connection) -> None:
        if not connection.invalidated:
            connection.info.pop(_WAITING, None)

    @event.listens_for(engine, "checkin")
    def _leave_nothing(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info.pop(_WAITING, None)


def told_as_usual(connection: sa.Connection, error: Any) -> DBAPIError:
    """An error of the driver as SQLAlchemy would have raised it; a connection that is lost is given up."""
    lost = connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None)
    if lost:
        connection.invalidate(error)
    base = connection.dialect.loaded_dbapi.Error
    told = DBAPIError.instance(
        None, None, error, base, hide_parameters=True, connection_invalidated=lost, dialect=connection.dialect
    )
    assert isinstance(told, DBAPIError)
    return told
