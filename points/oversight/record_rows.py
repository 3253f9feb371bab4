"""Audit records as their table has them, in batches by key and as plain values: there are a great many.

No types of SQLAlchemy and no objects: an id becomes its 36 signs, a moment its canonical spelling, by cutting text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import db

BATCH = 2000
#: before every id there is
START = UUID(int=0)
_IDS = ("community_id", "id", "actor_id", "device_id", "subject_id")
_WORDS = ("actor_kind", "deed", "subject_kind", "outcome", "origin")
_FIELDS = (*_IDS, *_WORDS, "facts", "commitments", "at", "leaf_hash")
_MOMENT = {"sqlite": "at", "postgresql": "to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"}
#: facts in which a name or a phone number can stand: signs beyond ASCII, or as many digits as a phone has
_WORDY = {
    "sqlite": r"(facts LIKE '%\u%' OR facts GLOB '*[^ -~]*' OR facts GLOB '*" + "[0-9]" * 11 + "*')",
    "postgresql": "CAST(facts AS TEXT) ~ '[^ -~]|[0-9]{11}'",
}


def read(community_id: UUID, *, after: UUID) -> Iterator[dict[str, Any]]:
    """Every record behind this id, in the order of ids; facts and commitments as the text that stands there."""
    texts = ", ".join(f"CAST({name} AS TEXT)" for name in (*_IDS, *_WORDS, "facts", "commitments"))
    for row in _batches(f"{texts}, {_MOMENT[_engine()]}, leaf_hash", community_id, after, id_at=1):
        record: dict[str, Any] = dict(zip(_FIELDS, row, strict=True))
        for name in _IDS:
            record[name] = dashed(record[name])
        record["at"] = _moment(record["at"])
        yield record


def leaves(community_id: UUID, *, through: UUID) -> Iterator[tuple[str, bytes]]:
    """Id and leaf hash of every record up to this id, in the order of ids."""
    for record_id, leaf in _batches("CAST(id AS TEXT), leaf_hash", community_id, START, through=through):
        yield dashed(record_id), leaf


def wordy(community_id: UUID, *, through: UUID) -> Iterator[tuple[str, str, str]]:
    """Id, deed and facts of the records up to this id in which a name or a phone number can stand."""
    columns = "CAST(id AS TEXT), deed, CAST(facts AS TEXT)"
    for row in _batches(columns, community_id, START, through=through, where=f" AND {_WORDY[_engine()]}"):
        yield dashed(row[0]), row[1], row[2]


def dashed(key: str | None) -> Any:
    """An id as people and hashes spell it; SQLite keeps 32 digits, PostgreSQL gives 36 signs."""
    if key is None or len(key) != 32:
        return key
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _moment(text: str) -> str:
    if len(text) == 26:
        return f"{text[:10]}T{text[11:]}Z"
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _batches(
    columns: str,
    community_id: UUID,
    after: UUID,
    *,
    id_at: int = 0,
    through: UUID | None = None,
    where: str = "",
) -> Iterator[Sequence[Any]]:
    asked = _asked(columns, where, through is not None, BATCH)
    facts = {"c": community_id, "after": after, "through": through}
    while rows := db.session.connection().execute(asked, facts).all():
        yield from rows
        if len(rows) < BATCH:
            return
        facts["after"] = UUID(rows[-1][id_at])


@lru_cache
def _asked(columns: str, where: str, bounded: bool, batch: int) -> sa.TextClause:
    upper = " AND id <= :through" if bounded else ""
    sql = (
        f"SELECT {columns} FROM audit_record WHERE community_id = :c AND id > :after{upper}{where}"  # noqa: S608
        f" ORDER BY audit_record.id LIMIT {batch}"
    )
    bound = [sa.bindparam(name, type_=sa.Uuid) for name in ("c", "after", *(["through"] if bounded else []))]
    return sa.text(sql).bindparams(*bound)


def _engine() -> str:
    return db.engine.dialect.name
