"""Fills one database with the books of one commit; run as a script, with that commit's folder as the working one.

It takes everything from that folder: the product, and its own `benchmarks/books.py`. What the load needs to know
comes back as JSON. `build PURSES FILE` makes the books; `lengthen ENTRIES FILE` grows their ledger.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

if __name__ == "__main__":
    # this file's folder, which Python put first, belongs to another commit
    sys.path[0] = str(Path.cwd())

PEOPLE_OF_A_LIST = 12
LISTS = 5


def build(purses: int) -> dict[str, Any]:
    """Migrate, fill, and say what was made."""
    from flask_migrate import upgrade

    from benchmarks import books

    upgrade(directory="migrations")
    made = books.fill(purses=purses)
    known = {
        "community_id": str(made.community_id),
        "clerk_token": made.clerk_token,
        "readers": made.readers,
        "vouchers": [{"code": one.code, "public_id": one.public_id} for one in made.vouchers],
        "purses": [str(one) for one in made.purses],
        # commits before there was one word for all had these
        "clerk": ["bench-clerk", getattr(books, "PASSWORD", "bench-Clerk-77")],
        "resident": [_resident(), getattr(books, "PASSWORD", "bench-Reader-77")],
    }
    return {**known, **_desk(made.community_id)}


def lengthen(entries: int, known: dict[str, Any]) -> int:
    """Grow the ledger to about so many entries; how many stand."""
    from benchmarks import books

    community = UUID(known["community_id"])
    made: Any = SimpleNamespace(community_id=community, purses=[UUID(one) for one in known["purses"]])
    return books.lengthen(made, entries)


def _resident() -> str:
    """One of the readers, by name."""
    import sqlalchemy as sa

    from points.foundation import db

    query = sa.text("SELECT username FROM people_account WHERE username LIKE 'r%' ORDER BY username LIMIT 1")
    found: str = db.session.execute(query).scalar_one()
    db.session.remove()
    return found


def _desk(community_id: UUID) -> dict[str, Any]:
    """A queue with lists that wait, where that commit knows how to lay them."""
    try:
        from benchmarks import lists
    except ImportError:
        return {}
    import sqlalchemy as sa

    from points.foundation import clock, db

    query = sa.text("SELECT id FROM people_person WHERE community_id = :c ORDER BY id").bindparams(
        sa.bindparam("c", community_id, type_=sa.Uuid)
    )
    people = list(db.session.execute(query.columns(id=sa.Uuid)).scalars())
    db.session.remove()
    desk = lists.open_desk(community_id, tenths=20, since=clock.today() - timedelta(days=60))
    for number in range(LISTS):
        start = clock.instant(clock.today() - timedelta(days=number + 1)) + timedelta(hours=9)
        lists.lay(desk, start, people[:PEOPLE_OF_A_LIST])
    return {"officer": [desk.officer, lists.PASSWORD]}


def main() -> None:
    """Do what the words say."""
    from config import settings
    from points.app import create_app

    what, number, place = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    app = create_app(settings(os.environ))
    with app.app_context():
        if what == "build":
            place.write_text(json.dumps(build(number)), encoding="utf-8")
        else:
            print(lengthen(number, json.loads(place.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    main()
