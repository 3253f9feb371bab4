"""How quickly the books are proved, in one process: the queries by entries, the records by hashing them again."""

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


@dataclass(frozen=True)
class Rates:
    """Entries that the queries went over, and records that were hashed again, per second of one process."""

    entries: float
    records: float


def measure(environ: Mapping[str, str]) -> Rates:
    """Prove every community of a database whole, then hash its records alone; the queries are the rest."""
    with create_app(settings(environ)).app_context():
        ids = [one.id for one in reading(communities)]
        entries, records = (_count(table) for table in ("ledger_entry", "audit_record"))
        whole = _seconds(ids, proving.examine)
        hashes = _seconds(ids, record_hashes.unaltered)
        db.engine.dispose()
    return Rates(entries / (whole - hashes), records / hashes)


def _seconds(ids: list[UUID], work: Callable[[UUID], object]) -> float:
    start = time.perf_counter()
    for one in ids:
        reading(lambda one=one: work(one))  # type: ignore[misc]
    return time.perf_counter() - start


def _count(table: str) -> int:
    return reading(lambda: int(db.session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()))
