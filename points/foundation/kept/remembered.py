"""Tables whose rows keep their history: which columns count, and one row as one text; it knows no table."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from typing import Any, TypeGuard

import sqlalchemy as sa

#: how SQLite, which cannot, is told to digest a value; and lines, sorted
DIGEST = "sha256_hex"
DIGEST_OF_LINES = "sha256_of_lines"


def remembered(*, loose: tuple[str, ...] = (), secret: tuple[str, ...] = ()) -> dict[str, Any]:
    """Last element of __table_args__: who changes such a row by a use case leaves a line of its history.

    `loose` columns change with use and leave none; of `secret` ones, as of all bytes, a line keeps a digest.
    """
    return {"info": {"remembered": {"loose": loose, "secret": secret}}}


def remembered_tables(metadata: sa.MetaData) -> list[sa.Table]:
    """All such tables, by name."""
    return sorted((one for one in metadata.tables.values() if is_remembered(one)), key=lambda one: one.name)


def is_remembered(table: object) -> TypeGuard[sa.Table]:
    """Whether a table is one of them."""
    return isinstance(table, sa.Table) and "remembered" in table.info


def changes_remembered(statement: Any, given: Collection[str] = ()) -> bool:
    """Whether a statement writes what is remembered; `given` are values that are handed in with it."""
    if not getattr(statement, "is_dml", False) or not is_remembered(statement.table):
        return False
    if not isinstance(statement, sa.Update):
        return True
    # nothing public says which columns an UPDATE sets
    named = {getattr(one, "key", one) for one in statement._values or ()} | set(given)
    return not named.isdisjoint(one.key for one in _counted(statement.table))


def state(table: sa.Table, row: str, dialect: str) -> str:
    """A row of the table, which is called `row`, as text in SQL: what is empty is left out, so that a column that
    comes later, and is empty, changes no text."""
    pairs = ", ".join(f"'{one.name}', {_value(one, row, dialect)}" for one in _counted(table))
    if dialect == "sqlite":
        return f"json_patch('{{}}', json_object({pairs}))"
    return f"CAST(jsonb_strip_nulls(jsonb_build_object({pairs})) AS text)"


class Lines:
    """The digest of lines in whatever order they come, for SQLite."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    def step(self, line: str) -> None:
        """Take one in."""
        self.lines.append(line)

    def finalize(self) -> str:
        """The digest of all of them."""
        return lines_digest(self.lines)


def lines_digest(lines: Iterable[str]) -> str:
    """The digest of lines, sorted."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def digest_of_lines(line: str, dialect: str) -> str:
    """The same, in SQL, of a group of rows."""
    if dialect == "sqlite":
        return f"{DIGEST_OF_LINES}({line})"
    return (
        f"encode(sha256(convert_to(string_agg({line}, E'\\n' ORDER BY {line} COLLATE \"C\"), 'UTF8')), 'hex')"
    )


def sha256_hex(value: str | bytes | None) -> str | None:
    """The digest of a value, for SQLite."""
    if value is None:
        return None
    return hashlib.sha256(value.encode() if isinstance(value, str) else value).hexdigest()


def _counted(table: sa.Table) -> Iterator[sa.Column[Any]]:
    left_out = {"community_id", "id", *table.info["remembered"]["loose"]}
    # by name: where a column stands in its model says nothing
    return iter(sorted((one for one in table.columns if one.name not in left_out), key=lambda one: one.name))


def _value(column: sa.Column[Any], row: str, dialect: str) -> str:
    said = f"{row}.{column.name}"
    if isinstance(column.type, sa.LargeBinary):
        return f"{DIGEST}({said})" if dialect == "sqlite" else f"encode(sha256({said}), 'hex')"
    if column.name in column.table.info["remembered"]["secret"]:
        return (
            f"{DIGEST}({said})"
            if dialect == "sqlite"
            else f"encode(sha256(convert_to({said}, 'UTF8')), 'hex')"
        )
    if dialect == "sqlite":
        return said
    if isinstance(column.type, sa.JSON):
        return f"CAST({said} AS text)"
    timed = isinstance(column.type, sa.TypeDecorator) and isinstance(column.type.impl, sa.DateTime)
    return f"{said} AT TIME ZONE 'UTC'" if timed else said
