"""Holds every kept statement to communities: each table in it is tied to one, by a comparison or as a subquery's column.

Ids are drawn by chance and no two communities share one, so a join that forgets the community finds the same rows and no
result gives it away; but it leaves the index, and with a wrong id it would show another community's rows.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import Any

from points.foundation import db
from points.foundation.prepared import Prepared

#: places stand above communities, so their ids alone name them
ABOVE = {"people_place"}
#: what looks for something in whichever community it is: who signs in, a machine, what is due tonight
EVERYWHERE = (
    "people.access.queries.community_of(",
    "people.access.queries.explicit_grants(",
    "people.access.sessions.known_machine(",
    "volunteering.review.posting.communities(",
)
#: who writes queries as text, with short names for tables, is not read here
AS_TEXT = ("oversight.", "tests.")
_READ = re.compile(r"(?:\b(?:FROM|JOIN|UPDATE)|,)\s+([a-z_]+)(?:\s+AS\s+(\w+))?(?![\w.])")


def untied(text: str) -> list[str]:
    """The tables of a statement that are read without their community."""
    here = {table.name for table in db.metadata.tables.values() if "community_id" in table.c} - ABOVE
    read = {(table, alias or table) for table, alias in _READ.findall(text) if table in here}
    return sorted(table for table, name in read if not _is_tied(name, text))


def _is_tied(name: str, text: str) -> bool:
    own = rf"\b{name}\.community_id"
    return re.search(rf"{own} (=|IN\b|AS community_id\b)|= {own}\b", text) is not None


def refuse_untied() -> None:
    """From here on a statement that forgets a community is not built."""
    build = Prepared.__init__

    @wraps(build)
    def held(self: Prepared, name: str, statement: Any) -> None:
        build(self, name, statement)
        text = str(statement)
        if not name.startswith((*EVERYWHERE, *AS_TEXT)) and not text.startswith("INSERT"):
            assert untied(text) == [], f"{name} reads tables of whichever community"

    Prepared.__init__ = held  # type: ignore[method-assign]
