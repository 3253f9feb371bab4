"""Whether what keeps the books from being changed stands: triggers and constraints, as the database lists them."""

from __future__ import annotations

from points.foundation import db
from points.foundation.guards import weakened
from points.oversight.findings import SHOWN, Finding

TITLE = ("防止改账的保护都在", "Every trigger and constraint that keeps the books stands as it should")


def stand() -> Finding:
    """One row for each that is gone, switched off, changed, or not ours."""
    rows = weakened(db.session.connection(), db.metadata)
    tables = len(db.metadata.tables)
    return Finding("guards_stand", "guards_stand", *TITLE, "tables", tables, len(rows), tuple(rows[:SHOWN]))
