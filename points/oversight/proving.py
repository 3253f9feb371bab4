"""Every invariant and the proof of it: what each asks the books, and what breaks it. It keeps nothing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points.foundation import clock, db
from points.oversight import record_hashes
from points.oversight.checks import (
    actions,
    awards,
    brought,
    collecting,
    days,
    imported,
    lots,
    papers,
    points,
    powers,
    recorded,
    redemptions,
    rows,
    stock,
    ties,
)
from points.oversight.checks.form import Invariant
from points.oversight.findings import SHOWN, Finding, Report
from points.oversight.reckoning import caps, guards, receipts, rounds
from points.oversight.reckoning import days as closed_days
from points.oversight.record_hashes import UNALTERED, WITHOUT_NAMES
from points.oversight.record_rows import START

INVARIANTS: tuple[Invariant, ...] = (
    *points.PROOFS,
    *lots.PROOFS,
    *awards.PROOFS,
    *redemptions.PROOFS,
    *collecting.PROOFS,
    *days.PROOFS,
    *stock.PROOFS,
    *papers.PROOFS,
    *imported.PROOFS,
    *brought.PROOFS,
    *actions.PROOFS,
    *recorded.PROOFS,
    *powers.PROOFS,
    *ties.PROOFS,
    *rows.PROOFS,
)
_ALONE = sa.select(sa.func.set_config("max_parallel_workers_per_gather", "0", True))
_COUNTED = tuple(sorted({one.counted for one in INVARIANTS}))


def examine(community_id: UUID, *, last: Report | None = None, whole: bool = True) -> Report:
    """Prove every invariant of one community.

    The queries are asked of the whole books every time. Audit records proved by `last` may be passed over where not
    the `whole` is asked for, by the query of what they name as well; that they are still the same ones is looked at
    always.
    """
    if db.engine.dialect.name == "postgresql":
        # to start workers costs more than most of these queries, and the counter wants the other cores
        db.session.connection().execute(_ALONE)
    counted = _counts(community_id)
    through = last.proved.through if last and last.proved and not whole else START
    found = [_prove(one, community_id, counted[one.counted], through) for one in INVARIANTS]
    read = record_hashes.read(community_id, last=last.proved if last else None, whole=whole)
    marks = receipts.unaltered(community_id, through=START if read.whole else through)
    found += [
        caps.kept(community_id),
        marks,
        closed_days.sealed(community_id),
        rounds.were_run(community_id),
        guards.stand(),
    ]
    at = clock.now()
    full_at = at if read.whole or last is None else last.full_at
    return Report(community_id, at, (*found, read.unaltered, read.without_names), full_at, read.proved)


def _counts(community_id: UUID) -> dict[str, int]:
    """How much there is to look at, by the query that counts it: several invariants look at the same."""
    row = db.session.connection().execute(_counting(), {"c": community_id}).one()
    return dict(zip(_COUNTED, map(int, row), strict=True))


def _prove(invariant: Invariant, community_id: UUID, counted: int, through: UUID) -> Finding:
    """Ask one invariant's query; every row it returns breaks it."""
    query = _asked(invariant.said_to(db.engine.dialect.name))
    facts = {"c": community_id, "through": through}
    rows = db.session.connection().execute(query, facts).mappings()
    shown = [said(dict(row)) for row in rows.fetchmany(SHOWN)]
    more = sum(1 for _ in rows)
    return Finding(
        invariant.name,
        invariant.rule,
        invariant.zh,
        invariant.en,
        invariant.unit,
        counted,
        len(shown) + more,
        tuple(shown),
    )


def titles() -> dict[str, tuple[str, str, str, str]]:
    """Rule, titles in both languages, and unit of every invariant, by name."""
    known = {one.name: (one.rule, one.zh, one.en, one.unit) for one in INVARIANTS}
    known["records_unaltered"] = ("audit_complete", *UNALTERED, "records")
    known["awards_within_caps"] = ("one_award", *caps.TITLE, "services")
    known["rounds_were_run"] = ("as_recorded", *rounds.TITLE, "rounds")
    known["guards_stand"] = ("guards_stand", *guards.TITLE, "tables")
    known["receipts_unaltered"] = ("as_recorded", *receipts.TITLE, "redemptions")
    known["days_sealed"] = ("as_recorded", *closed_days.TITLE, "days")
    known["facts_without_names"] = ("personal_data_away", *WITHOUT_NAMES, "records")
    return known


@cache
def _counting() -> sa.TextualSelect:
    return _asked(f"SELECT {', '.join(f'({one}) AS n{at}' for at, one in enumerate(_COUNTED))}")


@cache
def _asked(sql: str) -> sa.TextualSelect:
    """A query of our own; as one, not as plain text, it stays prepared from one community to the next."""
    names = [name for name in ("c", "through") if f":{name}" in sql]
    return sa.text(sql).bindparams(*(sa.bindparam(name, type_=sa.Uuid) for name in names)).columns()


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
