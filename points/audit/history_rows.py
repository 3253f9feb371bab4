"""Lines of the history of rows as their table has them: which rows still lack one, what it says, and its digest.

A row that is not as its newest line has it was changed past the house; a later action does not make that good: it gets
no line, and a check of the books goes on naming it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from points.audit.models import RowHistory
from points.foundation import add_rows_later, db, in_parts
from points.foundation.kept.remembered import lines_digest, state

#: under which name a record holds the digest of its lines
ROWS = "rows"
#: where a session notes which rows were written and have no line yet: by community and table
_WAITING = "rows_without_line"

Waiting = dict[UUID, dict[str, dict[UUID, None]]]


@dataclass(frozen=True)
class HistoryLine:
    """What a row says from now on; nothing where it is gone."""

    kind: str
    row_id: UUID
    seq: int
    state: str | None

    def spelled(self) -> str:
        """As it enters the digest."""
        return f"{self.kind}|{self.row_id.hex}|{self.seq}|{self.state or ''}"


def take(community_id: UUID) -> list[HistoryLine]:
    """A line for each row of a community that was written in this transaction and has none yet."""
    # what was changed on an object is written only now
    db.session().flush()
    written = waiting().pop(community_id, {})
    lines: list[HistoryLine] = []
    for name, ids in written.items():
        for some in in_parts(list(ids)):
            lines += _lines(community_id, db.metadata.tables[name], some)
    return lines


def digest(lines: Sequence[HistoryLine]) -> str:
    """What a record holds of its lines; a check asks the database for the same."""
    return lines_digest(one.spelled() for one in lines)


def add(community_id: UUID, record_id: UUID, lines: Sequence[HistoryLine]) -> None:
    """Write the lines of a record down."""
    own = {"community_id": community_id, "record_id": record_id}
    rows = [
        {**own, "kind": one.kind, "row_id": one.row_id, "seq": one.seq, "state": one.state} for one in lines
    ]
    add_rows_later(RowHistory, rows)


def waiting() -> Waiting:
    """The rows that were written in this transaction and have no line yet."""
    known: Waiting = db.session().info.setdefault(_WAITING, {})
    return known


def note(table: str, rows: Sequence[tuple[UUID, UUID]]) -> None:
    """These rows are written, by community and id."""
    known = waiting()
    for community_id, row_id in rows:
        known.setdefault(community_id, {}).setdefault(table, {})[row_id] = None


def _lines(community_id: UUID, table: sa.Table, ids: Sequence[UUID]) -> list[HistoryLine]:
    """What the rows say now, where that is not what their newest line says; and those that are gone."""
    found = db.session.connection().execute(
        _now(table, db.engine.dialect.name), {"c": community_id, "kind": table.name, "ids": ids}
    )
    return [
        HistoryLine(table.name, row.row_id, row.seq + 1, row.said) for row in found if row.said != row.kept
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
