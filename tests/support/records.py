"""What the book of actions says, for tests that read the facts of records."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from points.foundation import db, reading


def records_of(*actions: str) -> list[sa.Row[Any]]:
    """What was written of these actions in any community, the oldest first: action, subject, facts, outcome, by whom."""
    book = db.metadata.tables["audit_record"]
    columns = book.c.deed, book.c.subject_id, book.c.facts, book.c.outcome, book.c.actor_id, book.c.origin
    query = sa.select(*columns).where(book.c.deed.in_(actions)).order_by(book.c.at, book.c.id)
    return reading(lambda: list(db.session.execute(query)))


def facts_of(*actions: str) -> list[dict[str, Any]]:
    """The facts alone."""
    return [row.facts for row in records_of(*actions)]
