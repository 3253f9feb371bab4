"""The same rows under the same ids in another community, so that whatever forgets to say of which one it asks sees two."""

from __future__ import annotations

import sqlite3
from typing import Any, cast
from uuid import UUID

from points.foundation import db

#: the tree of places is everybody's; so are the names to sign in with, and what only one may have anywhere; people are
#: called otherwise there, so that a name from there is seen
_SHARED = {"people_place"}
_ANOTHER = {
    "username": "username || '-2'",
    "people_identity.name": "name || '二'",
    **{
        one: f"CAST(substr({one}, 2) || substr({one}, 1, 1) AS BLOB)"
        for one in ("code_hash", "token_hash", "number_hash")
    },
}


def twin(community_id: UUID) -> UUID:
    """Copy all rows of a community (SQLite): an id is one thing in each community, and every key names both. The other one."""
    # before the first in every order by key, so that what asks for any one row gets the other's
    other = UUID(int=community_id.int - 1)
    facts = {"other": other.hex, "here": community_id.hex}
    with db.engine.connect() as connection:
        book = cast(sqlite3.Connection, connection.connection.driver_connection)
        book.execute("PRAGMA foreign_keys = OFF")
        # what triggers wrote already stays as it is
        for table in db.metadata.sorted_tables:
            if "community_id" in table.c and table.name not in _SHARED:
                names = [one.name for one in table.c if one.name != "community_id"]
                values = ", ".join(
                    _ANOTHER.get(one, _ANOTHER.get(f"{table.name}.{one}", f'"{one}"')) for one in names
                )
                into = ", ".join(f'"{one}"' for one in names)
                book.execute(
                    f"INSERT OR IGNORE INTO {table.name} (community_id, {into})"
                    f" SELECT :other, {values} FROM {table.name} WHERE community_id = :here",
                    facts,
                )
        book.commit()
        book.execute("PRAGMA foreign_keys = ON")
    return other


def rows_of(community_id: UUID) -> dict[str, dict[tuple[Any, ...], dict[str, Any]]]:
    """All rows of a community as the books keep them, by table and key."""
    tables = [one for one in db.metadata.sorted_tables if "community_id" in one.c and one.name not in _SHARED]
    found: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {}
    with db.engine.connect() as connection:
        book = cast(sqlite3.Connection, connection.connection.driver_connection)
        for table in tables:
            names = [one.name for one in table.c]
            columns = ", ".join(f'"{one}"' for one in names)
            rows = book.execute(
                f"SELECT {columns} FROM {table.name} WHERE community_id = ?", [community_id.hex]
            )
            keys = [one.name for one in table.primary_key]
            for row in (dict(zip(names, one, strict=True)) for one in rows):
                found.setdefault(table.name, {})[tuple(row[one] for one in keys)] = row
    return found
