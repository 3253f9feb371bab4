"""The same rows under the same ids in another community, so that whatever forgets to say of which one it asks sees two."""

from __future__ import annotations

import sqlite3
from typing import cast
from uuid import UUID

from points.foundation import db, new_id

#: the tree of places is everybody's, and so are the names to sign in with
_SHARED = {"people_place"}
_ANOTHER = {"username": "username || '-2'"}


def twin(community_id: UUID, **otherwise: str) -> None:
    """Copy all rows of a community (SQLite): an id is one thing in each community, and every key names both.

    `otherwise`: by the name of a column, what the copies say there, in SQL.
    """
    facts = {"other": new_id().hex, "here": community_id.hex}
    with db.engine.connect() as connection:
        book = cast(sqlite3.Connection, connection.connection.driver_connection)
        book.execute("PRAGMA foreign_keys = OFF")
        # what triggers wrote already stays as it is
        for table in db.metadata.sorted_tables:
            if "community_id" in table.c and table.name not in _SHARED:
                names = [one.name for one in table.c if one.name != "community_id"]
                values = ", ".join({**_ANOTHER, **otherwise}.get(one, f'"{one}"') for one in names)
                into = ", ".join(f'"{one}"' for one in names)
                book.execute(
                    f"INSERT OR IGNORE INTO {table.name} (community_id, {into})"
                    f" SELECT :other, {values} FROM {table.name} WHERE community_id = :here",
                    facts,
                )
        book.commit()
        book.execute("PRAGMA foreign_keys = ON")
