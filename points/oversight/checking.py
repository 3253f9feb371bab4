"""One check of everything that must always be true of the books, kept with its outcome; it repairs nothing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id, reading, system_actor, transact
from points.oversight.checks import form
from points.oversight.findings import SHOWN, Finding, Report
from points.oversight.models import Check
from points.oversight.proving import examine, titles

#: the rules as pages word them, and the finding that stands for each
RULES = form.RULES
HEADLINES = form.HEADLINES


def check(community_id: UUID, *, actor: Actor | None = None) -> Report:
    """Prove every invariant of one community, and keep the outcome; who watches reads it on a page.

    The proving only reads, so the counter goes on meanwhile; keeping it is an action of its own.
    """
    report = reading(lambda: examine(community_id))
    transact(lambda: _keep(report, actor=actor or system_actor(community_id)))
    return report


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


def _keep(report: Report, *, actor: Actor) -> UUID:
    """Write the outcome of a check down."""
    check_id = new_id()
    row: dict[str, Any] = {
        "community_id": report.community_id,
        "id": check_id,
        "at": report.at,
        "outcome": "balanced" if report.balanced else "broken",
        "findings": _as_kept(report),
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


def _known(kept: dict[str, Any]) -> Finding:
    name = kept["name"]
    rule, zh, en, unit = titles().get(name, (name, name, name, "rows"))
    return Finding(name, rule, zh, en, unit, kept["counted"], kept["broken"], tuple(kept["rows"]))


def _of_the_file(name: str, zh: str, en: str, rows: list[str]) -> Finding:
    return Finding(name, name, zh, en, "rows", 1, len(rows), tuple(rows[:SHOWN]))


def _as_kept(report: Report) -> dict[str, Any]:
    """The report as the table keeps it."""
    return {
        "findings": [
            {"name": one.name, "counted": one.counted, "broken": one.broken, "rows": list(one.rows)}
            for one in report.findings
        ]
    }
