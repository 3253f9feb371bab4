"""The history of rows: who changes what is remembered leaves a line of it, and the record of the action covers the lines.

No writer is asked for it: every statement that writes such a table is seen on its way to the database, and the next
record in the same transaction takes in what its rows say now. A row that is not as its newest line has it was changed
past the house; a later action does not make that good, so the line stays and a check of the books goes on naming it.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from points.audit.models import RowHistory
from points.foundation import add_rows, db
from points.foundation.remembered import changes_remembered, lines_digest, state

#: under which name a record holds the digest of its lines
ROWS = "rows"
#: so many rows are asked for with one statement
_AT_ONCE = 5000
#: where a session notes which rows were written and have no line yet: by community and table
_WAITING = "rows_without_line"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Line:
    """What a row says from now on; nothing where it is gone."""

    kind: str
    row_id: UUID
    seq: int
    state: str | None

    def spelled(self) -> str:
        """As it enters the digest."""
        return f"{self.kind}|{self.row_id.hex}|{self.seq}|{self.state or ''}"


def watch(engine: sa.Engine) -> None:
    """See every statement of this engine that writes a row with a history."""

    @event.listens_for(engine, "before_execute", retval=True)
    def _see(connection: sa.Connection, statement: Any, many: Any, one: Any, _options: Any) -> Any:
        given = many or [one]
        if changes_remembered(statement, given[0]):
            if isinstance(statement, sa.Insert):
                _note(statement.table.name, [(row["community_id"], row["id"]) for row in given])
            else:
                met = [_meet(connection, statement, values) for values in given]
                # each of many is met by its key
                statement = statement if many else _only(statement, met[0])
        return statement, many, one


def take(community_id: UUID) -> list[Line]:
    """A line for each row of a community that was written in this transaction and has none yet."""
    # what was changed on an object is written only now
    db.session().flush()
    waiting = _waiting().pop(community_id, {})
    lines: list[Line] = []
    for name, ids in waiting.items():
        table, every = db.metadata.tables[name], list(ids)
        for start in range(0, len(every), _AT_ONCE):
            lines += _lines(community_id, table, every[start : start + _AT_ONCE])
    return lines


def digest(lines: Sequence[Line]) -> str:
    """What a record holds of its lines; a check asks the database for the same."""
    return lines_digest(one.spelled() for one in lines)


def add(community_id: UUID, record_id: UUID, lines: Sequence[Line]) -> None:
    """Write the lines of a record down."""
    own = {"community_id": community_id, "record_id": record_id}
    rows = [
        {**own, "kind": one.kind, "row_id": one.row_id, "seq": one.seq, "state": one.state} for one in lines
    ]
    add_rows(RowHistory, rows, later=True)


def newest(table: str, row: str) -> str:
    """In SQL: what the newest line says of the row of a table that is called `row`."""
    return (
        "(SELECT h.state FROM audit_row_history h"  # noqa: S608 - names of our models
        f" WHERE h.community_id = {row}.community_id AND h.kind = '{table}' AND h.row_id = {row}.id"
        " ORDER BY h.seq DESC LIMIT 1)"
    )


def _note(table: str, rows: Sequence[tuple[UUID, UUID]]) -> None:
    for community_id, row_id in rows:
        _waiting().setdefault(community_id, {}).setdefault(table, {})[row_id] = None


def _meet(connection: sa.Connection, statement: Any, given: Any) -> list[UUID]:
    """Look which rows a change will meet."""
    table, dialect = db.metadata.tables[statement.table.name], connection.dialect.name
    as_kept: sa.ColumnElement[bool] = sa.literal_column(
        f"{newest(table.name, table.name)} = {state(table, table.name, dialect)}", sa.Boolean
    )
    query = sa.select(table.c.community_id, table.c.id, as_kept).with_for_update(of=table)
    if statement.whereclause is not None:
        query = query.where(statement.whereclause)
    met = connection.execute(query, given or None).all()
    known = _waiting()
    # what was changed past the house before gets no line that would make it good
    _note(table.name, [(c, i) for c, i, same in met if same or i in known.get(c, {}).get(table.name, ())])
    return [row_id for _, row_id, _ in met]


def _only(statement: Any, ids: list[UUID]) -> Any:
    """The change, of just these rows, whatever is written beside it meanwhile."""
    return statement.where(db.metadata.tables[statement.table.name].c.id.in_(ids))


def _lines(community_id: UUID, table: sa.Table, ids: list[UUID]) -> list[Line]:
    """What the rows say now, where that is not what their newest line says; and those that are gone."""
    found = db.session.connection().execute(
        _now(table, db.engine.dialect.name), {"c": community_id, "kind": table.name, "ids": ids}
    )
    return [
        Line(table.name, row.row_id, row.seq + 1, row.said)
        for row in found
        if row.seq == 0 or row.said != row.kept
    ]


def _now(table: sa.Table, dialect: str) -> sa.TextualSelect:
    """Of each row: what it says, the newest line of it, and that line's number."""
    said = state(table, "t", dialect)
    sql = f"""
    SELECT t.id AS row_id, {said} AS said, h.state AS kept, coalesce(h.seq, 0) AS seq
    FROM {table.name} t LEFT JOIN audit_row_history h ON h.community_id = :c AND h.kind = :kind AND h.row_id = t.id
      AND h.seq = (SELECT max(x.seq) FROM audit_row_history x
                   WHERE x.community_id = :c AND x.kind = :kind AND x.row_id = t.id)
    WHERE t.community_id = :c AND t.id IN :ids
    UNION ALL
    SELECT h.row_id, NULL, h.state, h.seq FROM audit_row_history h
    WHERE h.community_id = :c AND h.kind = :kind AND h.row_id IN :ids
      AND h.seq = (SELECT max(x.seq) FROM audit_row_history x
                   WHERE x.community_id = :c AND x.kind = :kind AND x.row_id = h.row_id)
      AND NOT EXISTS (SELECT 1 FROM {table.name} t WHERE t.community_id = :c AND t.id = h.row_id)
    """  # noqa: S608 - names of our models
    return (
        sa.text(sql)
        .bindparams(
            sa.bindparam("c", type_=sa.Uuid),
            sa.bindparam("ids", expanding=True, type_=sa.Uuid),
            sa.bindparam("kind"),
        )
        .columns(row_id=sa.Uuid, said=sa.Text, kept=sa.Text, seq=sa.BigInteger)
    )


def _waiting() -> dict[UUID, dict[str, dict[UUID, None]]]:
    known: dict[UUID, dict[str, dict[UUID, None]]] = db.session().info.setdefault(_WAITING, {})
    return known


@event.listens_for(Session, "before_commit")
def _none_is_left(session: Session) -> None:
    """Say that a change has no record to stand in: it is found by the next check of the books."""
    session.flush()
    left = session.info.pop(_WAITING, {})
    tables = sorted({name for tables in left.values() for name in tables})
    if tables:
        _log.error("changed without a record of who did it: %s", ", ".join(tables))
