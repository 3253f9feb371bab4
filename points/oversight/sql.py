"""How watchers write a statement over tables of many rooms: as text, with the types of what is handed in."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

Kind = sa.types.TypeEngine[Any]


def asked(sql: str, **kinds: Kind | list[Kind]) -> sa.TextClause:
    """The statement; a type in a list is that of each of several values, for `IN :name`."""
    return sa.text(sql).bindparams(
        *(
            sa.bindparam(name, type_=kind[0], expanding=True)
            if isinstance(kind, list)
            else sa.bindparam(name, type_=kind)
            for name, kind in kinds.items()
        )
    )
