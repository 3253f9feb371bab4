"""Whether the clock of this machine is believed: looked at by every process, known to all, settled by people.

The rule is in `policy.py`; what follows from doubt is decided where something would end, by `clock.ending()`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from points import audit, people
from points.foundation import (
    Actor,
    NotAllowed,
    changed,
    clock,
    communities,
    db,
    reading,
    system_actor,
    transact,
)
from points.foundation.database import upsert
from points.foundation.models import Job
from points.foundation.prepared import given, prepared
from points.operation.models import ClockMark, ClockReport
from points.operation.policy import DEVICE_COUNTS, MOST_BACK, DeviceReport, agreed, doubt
from points.operation.refusals import ClockWasAhead

#: so often the mark is moved on
STEP = timedelta(minutes=3)
#: so long somebody's word that the clock is right stands against devices
WORD_HOLDS = timedelta(days=1)
#: how often the clock was settled when this process last looked
_known: int | None = None


@dataclass(frozen=True)
class Timekeeping:
    """How it stands with the clock: the mark, why it is doubted since when, and who settled it last."""

    mark: datetime
    doubt: str
    doubted_at: datetime | None
    settled: int
    settled_how: str
    settled_at: datetime | None
    settled_by: UUID | None


def look() -> str:
    """Compare the clock with all that is known beside it; what is found, this process and the others hold to. A code, or ''."""
    global _known
    found = reading(_standing) or transact(_begin)
    if _known not in (None, found.settled):
        clock.believe()
    _known = found.settled
    now, reports = clock.wall(), reading(_reports)
    spoken = found.settled_at is not None and found.settled_how != "devices"
    if spoken and timedelta(0) <= now - found.settled_at <= WORD_HOLDS:  # type: ignore[operator]
        reason = found.doubt or clock.doubted() or doubt(now, mark=found.mark, reports=())
    else:
        reason = found.doubt or clock.doubted() or doubt(now, mark=found.mark, reports=reports)
    if reason and agreed(now, reports):
        settle("devices", actor=None)
        return ""
    if reason and not found.doubt:
        transact(lambda: _note_doubt(reason))
    elif not reason and now - found.mark >= STEP:
        transact(_move_on)
    if reason:
        clock.doubt(reason, believed=found.mark)
    return reason


def standing() -> Timekeeping | None:
    """As it was last written down; None before anybody looked."""
    return reading(_standing)


def settle(how: str, *, actor: Actor | None) -> bool:
    """Somebody says that the clock is right, or was wrong until now (`right`, `wrong`); True where it was doubted.

    Rounds that a clock ahead marked as done for days to come are forgotten, or those days would have none.
    """
    work = lambda: _settled(how, actor=actor)  # noqa: E731
    news = audit.records.attempt(work, of=_settled, actor=actor) if actor else transact(work)
    if news:
        _hold_to_it()
    return news


@audit.records.writes("time.found_right", "time.found_wrong", of="community")
def _settled(how: str, *, actor: Actor | None) -> bool:
    """The same inside a transaction."""
    if actor is not None and not people.permissions.may(actor, "settle_clock"):
        raise NotAllowed
    found, now = _standing() or _begin(), clock.wall()
    if how == "right" and now < found.mark - MOST_BACK:
        raise ClockWasAhead(mark=found.mark)
    done = changed(
        sa.update(ClockMark)
        .where(ClockMark.settled == found.settled, ClockMark.doubt != "")
        .values(
            seen_at=now,
            doubt="",
            doubted_at=None,
            settled=found.settled + 1,
            settled_how=how,
            settled_at=now,
            settled_by=actor.account_id if actor else None,
        )
    )
    if done:
        changed(sa.delete(Job).where(Job.day > clock.shanghai(now).date()))
        action = "time.found_wrong" if how == "wrong" else "time.found_right"
        facts = {"clock": found.doubt, "since": found.doubted_at, "mark": found.mark}
        _record(action, facts, actor)
    return bool(done)


def report(session_id: UUID, ahead: timedelta, *, actor: Actor) -> None:
    """Keep what the clock of a signed-in person's device says beside ours; of each session the newest alone."""
    if actor.account_id is None:
        return
    now = clock.wall()
    db.session.execute(
        sa.delete(ClockReport).where(
            sa.or_(ClockReport.seen_at < now - DEVICE_COUNTS, ClockReport.seen_at > now)
        )
    )
    row = {
        "session_id": session_id,
        "account_id": actor.account_id,
        "ahead": round(ahead.total_seconds()),
        "seen_at": now,
    }
    new = upsert(ClockReport).values(row)
    kept = {name: new.excluded[name] for name in ("account_id", "ahead", "seen_at")}
    db.session.execute(new.on_conflict_do_update(index_elements=["session_id"], set_=kept))


def begin_anew() -> None:
    """What was laid out for today holds no mark of another day: for the sample community."""
    transact(lambda: changed(sa.delete(ClockMark)))


def _hold_to_it() -> None:
    """This process knows at once what the others see when they look."""
    global _known
    found = reading(_standing)
    _known = found.settled if found else None
    clock.believe()


@prepared
def _row() -> sa.Executable:
    return sa.select(
        ClockMark.seen_at,
        ClockMark.doubt,
        ClockMark.doubted_at,
        ClockMark.settled,
        ClockMark.settled_how,
        ClockMark.settled_at,
        ClockMark.settled_by,
    ).where(ClockMark.number == 1)


def _standing() -> Timekeeping | None:
    row = _row().first()
    return Timekeeping(*row) if row else None


@prepared
def _latest_reports() -> sa.Executable:
    return sa.select(ClockReport.account_id, ClockReport.ahead, ClockReport.seen_at).where(
        ClockReport.seen_at >= given("since")
    )


def _reports() -> list[DeviceReport]:
    rows = _latest_reports().all(since=clock.wall() - DEVICE_COUNTS)
    return [DeviceReport(row.account_id, timedelta(seconds=row.ahead), row.seen_at) for row in rows]


def _begin() -> Timekeeping:
    """The first mark: the last round of the night knows when the house was last about."""
    last = db.session.scalar(sa.select(sa.func.max(Job.started_at)))
    row = {"number": 1, "seen_at": last or clock.wall(), "doubt": "", "settled": 0, "settled_how": ""}
    db.session.execute(upsert(ClockMark).values(row).on_conflict_do_nothing(index_elements=["number"]))
    found = _standing()
    if found is None:
        raise RuntimeError("a mark that was just written is not there")
    return found


def _move_on() -> None:
    now = clock.wall()
    changed(
        sa.update(ClockMark).where(ClockMark.doubt == "", ClockMark.seen_at <= now - STEP).values(seen_at=now)
    )


def _note_doubt(reason: str) -> None:
    found = _standing()
    news = sa.update(ClockMark).where(ClockMark.doubt == "").values(doubt=reason, doubted_at=clock.now())
    if changed(news) and found:
        _record("time.doubted", {"clock": reason, "mark": found.mark}, None)


def _record(action: str, facts: Mapping[str, object], actor: Actor | None) -> None:
    """With every community: the clock is the clock of all. Who said it stands in the books of their own."""
    for one in communities():
        by = actor if actor and actor.community_id == one.id else system_actor(one.id)
        audit.records.record(action, actor=by, subject_kind="community", subject_id=one.id, facts=facts)
