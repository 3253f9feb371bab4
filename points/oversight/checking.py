"""One check of everything that must always be true of the books, kept with its outcome; it repairs nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from points import audit
from points.foundation import Actor, clock, db, new_id, reading, system_actor, transact
from points.foundation.epochs import current_epoch
from points.oversight.checks import form
from points.oversight.findings import SHOWN, Finding, Proved, Report
from points.oversight.models import Check
from points.oversight.proving import examine, titles

#: the rules as pages word them, and the finding that stands for each
RULES = form.RULES
HEADLINES = form.HEADLINES
#: so long may pass until every audit record is hashed again
WHOLE_EVERY = timedelta(days=7)


def check(community_id: UUID, *, actor: Actor | None = None) -> Report:
    """Prove every invariant of one community, and keep the outcome; who watches reads it on a page.

    The proving only reads, so the counter goes on meanwhile; keeping it is an action of its own.
    """
    return _check(community_id, whole=True, actor=actor)


def check_since(community_id: UUID, *, actor: Actor | None = None) -> Report:
    """The same, but audit records that the last check proved are not hashed again.

    All of them are again once a week, after a restore, and from a check that failed until one has passed.
    """
    return _check(community_id, whole=False, actor=actor)


def _check(community_id: UUID, *, whole: bool, actor: Actor | None) -> Report:
    def work() -> tuple[Report, int]:
        epoch = current_epoch()
        last = _find_proved(community_id, epoch)
        goes_on = not whole and last is not None and _may_go_on(last, find_last(community_id))
        return examine(community_id, last=last, whole=not goes_on), epoch

    report, epoch = reading(work)
    transact(lambda: _keep(report, epoch, actor=actor or system_actor(community_id)))
    return report


def _may_go_on(last: Report, newest: Report | None) -> bool:
    """Whether the newest check passed, and the last whole one is not a week old (nor of a day to come)."""
    if newest is None or not newest.balanced or newest.at != last.at or last.full_at is None:
        return False
    age = clock.today() - clock.shanghai(last.full_at).date()
    return timedelta(0) <= age < WHOLE_EVERY


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


def _keep(report: Report, epoch: int, *, actor: Actor) -> UUID:
    """Write the outcome of a check down."""
    check_id = new_id()
    row: dict[str, Any] = {
        "community_id": report.community_id,
        "id": check_id,
        "at": report.at,
        "outcome": "balanced" if report.balanced else "broken",
        "findings": _as_kept(report, epoch),
    }
    db.session.execute(sa.insert(Check), [row])
    audit.records.record(
        "books.checked",
        actor=actor,
        subject_kind="check",
        subject_id=check_id,
        facts={
            "checked": len(report.findings),
            "broken": [one.name for one in report.broken],
            # what the next check takes for proved: who changed it would have to change this record as well
            "proved": report.proved.digest if report.balanced and report.proved else "",
        },
    )
    return check_id


def find_last(community_id: UUID) -> Report | None:
    """The newest check that was kept; None where there was none yet."""
    row = db.session.scalars(_newest_first(community_id).limit(1)).one_or_none()
    return None if row is None else _as_read(row)


def _find_proved(community_id: UUID, epoch: int) -> Report | None:
    """The newest check that passed and says which records it proved, in this life of the database."""
    passed = _newest_first(community_id).where(Check.outcome == "balanced").limit(1)
    row = db.session.scalars(passed).one_or_none()
    if row is None or row.findings.get("epoch") != epoch:
        return None
    return _as_read(row)


def _newest_first(community_id: UUID) -> sa.Select[Check]:
    return (
        sa.select(Check).where(Check.community_id == community_id).order_by(Check.at.desc(), Check.id.desc())
    )


def _as_read(row: Check) -> Report:
    kept = row.findings
    proved = kept.get("proved")
    return Report(
        row.community_id,
        row.at,
        tuple(_known(one) for one in kept["findings"]),
        # checks of an older house always read everything
        datetime.fromisoformat(kept["full_at"]) if "full_at" in kept else row.at,
        Proved(UUID(proved["through"]), proved["number"], proved["digest"]) if proved else None,
    )


def _known(kept: dict[str, Any]) -> Finding:
    name = kept["name"]
    rule, zh, en, unit = titles().get(name, (name, name, name, "rows"))
    return Finding(name, rule, zh, en, unit, kept["counted"], kept["broken"], tuple(kept["rows"]))


def _of_the_file(name: str, zh: str, en: str, rows: list[str]) -> Finding:
    return Finding(name, name, zh, en, "rows", 1, len(rows), tuple(rows[:SHOWN]))


def _as_kept(report: Report, epoch: int) -> dict[str, Any]:
    """The report as the table keeps it; what failed proves nothing that the next check could go on from."""
    kept: dict[str, Any] = {
        "findings": [
            {"name": one.name, "counted": one.counted, "broken": one.broken, "rows": list(one.rows)}
            for one in report.findings
        ],
        "full_at": report.full_at.isoformat() if report.full_at else None,
        "epoch": epoch,
    }
    if report.balanced and report.proved:
        proved = report.proved
        kept["proved"] = {"through": str(proved.through), "number": proved.number, "digest": proved.digest}
    return kept
