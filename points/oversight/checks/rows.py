"""Rows with a history: what stands there is what their newest line says, and a record covers every line.

So a role, a price, a card or a password that somebody with the database's password changes is named, and goes on being
named whatever the house does with the row later.
"""

from __future__ import annotations

import sqlalchemy as sa

from points import audit, goods, people, shop, stockroom, volunteering
from points.foundation import db
from points.foundation.kept.remembered import digest_of_lines, remembered_tables, state
from points.oversight.checks.form import Invariant

#: whose rooms have such tables: they are all known once these are
ROOMS = (goods, people, shop, stockroom, volunteering)
_LINES = "SELECT count(*) FROM audit_row_history WHERE community_id = :c"


def _tables() -> list[sa.Table]:
    return remembered_tables(db.metadata)


def _changed(dialect: str) -> str:
    """Rows that are not as their newest line says, that have none, or that are gone though it says that they are not."""
    return " UNION ALL ".join(_changed_of(table, dialect) for table in _tables())


def _changed_of(table: sa.Table, dialect: str) -> str:
    kind = table.name.partition("_")[2]
    return f"""
    SELECT kind, row_id, CASE WHEN kept IS NULL THEN 'has no history' ELSE 'was changed' END AS how FROM (
      SELECT '{kind}' AS kind, t.id AS row_id, {state(table, "t", dialect)} AS said,
        {audit.row_history.newest(table.name, "t")} AS kept
      FROM {table.name} t WHERE t.community_id = :c) AS compared
    WHERE kept IS NULL OR kept <> said
    UNION ALL
    SELECT '{kind}', h.row_id, 'is gone' FROM audit_row_history h
    WHERE h.community_id = :c AND h.kind = '{table.name}' AND h.state IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM {table.name} t WHERE t.community_id = :c AND t.id = h.row_id)
      AND NOT EXISTS (SELECT 1 FROM audit_row_history n WHERE n.community_id = :c AND n.kind = h.kind
        AND n.row_id = h.row_id AND n.seq > h.seq)
    """  # noqa: S608 - names of our models


ROWS_ARE_THEIR_HISTORY = Invariant(
    "rows_are_their_history",
    "rows_have_history",
    "每个角色、规则、价格、设置、卡和账号都和最近一次记下的一样",
    "Every role, rule, price, setting, card and account is as its newest history line says",
    "lines",
    _LINES,
    _changed("sqlite"),
    _changed("postgresql"),
)


def _covered(dialect: str) -> str:
    """Records that hold another digest than that of their lines, and lines of no record."""
    row = "replace(CAST(h.row_id AS text), '-', '')"
    line = f"h.kind || '|' || {row} || '|' || h.seq || '|' || coalesce(h.state, '')"
    held = "r.commitments ->> 'rows'"
    return f"""
    WITH lines AS MATERIALIZED (
      SELECT record_id, {digest_of_lines("line", dialect)} AS digest FROM (
        SELECT h.record_id, {line} AS line FROM audit_row_history h WHERE h.community_id = :c) AS spelled
      GROUP BY record_id),
    holding AS MATERIALIZED (
      SELECT r.id, r.deed, {held} AS digest FROM audit_record r
      WHERE r.community_id = :c AND {held} IS NOT NULL)
    SELECT r.id AS record, r.deed AS deed FROM holding r LEFT JOIN lines l ON l.record_id = r.id
    WHERE l.digest IS NULL OR l.digest <> r.digest
    UNION ALL
    SELECT l.record_id, 'covers no line' FROM lines l
    WHERE NOT EXISTS (SELECT 1 FROM holding r WHERE r.id = l.record_id)
    """  # noqa: S608 - our own words


HISTORY_IS_RECORDED = Invariant(
    "history_is_recorded",
    "rows_have_history",
    "每条变动记录都在操作记录里有据可查",
    "Every history line is covered by the record of who did it",
    "lines",
    _LINES,
    _covered("sqlite"),
    _covered("postgresql"),
)

HISTORY_GAPLESS = Invariant(
    "history_gapless",
    "rows_have_history",
    "变动记录一条接一条，没有缺号",
    "The history lines of every row are numbered 1, 2, 3 without a gap",
    "lines",
    _LINES,
    """
    SELECT kind, row_id, min(seq) AS first_line, max(seq) AS last_line, count(*) AS lines
    FROM audit_row_history WHERE community_id = :c
    GROUP BY kind, row_id HAVING min(seq) <> 1 OR max(seq) <> count(*)
    """,
)

PROOFS = (ROWS_ARE_THEIR_HISTORY, HISTORY_IS_RECORDED, HISTORY_GAPLESS)
