"""The history of rows: who changes what is remembered leaves a line of it, and the record of the action covers the lines.

No writer is asked for it: every statement that writes such a table is seen on its way to the database, and the next
record in the same transaction takes in what its rows say now.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from points.audit.history_rows import note, waiting
from points.foundation import db, in_parts
from points.foundation.kept.remembered import changes_remembered, state

_log = logging.getLogger(__name__)


def watch(engine: sa.Engine) -> None:
    """See every statement of this engine that writes a row with a history."""

    @event.listens_for(engine, "before_execute", retval=True)
    def _see(connection: sa.Connection, statement: Any, many: Any, one: Any, _options: Any) -> Any:
        given = many or [one]
        if changes_remembered(statement, given[0]):
            if isinstance(statement, sa.Insert):
                note(statement.table.name, [(row["community_id"], row["id"]) for row in given])
            else:
                met = [_meet(connection, statement, values) for values in given]
                # each of many is met by its key
                statement = statement if many else _only(statement, met[0])
        return statement, many, one


def newest(table: str, row: str) -> str:
    """In SQL: what the newest line says of the row of a table that is called `row`."""
    return (
        "(SELECT h.state FROM audit_row_history h"  # noqa: S608 - names of our models
        f" WHERE h.community_id = {row}.community_id AND h.kind = '{table}' AND h.row_id = {row}.id"
        " ORDER BY h.seq DESC LIMIT 1)"
    )


def _meet(connection: sa.Connection, statement: Any, given: Any) -> list[UUID]:
    """Look which rows a change will meet, and hold them."""
    table = db.metadata.tables[statement.table.name]
    query = sa.select(table.c.community_id, table.c.id).with_for_update(of=table)
    if statement.whereclause is not None:
        query = query.where(statement.whereclause)
    met = [(row.community_id, row.id) for row in connection.execute(query, given)]
    # what was changed past the house before gets no line that would make it good; what this transaction wrote before is noted
    note(table.name, _as_kept(connection, table, met))
    return [row_id for _, row_id in met]


def _as_kept(
    connection: sa.Connection, table: sa.Table, rows: Sequence[tuple[UUID, UUID]]
) -> list[tuple[UUID, UUID]]:
    """Those of these rows that say what their newest line says. It is asked when they are held: who held one before may
    have written both, and a statement that waits for the row sees the line as it was."""
    kept = f"{newest(table.name, table.name)} = {state(table, table.name, connection.dialect.name)}"
    same: list[tuple[UUID, UUID]] = []
    for some in in_parts(rows):
        query = sa.select(table.c.community_id, table.c.id).where(sa.literal_column(kept, sa.Boolean))
        query = query.where(sa.tuple_(table.c.community_id, table.c.id).in_(some))
        same += [(row.community_id, row.id) for row in connection.execute(query)]
    return same


def _only(statement: Any, ids: list[UUID]) -> Any:
    """The change, of just these rows, whatever is written beside it meanwhile."""
    return statement.where(db.metadata.tables[statement.table.name].c.id.in_(ids))


@event.listens_for(Session, "before_commit")
def _none_is_left(session: Session) -> None:
    """Say that a change has no record to stand in: it is found by the next check of the books."""
    session.flush()
    tables = sorted({name for tables in waiting().values() for name in tables})
    if tables:
        _log.error("changed without a record of who did it: %s", ", ".join(tables))
