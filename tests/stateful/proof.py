"""Every invariant's query as one statement, so that it can be asked after each step; it adds no invariant."""

from __future__ import annotations

from functools import cache
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db, reading
from points.oversight.proving import INVARIANTS, START, examine


@cache
def every_invariant(dialect: str) -> sa.TextClause:
    """The names of the invariants whose query returns a row, of all records."""
    parts = [
        f"SELECT '{one.name}' AS name, (SELECT count(*) FROM ({one.said_to(dialect)}) AS q{number}) AS rows_found"
        for number, one in enumerate(INVARIANTS)
    ]
    together = f"SELECT name FROM ({' UNION ALL '.join(parts)}) AS every WHERE rows_found > 0"
    return sa.text(together).bindparams(*(sa.bindparam(name, type_=sa.Uuid) for name in ("c", "through")))


def broken(community_id: UUID) -> list[str]:
    """What does not hold in these books."""
    asked = every_invariant(db.engine.dialect.name)
    return reading(lambda: list(db.session.execute(asked, {"c": community_id, "through": START}).scalars()))


def told(community_id: UUID) -> dict[str, tuple[str, ...]]:
    """What does not hold, with its rows, the audit records' own proofs included."""
    return {one.name: one.rows for one in reading(lambda: examine(community_id)).broken}
