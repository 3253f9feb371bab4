"""Every invariant and the proof of it: what each asks the books, and what breaks it. It keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.oversight.checks import actions, awards, lots, points, redemptions, stock
from points.oversight.checks.form import Invariant
from points.oversight.findings import SHOWN, Finding, Report
from points.oversight.record_hashes import UNALTERED, WITHOUT_NAMES, unaltered, without_names

INVARIANTS: tuple[Invariant, ...] = (
    *points.PROOFS,
    *lots.PROOFS,
    *awards.PROOFS,
    *redemptions.PROOFS,
    *stock.PROOFS,
    *actions.PROOFS,
)


def examine(community_id: UUID) -> Report:
    """Prove every invariant of one community."""
    found = [prove(one, community_id) for one in INVARIANTS]
    found += [unaltered(community_id), without_names(community_id)]
    return Report(community_id, clock.now(), tuple(found))


def prove(invariant: Invariant, community_id: UUID) -> Finding:
    """Ask one invariant's query; every row it returns breaks it."""
    counted = db.session.execute(_asked(invariant.counted), {"c": community_id}).scalar_one()
    rows = db.session.execute(_asked(invariant.sql), {"c": community_id}).mappings()
    shown = [said(dict(row)) for row in rows.fetchmany(SHOWN)]
    more = sum(1 for _ in rows)
    return Finding(
        invariant.name,
        invariant.rule,
        invariant.zh,
        invariant.en,
        invariant.unit,
        int(counted),
        len(shown) + more,
        tuple(shown),
    )


def titles() -> dict[str, tuple[str, str, str, str]]:
    """Rule, titles in both languages, and unit of every invariant, by name."""
    known = {one.name: (one.rule, one.zh, one.en, one.unit) for one in INVARIANTS}
    known["records_unaltered"] = ("audit_complete", *UNALTERED, "records")
    known["facts_without_names"] = ("personal_data_away", *WITHOUT_NAMES, "records")
    return known


def _asked(sql: str) -> sa.TextClause:
    return sa.text(sql).bindparams(sa.bindparam("c", type_=sa.Uuid))


def said(row: Mapping[str, Any]) -> str:
    """A broken row in words: `purse=0198…, posted_off=10`."""
    return ", ".join(f"{name}={_plain(value)}" for name, value in row.items())


def _plain(value: Any) -> str:
    # SQLite gives the 32 digits of an id
    if isinstance(value, str) and len(value) == 32:
        try:
            return str(UUID(value))
        except ValueError:
            return value
    return str(value)
