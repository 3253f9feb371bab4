"""Everything that must always be true of the books, and one check of all of it; it repairs nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id, reading, system_actor, transact
from points.oversight.checks import actions, awards, lots, points, stock
from points.oversight.checks.form import HEADLINES, RULES, Invariant
from points.oversight.findings import SHOWN, Finding, Report, plain, said
from points.oversight.models import Check
from points.oversight.record_hashes import UNALTERED, WITHOUT_NAMES, unaltered, without_names

__all__ = [
    "HEADLINES",
    "INVARIANTS",
    "RULES",
    "check",
    "examine",
    "examine_file",
    "find_last",
    "keep",
    "prove",
    "titles",
]

INVARIANTS: tuple[Invariant, ...] = (
    *points.PROOFS,
    *lots.PROOFS,
    *awards.PROOFS,
    *stock.PROOFS,
    *actions.PROOFS,
)


def check(community_id: UUID, *, actor: Actor | None = None) -> Report:
    """Prove every invariant of one community, and keep the outcome; who watches reads it on a page.

    The proving only reads, so the counter goes on meanwhile; keeping it is an action of its own.
    """
    report = reading(lambda: examine(community_id))
    transact(lambda: keep(report, actor=actor or system_actor(community_id)))
    return report


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


def examine_file() -> Report:
    """What SQLite itself can say of its file: whether it is whole, and whether every key leads somewhere."""
    if db.engine.dialect.name != "sqlite":
        return Report(None, clock.now(), ())
    wrong = [row[0] for row in db.session.execute(sa.text("PRAGMA integrity_check")) if row[0] != "ok"]
    loose = [
        f"{row[0]} row {row[1]} → {row[2]}" for row in db.session.execute(sa.text("PRAGMA foreign_key_check"))
    ]
    return Report(
        None,
        clock.now(),
        (
            _of_the_file("file_whole", "数据库文件完好", "The database file is whole", wrong),
            _of_the_file("keys_lead", "每个引用都有对应的行", "Every foreign key leads to a row", loose),
        ),
    )


def keep(report: Report, *, actor: Actor) -> UUID:
    """Write the outcome of a check down."""
    check_id = new_id()
    row: dict[str, Any] = {
        "community_id": report.community_id,
        "id": check_id,
        "at": report.at,
        "outcome": "balanced" if report.balanced else "broken",
        "findings": plain(report),
    }
    db.session.execute(sa.insert(Check), [row])
    audit.records.record(
        "books.checked",
        actor=actor,
        subject_kind="check",
        subject_id=check_id,
        facts={"checked": len(report.findings), "broken": [one.name for one in report.broken]},
    )
    return check_id


def find_last(community_id: UUID) -> Report | None:
    """The newest check that was kept; None where there was none yet."""
    query = (
        sa.select(Check)
        .where(Check.community_id == community_id)
        .order_by(Check.at.desc(), Check.id.desc())
        .limit(1)
    )
    row = db.session.scalars(query).one_or_none()
    if row is None:
        return None
    return Report(community_id, row.at, tuple(_known(one) for one in row.findings["findings"]))


def titles() -> dict[str, tuple[str, str, str, str]]:
    """Rule, titles in both languages, and unit of every invariant, by name."""
    known = {one.name: (one.rule, one.zh, one.en, one.unit) for one in INVARIANTS}
    known["records_unaltered"] = ("audit_complete", *UNALTERED, "records")
    known["facts_without_names"] = ("personal_data_away", *WITHOUT_NAMES, "records")
    return known


def _known(kept: dict[str, Any]) -> Finding:
    name = kept["name"]
    rule, zh, en, unit = titles().get(name, (name, name, name, "rows"))
    return Finding(name, rule, zh, en, unit, kept["counted"], kept["broken"], tuple(kept["rows"]))


def _of_the_file(name: str, zh: str, en: str, rows: list[str]) -> Finding:
    return Finding(name, name, zh, en, "rows", 1, len(rows), tuple(rows[:SHOWN]))


def _asked(sql: str) -> sa.TextClause:
    return sa.text(sql).bindparams(sa.bindparam("c", type_=sa.Uuid))
