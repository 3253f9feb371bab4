"""The nightly round: what is due is released, credited and lapsed, old drafts are forgotten, then the books are proved and saved.

Each part runs once a day by its own key and commits step by step, so a round that was cut off goes on where
it stopped. Everything here asks what is due by today, so one round also does what missed nights left.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from points import audit, ledger, oversight, people, shop, volunteering
from points.foundation import Refusal, clock, communities, db, reading, system_actor, transact
from points.foundation.backup import make_backup
from points.foundation.epochs import current_epoch, remembered
from points.foundation.jobs import run_daily
from points.operation import giving_back
from points.operation.posting import in_steps

_log = logging.getLogger("points.nightly")


#: what it did, in numbers
Part = Callable[[], dict[str, Any]]

#: parts that end nothing, and go on while the clock is doubted
_HARMLESS = ("check", "backup")


@dataclass
class Round:
    """What a round did: by part its outcome, None where it had been run before; and what went wrong.

    `doubt` says why the clock was not believed; then parts that would end something were not begun.
    """

    outcomes: dict[str, dict[str, Any] | None] = field(default_factory=dict)
    failures: dict[str, Exception] = field(default_factory=dict)
    doubt: str = ""


def run(today: date, *, backups: Path, instance: Path, beside: Mapping[str, Part] | None = None) -> Round:
    """Run every part that was not run today. One that fails stops no other, and is run again next time.

    `beside` are parts of rooms that this one does not know.
    """
    done = Round()
    for one in reading(communities):
        giving_back.carry_out(one.id)
    parts: dict[str, Part] = {
        "vouchers": lambda: _everywhere("released", _release_vouchers),
        "publicity": lambda: _everywhere("credited", lambda community: _credit(community, today)),
        "lots": lambda: _everywhere("lapsed", _lapse_lots),
        "queues": lambda: {"deleted": transact(shop.numbers.forget_old)},
        "drafts": lambda: {"forgotten": transact(people.drafts.forget_old)},
        "searches": lambda: {"deleted": transact(people.searches.forget_old)},
        "sessions": lambda: {"deleted": transact(people.sessions.forget_old)},
        "tries": lambda: {"deleted": transact(people.signing_in.forget_old_tries)},
        **(beside or {}),
        "check": lambda: _prove(instance),
        "backup": lambda: _save(backups, instance),
    }
    for name, work in parts.items():
        done.doubt = clock.doubted()
        if done.doubt and name not in _HARMLESS:
            continue
        try:
            outcome = run_daily(f"nightly.{name}", today, work)
            done.outcomes[name] = None if outcome is None else dict(outcome)
        except Exception as error:  # the next part must not wait for this one to be mended
            _log.exception("the part %s of the nightly round failed", name)
            done.failures[name] = error
    return done


def _release_vouchers(community_id: UUID) -> int:
    """Free the points of vouchers whose last day is over, one transaction each."""
    actor = system_actor(community_id)
    return _one_by_one(
        lambda: shop.vouchers.expired(community_id),
        lambda voucher: shop.vouchers.release_expired(community_id, voucher, actor=actor),
    )


def _credit(community_id: UUID, today: date) -> int:
    """Credit what hung out long enough, and what nobody took back in time, some at a time."""
    hung_out = in_steps(lambda: volunteering.publicity.credit_due(community_id, today))
    return hung_out + in_steps(lambda: volunteering.posting.post_due(community_id))


def _lapse_lots(community_id: UUID) -> int:
    """Let points lapse whose last day is over, one lot at a time, each with its record."""
    return _one_by_one(lambda: ledger.lots.due(community_id), lambda lot: _lapse_lot(community_id, lot))


def _lapse_lot(community_id: UUID, lot_id: UUID) -> bool:
    """One lot and its record; False where nothing was left of it."""
    actor = system_actor(community_id)
    tenths = ledger.lots.lapse(community_id, lot_id, actor=actor)
    if tenths:
        audit.records.record(
            "points.lapsed", actor=actor, subject_kind="lot", subject_id=lot_id, facts={"tenths": tenths}
        )
    return tenths > 0


def _prove(instance: Path) -> dict[str, Any]:
    """Check the books of every community; what is broken stands in the outcome and on the watchers' page.

    A machine that remembers a restore the books know nothing of takes no earlier check for granted.
    """
    restored = remembered(instance) > reading(current_epoch)
    prove = oversight.checking.check if restored else oversight.checking.check_since
    reports = [prove(one.id) for one in reading(communities)]
    broken = sorted({found.name for report in reports for found in report.broken})
    file = sorted({found.name for found in reading(oversight.checking.examine_file).broken})
    if broken or file:
        _log.error("the books do not hold: %s", ", ".join([*broken, *file]))
    return {"communities": len(reports), "broken": [*broken, *file]}


def _save(backups: Path, instance: Path) -> dict[str, Any]:
    """A backup, and a record of it with every community."""
    made = make_backup(db.engine, folder=backups, instance=instance)
    transact(lambda: record_backup(made.books.name, made.size))
    return {"file": made.books.name, "bytes": made.size}


def record_backup(name: str, size: int) -> None:
    """Write down that a backup was made; it holds the books of all."""
    for one in communities():
        actor, facts = system_actor(one.id), {"file": name, "bytes": size}
        audit.records.record(
            "backup.made", actor=actor, subject_kind="community", subject_id=one.id, facts=facts
        )


def _everywhere(word: str, work: Callable[[UUID], int]) -> dict[str, Any]:
    return {word: sum(work(one.id) for one in reading(communities))}


def _one_by_one(due: Callable[[], list[UUID]], work: Callable[[UUID], bool]) -> int:
    """Take what is due in portions until nothing new turns up; somebody faster is no fault."""
    done, seen = 0, set[UUID]()
    while fresh := [one for one in reading(due) if one not in seen]:
        for one in fresh:
            seen.add(one)
            try:
                done += transact(lambda one=one: work(one))  # type: ignore[misc]
            except Refusal as refusal:
                _log.info("left for another day: %s", refusal.code)
    return done
