"""How quickly the books are proved, in one process: the queries by entries, the records by reading them again."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa

from config import settings
from points.app import create_app
from points.foundation import communities, db, reading
from points.oversight import proving, record_hashes
from points.oversight.checks import actions
from points.oversight.record_rows import START


@dataclass(frozen=True)
class Rates:
    """Per second of one process: entries that the queries went over, records that were hashed again, and records of
    which it was read again whom they name. These two pass over what an earlier check proved, the queries never do."""

    entries: float
    records: float
    named: float


def measure(environ: Mapping[str, str]) -> Rates:
    """Prove every community of a database whole, then its records alone, one way and the other; the queries are the rest."""
    with create_app(settings(environ)).app_context():
        ids = [one.id for one in reading(communities)]
        entries, records = (_count(table) for table in ("ledger_entry", "audit_record"))
        whole = _seconds(ids, proving.examine)
        hashes = _seconds(ids, record_hashes.unaltered)
        names = _seconds(ids, _read_names)
        db.engine.dispose()
    return Rates(entries / (whole - hashes - names), records / hashes, records / names)


def _read_names(community_id: UUID) -> None:
    query = sa.text(actions.MENTIONS_AGREE.said_to(db.engine.dialect.name)).bindparams(
        sa.bindparam("c", community_id, type_=sa.Uuid), sa.bindparam("through", START, type_=sa.Uuid)
    )
    if db.session.execute(query).all():
        raise RuntimeError("the notes do not agree with the records")


def _seconds(ids: list[UUID], work: Callable[[UUID], object]) -> float:
    start = time.perf_counter()
    for one in ids:
        reading(lambda one=one: work(one))  # type: ignore[misc]
    return time.perf_counter() - start


def _count(table: str) -> int:
    return reading(lambda: int(db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()))
