"""Which rows are held until a transaction ends, as PostgreSQL reads it; SQLite holds the whole database and says nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from points.foundation import db
from points.foundation.prepared import Prepared

_LOCK = re.compile(r"FROM (\w+).*?\b(FOR (?:NO KEY UPDATE|KEY SHARE|UPDATE|SHARE))", re.DOTALL)


@contextmanager
def holding() -> Iterator[list[str]]:
    """What is held from here on, in order: the table and how."""
    found: list[str] = []
    ask = Prepared._ask

    def note(statement: Any) -> None:
        if isinstance(statement, sa.Select) and statement._for_update_arg is not None:
            said = _LOCK.search(str(statement.compile(dialect=postgresql.dialect())))  # type: ignore[no-untyped-call]
            assert said is not None
            found.append(f"{said[1]} {said[2].lower()}")

    def see(_connection: object, statement: Any, *_: object) -> None:
        note(statement)

    def asked(self: Prepared, values: dict[str, Any]) -> Any:
        note(self.statement)
        return ask(self, values)

    sa.event.listen(db.engine, "before_execute", see)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Prepared, "_ask", asked)
        try:
            yield found
        finally:
            sa.event.remove(db.engine, "before_execute", see)
